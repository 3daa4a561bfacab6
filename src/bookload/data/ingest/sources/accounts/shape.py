"""What a list of accounts may hold: the table's columns, and who owns the account."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields

_OWNERS = """
csm account_owner owner_name csm_name customer_success_manager success_manager account_manager assigned_to
assigned_csm responsible manager rep customer_success_owner cs_owner cs_manager csm_owner betreuer
verantwortlich zustaendig ansprechpartner kundenbetreuer owned_by responsable owner_email csm_email
key_account_manager success_owner
"""
_WORDS = "accounts account customers customer clients companies crm kunden kundenliste firmen"
OWNER = Field("owner", "text", tuple(_OWNERS.split()))
WORDS = tuple(_WORDS.split())


def shape() -> Shape:
    """Return the shape: an identifier or a name."""
    fields = (*contract_fields("accounts"), OWNER)
    told_by = ("owner", "segment", "tier", "region", "touch_model")
    sure = tuple((account, other) for account in ("account_id", "name") for other in told_by)
    return Shape("accounts", fields, ((("account_id",), ("name",)),), WORDS, weight=-0.03, sure=sure)
