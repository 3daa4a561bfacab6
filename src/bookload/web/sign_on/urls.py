"""The routes of single sign-on: to the provider and back, and its part of Settings."""

from __future__ import annotations

from django.urls import path

from bookload.web.sign_on import page, views

routes = [
    path("in/with", views.away, name="sign_on"),
    path("in/back", views.back, name="sign_on_back"),
    path("settings/sign-on", page.sign_on, name="sign_on_settings"),
    path("settings/sign-on/end", page.end, name="sign_on_end"),
]
