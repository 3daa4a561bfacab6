from __future__ import annotations

from balanced import desk
from bookload.planning.balance.begun import begun
from bookload.planning.balance.posed import Ask

PEOPLE = [{"person_id": "Ada"}, {"person_id": "Ben"}]


def test_what_has_an_owner_stays_and_the_rest_goes_where_there_is_room():
    rows = [{"account_id": "A", "owner": "Ada", "hours": 60}, {"account_id": "B", "owner": "Ben", "hours": 5}]
    rows += [{"account_id": f"O-{n}", "hours": 24} for n in range(4)]
    of = desk(rows, PEOPLE, Ask(orphans=True)).posed

    found = begun(of)

    assert found is not None
    pairs = of.problem.pair(found)
    assert (pairs >= 0).all()
    hours = of.problem.loads(pairs)[0]
    assert sorted(hours.tolist()) == [77, 84]
    assert (found[of.present >= 0] == of.present[of.present >= 0]).all()


def test_where_the_plain_way_finds_none_there_is_none():
    rows = [{"account_id": f"O-{n}", "hours": 50} for n in range(3)]
    assert begun(desk(rows, PEOPLE, Ask(orphans=True)).posed) is None


def test_what_its_owner_may_not_keep_goes():
    rows = [{"account_id": "A", "owner": "Ada", "language": "de"}]
    people = [{"person_id": "Ada", "languages": "en"}, {"person_id": "Ben", "languages": "de"}]
    of = desk(rows, people, terms={"match": [{"account": "language", "person": "languages"}]}).posed
    found = begun(of)
    assert found is not None
    assert found.tolist() == [1]
