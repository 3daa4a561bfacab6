"""The routes of digests in Settings."""

from __future__ import annotations

from django.urls import path

from bookload.web.digest import mail, own

routes = [
    path("settings/digest", own.digest, name="own_digest"),
    path("settings/digest/off", own.off, name="own_digest_off"),
    path("settings/mail", mail.mail, name="mail"),
    path("settings/mail/server", mail.server, name="mail_server"),
    path("settings/mail/server/remove", mail.server_removed, name="mail_server_removed"),
    path("settings/mail/try", mail.tried, name="mail_tried"),
    path("settings/mail/rooms", mail.room, name="rooms"),
    path("settings/mail/rooms/<int:pk>/remove", mail.room_removed, name="room_removed"),
]
