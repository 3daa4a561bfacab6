"""The routes of webhooks in Settings."""

from __future__ import annotations

from django.urls import path

from bookload.web.hooks import page

routes = [
    path("settings/webhooks", page.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>/remove", page.removed, name="webhook_removed"),
]
