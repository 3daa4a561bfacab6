"""The routes of board reports that were given out."""

from __future__ import annotations

from django.urls import path

from bookload.web.board import views

routes = [
    path("board/given", views.given, name="board_given"),
    path("board/given/new", views.give, name="board_give"),
]
