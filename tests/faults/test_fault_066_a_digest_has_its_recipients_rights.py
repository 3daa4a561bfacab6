"""66, and 64 in mails. A digest holds its recipient's rows and fields of the moment, and never pay."""

from __future__ import annotations

import json
from datetime import timedelta
from email.message import EmailMessage

from web.test_digest import MONDAY, box, by_mail, delivered, owner, receiver, room

__all__ = ["box", "by_mail", "owner", "receiver"]

DIGITS = ("71713", "91919", "88081", "71,713", "91,919", "88,081")
OTHERS = ("Cato", "Dune", "A3", "A4", "Ben Okoro")


def texts(mail: EmailMessage) -> str:
    """Both parts of a mail, and its headers, as somebody reads them."""
    parts = [part.get_content() for part in mail.iter_parts()]
    return "\n".join([*map(str, mail.values()), *parts])


def quiet_after_a_day(root):
    """Have something to tell of: everybody was silent for long."""
    policy = root / "bookload.toml"
    policy.write_text(f"{policy.read_text()}\n[monday]\nquiet_days = 1\nrenewal_days = 3000\n")


def test_each_gets_their_own_rows_and_fields_and_nobody_gets_pay(by_mail, own, box):
    quiet_after_a_day(own)
    for role in ("csm", "board", "head", "finance"):
        by_mail(role)
    assert delivered(MONDAY).sent == 4
    mails = {to[0].partition("@")[0]: texts(box.read(number)) for number, (to, _) in enumerate(box.mails)}
    assert not [word for word in OTHERS if word in mails["csm"]], "of another's book"
    assert "Ada Lind" not in mails["board"], "the board knows no names of people"
    assert not [digits for digits in DIGITS for text in mails.values() if digits in text]


def test_a_right_that_was_taken_away_holds_for_the_letter_that_waits(by_mail, own, box):
    from bookload.web.people.models import Person

    quiet_after_a_day(own)
    by_mail("head")
    by_mail("operations")
    box.refuses += ["451 later", "451 later"]
    assert delivered(MONDAY).later == 2
    Person.objects.filter(name="head").update(role="csm", person_id="P1")
    Person.objects.filter(name="operations").update(is_active=False)
    assert delivered(MONDAY + timedelta(minutes=2)).sent == 1
    ((to, _),) = box.mails
    assert to == ["head@example.com"]
    assert not [word for word in OTHERS if word in texts(box.read())]


def test_who_switches_rooms_on_gives_them_no_rights_of_their_own(own, owner, receiver):
    quiet_after_a_day(own)
    room(owner, receiver, audience="finance")
    room(owner, receiver, name="sums", audience="figures")
    assert delivered(MONDAY).sent == 2
    told = [json.dumps(json.loads(body), ensure_ascii=False) for _, _, body in receiver.sent]
    assert not [digits for digits in DIGITS for text in told if digits in text]
    assert not [name for name in ("Acme", "Cato", "Dune", "Bolt", "Ada", "Ben") if name in told[1]]
