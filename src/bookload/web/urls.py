"""The routes. Each view states the rights it asks for (`routes`); what states none is nowhere."""

from __future__ import annotations

from django.urls import path

from bookload.web.administration import urls as administration
from bookload.web.answers import views as answers
from bookload.web.api import views as api
from bookload.web.balances import urls as balances
from bookload.web.board import urls as board
from bookload.web.data import urls as data
from bookload.web.digest import urls as digest
from bookload.web.documents import urls as documents
from bookload.web.home import overview
from bookload.web.home import views as home
from bookload.web.hooks import urls as hooks
from bookload.web.jobs import urls as jobs
from bookload.web.metrics import views as metrics
from bookload.web.people import views as people
from bookload.web.plans import urls as plans
from bookload.web.scenarios import urls as scenarios
from bookload.web.sign_on import leaving
from bookload.web.sign_on import urls as sign_on

handler404 = "bookload.web.failures.nothing_there"
handler500 = "bookload.web.failures.unforeseen"

urlpatterns = [
    path("", home.home, name="home"),
    path("health", home.health, name="health"),
    path("metrics", metrics.metrics, name="metrics"),
    path("in", people.sign_in, name="sign_in"),
    path("in/code", people.code, name="sign_in_code"),
    path("in/passkey", people.passkey, name="sign_in_passkey"),
    path("in/passkey/asked", people.passkey_asked, name="sign_in_passkey_asked"),
    *sign_on.routes,
    path("in/<str:token>", people.way_in, name="way_in"),
    path("out", leaving.sign_out, name="sign_out"),
    path("out/back", leaving.signed_out, name="signed_out"),
    *api.routes(),
    *administration.routes,
    *hooks.routes,
    *documents.routes,
    *data.routes,
    *jobs.routes,
    *scenarios.routes,
    *plans.routes,
    *balances.routes,
    *board.routes,
    *digest.routes,
    path("overview", overview.overview, name="overview"),
    path("overview/since", overview.since_last_visit, name="since"),
    path("overview/why", overview.why, name="why"),
    path("export/<slug:question>.<slug:kind>", answers.export, name="export"),
    path("<slug:name>", answers.page, name="page"),
    path("<slug:name>/<slug:question>", answers.answer, name="answer"),
]
