"""The routes of documents: as text in Settings, and the journey in forms."""

from __future__ import annotations

from django.urls import path

from bookload.web.documents import forms, history, texts

routes = [
    path("settings/documents", texts.listed, name="documents"),
    path("settings/policy", texts.policy, name="policy"),
    path("settings/documents/<slug:name>", texts.text, name="document"),
    path("settings/documents/<slug:name>/history", history.history, name="document_history"),
    path("settings/documents/<slug:name>/history/<slug:hash_>", history.version, name="document_version"),
    path("journey", forms.journey, name="journey"),
    path("journey/<slug:name>/<int:place>", forms.entry, name="journey_entry"),
    path("journey/<slug:name>/new", forms.new, name="journey_new"),
]
