"""The routes of balances."""

from __future__ import annotations

from django.urls import path

from bookload.web.balances import files, views

routes = [
    path("balance", views.listed, name="balances"),
    path("balance/<int:pk>", views.one, name="balance"),
    path("balance/<int:pk>/said", views.say, name="balance_said"),
    path("balance/<int:pk>/again", views.again, name="balance_again"),
    path("balance/<int:pk>/moves.csv", files.moves, name="balance_moves"),
    path("balance/<int:pk>/ownership.csv", files.ownership, name="balance_ownership"),
    path("balance/<int:pk>/proposal.json", files.document, name="balance_document"),
    path("balance/<int:pk>/take-over", files.take_over, name="balance_take_over"),
    path("balance/<int:pk>/<slug:what>", views.act, name="balance_act"),
]
