"""The routes of the data page."""

from __future__ import annotations

from django.urls import path

from bookload.web.data import importing, views

routes = [
    path("data", views.data, name="data"),
    path("data/findings", views.findings, name="data_findings"),
    path("data/difference", views.differ, name="data_differ"),
    path("data/sample", views.sample_in, name="sample_in"),
    path("data/sample/out", views.sample_out, name="sample_out"),
    path("data/files", importing.bring, name="bring"),
    path("data/import/<uuid:draft>", importing.show, name="import"),
    path("data/import/<uuid:draft>/say", importing.say, name="import_say"),
    path("data/import/<uuid:draft>/go", importing.go, name="import_go"),
    path("data/import/<uuid:draft>/look", importing.look, name="import_look"),
    path("data/import/<uuid:draft>/drop", importing.drop, name="import_drop"),
]
