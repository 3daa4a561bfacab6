"""The routes of plans that were kept."""

from __future__ import annotations

from django.urls import path

from bookload.web.plans import views

routes = [
    path("capacity/plans", views.listed, name="plans"),
    path("capacity/plans/keep", views.keep, name="plan_keep"),
    path("capacity/plans/<int:pk>", views.plan, name="plan"),
    path("capacity/plans/<int:pk>/<slug:what>", views.act, name="plan_act"),
]
