"""The routes of Settings but for its documents."""

from __future__ import annotations

from django.urls import path

from bookload.web.administration import journal, keys, passkeys, people, yourself

routes = [
    path("settings", yourself.yourself, name="settings"),
    path("settings/name", yourself.name, name="own_name"),
    path("settings/password", yourself.password, name="own_password"),
    path("settings/sessions", yourself.sessions, name="own_sessions"),
    path("settings/factor", yourself.factor, name="own_factor"),
    path("settings/factor/codes", yourself.spare_codes, name="own_codes"),
    path("settings/factor/off", yourself.factor_off, name="own_factor_off"),
    path("settings/passkeys", passkeys.added, name="own_passkeys"),
    path("settings/passkeys/asked", passkeys.asked, name="own_passkeys_asked"),
    path("settings/passkeys/<int:pk>/name", passkeys.named, name="own_passkey_name"),
    path("settings/passkeys/<int:pk>/remove", passkeys.removed, name="own_passkey_remove"),
    path("settings/keys", keys.made, name="own_keys"),
    path("settings/keys/<int:pk>/revoke", keys.revoked, name="own_key"),
    path("settings/people", people.people, name="people"),
    path("settings/people/<int:pk>/role", people.role, name="role"),
    path("settings/people/<int:pk>/<slug:act>", people.act, name="person_act"),
    path("settings/audit", journal.journal, name="audit"),
]
