"""The routes of jobs."""

from __future__ import annotations

from django.urls import path

from bookload.web.jobs import views

routes = [
    path("jobs/<int:job>", views.show, name="job"),
    path("jobs/<int:job>/progress", views.progress, name="job_progress"),
    path("jobs/<int:job>/cancel", views.cancel, name="job_cancel"),
    path("jobs/<int:job>/again", views.again, name="job_again"),
]
