"""The kinds of sheets that Bookload reads, a folder each.

`shape.py` says how such a sheet is told, `build.py` what rows are made of it.
"""

from __future__ import annotations

from functools import cache

from bookload.data.ingest.sources.accounts import build as accounts_build
from bookload.data.ingest.sources.accounts import shape as accounts_shape
from bookload.data.ingest.sources.activities import build as activities_build
from bookload.data.ingest.sources.activities import shape as activities_shape
from bookload.data.ingest.sources.calendar import build as calendar_build
from bookload.data.ingest.sources.calendar import shape as calendar_shape
from bookload.data.ingest.sources.contract import build as contract_build
from bookload.data.ingest.sources.contract import shape as contract_shape
from bookload.data.ingest.sources.event_log import build as event_log_build
from bookload.data.ingest.sources.event_log import shape as event_log_shape
from bookload.data.ingest.sources.mrr_history import build as mrr_history_build
from bookload.data.ingest.sources.mrr_history import shape as mrr_history_shape
from bookload.data.ingest.sources.mrr_wide import build as mrr_wide_build
from bookload.data.ingest.sources.mrr_wide import shape as mrr_wide_shape
from bookload.data.ingest.sources.one_sheet import build as one_sheet_build
from bookload.data.ingest.sources.one_sheet import shape as one_sheet_shape
from bookload.data.ingest.sources.ownership import build as ownership_build
from bookload.data.ingest.sources.ownership import shape as ownership_shape
from bookload.data.ingest.sources.people import build as people_build
from bookload.data.ingest.sources.people import shape as people_shape
from bookload.data.ingest.sources.source import Source
from bookload.data.ingest.sources.subscription_events import build as subscription_events_build
from bookload.data.ingest.sources.subscription_events import shape as subscription_events_shape
from bookload.data.ingest.sources.subscriptions import build as subscriptions_build
from bookload.data.ingest.sources.subscriptions import shape as subscriptions_shape

__all__ = ["Source", "sources"]


@cache
def sources() -> dict[str, Source]:
    """Return every source by the name that a mapping's `table` says."""
    own = (
        Source(accounts_shape.shape(), accounts_build.build),
        Source(one_sheet_shape.shape(), one_sheet_build.build),
        Source(subscriptions_shape.shape(), subscriptions_build.build),
        Source(mrr_wide_shape.shape(), mrr_wide_build.build),
        Source(people_shape.shape(), people_build.build),
        Source(ownership_shape.shape(), ownership_build.build),
        Source(mrr_history_shape.shape(), mrr_history_build.build),
        Source(activities_shape.shape(), activities_build.build),
        Source(calendar_shape.shape(), calendar_build.build),
        Source(event_log_shape.shape(), event_log_build.build),
        Source(subscription_events_shape.shape(), subscription_events_build.build),
    )
    contracts = (Source(shape, contract_build.build) for shape in contract_shape.shapes())
    return {source.shape.name: source for source in (*own, *contracts)}
