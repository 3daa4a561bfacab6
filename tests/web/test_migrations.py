"""The database's own history says all that the models do."""

from __future__ import annotations


def test_no_change_of_a_model_is_without_its_migration(_django):  # noqa: PT019 - it sets Django up
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
