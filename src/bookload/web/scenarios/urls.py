"""The routes of scenarios."""

from __future__ import annotations

from django.urls import path

from bookload.web.scenarios import views

routes = [
    path("capacity/scenarios", views.listed, name="scenarios"),
    path("capacity/scenarios/of-levers", views.of_levers, name="scenario_of_levers"),
    path("capacity/scenarios/<slug:name>", views.one, name="scenario"),
    path("capacity/scenarios/<slug:name>/delete", views.delete, name="scenario_delete"),
    path("capacity/scenarios/<slug:name>/back", views.back, name="scenario_back"),
]
