from datetime import UTC, datetime, timedelta

from bookload.data.ingest.sources.event_log.pairs import Event, Paired, paired


def events(*written: str) -> list[Event]:
    """Events as `case activity resource minute transition [instance]`."""
    found = []
    for row, line in enumerate(written):
        case, activity, resource, minute, transition, *instance = line.split()
        at = datetime(2026, 3, 4, tzinfo=UTC) + timedelta(minutes=int(minute))
        found.append(Event(row, case, activity, resource, at, transition, *instance))
    return found


def minutes(found: Paired) -> list[tuple[str, str | None, float | None]]:
    return [
        (work.activity, work.resource, None if work.worked is None else work.worked / timedelta(minutes=1))
        for work in found.work
    ]


def test_a_start_and_the_next_end_of_the_same_case_and_activity_are_one_piece_of_work():
    found = paired(
        events(
            "c1 a kim 0 start",
            "c2 a kim 1 start",
            "c1 b kim 2 start",
            "c1 a kim 5 complete",
            "c2 a kim 9 complete",
            "c1 b kim 4 complete",
        )
    )
    assert minutes(found) == [("a", "kim", 5), ("a", "kim", 8), ("b", "kim", 2)]
    assert (found.alone, found.unfinished) == (0, 0)


def test_of_work_at_once_instances_tell_then_resources_then_the_order():
    by_instance = events("c a k 0 start 1", "c a k 1 start 2", "c a k 5 complete 2", "c a k 9 complete 1")
    assert minutes(paired(by_instance)) == [("a", "k", 9), ("a", "k", 4)]
    by_resource = events("c a kim 0 start", "c a lee 1 start", "c a lee 5 complete", "c a kim 9 complete")
    assert minutes(paired(by_resource)) == [("a", "kim", 9), ("a", "lee", 4)]
    by_order = events("c a k 0 start", "c a k 1 start", "c a k 5 complete", "c a k 9 complete")
    assert minutes(paired(by_order)) == [("a", "k", 5), ("a", "k", 8)]


def test_the_order_of_rows_plays_no_part_and_a_start_at_one_time_comes_first():
    shuffled = events("c a k 3 complete", "c b k 3 complete", "c b k 3 start", "c a k 0 start")
    assert minutes(paired(shuffled)) == [("a", "k", 3), ("b", "k", 0)]


def test_what_is_suspended_is_not_worked_on():
    found = paired(events("c a k 0 start", "c a k 10 suspend", "c a k 40 resume", "c a k 50 complete"))
    assert minutes(found) == [("a", "k", 20)]
    found = paired(events("c a k 0 start", "c a k 10 suspend", "c a k 50 complete"))
    assert minutes(found) == [("a", "k", 10)]


def test_work_without_a_start_or_an_end_has_no_length_and_is_counted():
    found = paired(events("c a k 0 complete", "c b k 1 start", "c a k 5 complete", "c a k 6 resume"))
    assert minutes(found) == [("a", "k", None), ("b", "k", None), ("a", "k", None)]
    assert (found.alone, found.unfinished) == (2, 1)


def test_what_is_no_work_is_passed_over_and_counted():
    found = paired(
        events("c a k 0 schedule", "c a k 1 assign", "c a k 2 start", "c a k 4 ate_abort", "c b k 5 schedule")
    )
    assert minutes(found) == [("a", "k", 2)]
    assert found.passed_over == {"schedule": 2, "assign": 1}
