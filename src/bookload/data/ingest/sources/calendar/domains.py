"""Which account, or whether the company itself, an e-mail address belongs to, by its domain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bookload.data.ingest.others import Others

_FREE_MAIL = """
126.com 163.com aol.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com laposte.net libero.it live.com mac.com
mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com outlook.de pm.me proton.me protonmail.com
qq.com rediffmail.com t-online.de tutanota.com wanadoo.fr web.de yahoo.co.in yahoo.co.jp yahoo.co.uk
yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com
"""
FREE_MAIL = frozenset(_FREE_MAIL.split())
"""Domains whose addresses anybody may have: they say nothing of a company, and have no sub-domains here."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://")
_APART = re.compile(r"[\s;,|]+")
_LEAST_LABELS = 2


@dataclass(frozen=True)
class Domains:
    """Addresses and domains of the company's people, and of accounts.

    A domain that several accounts state is the one's to which the others belong (`parent_account_id`);
    if there is none it is in `shared`, and nobody's.
    """

    people: Mapping[str, str]
    own: frozenset[str]
    accounts: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]
    unusable: tuple[str, ...] = ()

    @classmethod
    def of(cls, others: Others) -> Domains:
        """Return the domains that people's e-mail addresses and accounts state."""
        people = {
            address: person.person_id for person in others.people for address in addresses_of(person.email)
        }
        people |= {
            person.person_id.casefold(): person.person_id
            for person in others.people
            if "@" in person.person_id
        }
        own = frozenset(domain_of(address) for address in people) - FREE_MAIL
        stating: dict[str, list[str]] = {}
        unusable = []
        for account in others.accounts:
            for said in stated(account.domain):
                if said.rpartition("@")[2].count(".") + 1 < _LEAST_LABELS:
                    unusable.append(said)
                else:
                    stating.setdefault(said, []).append(account.account_id)
        parents = {account.account_id: account.parent for account in others.accounts}
        of_one = {said: _the_one(ids, parents) for said, ids in stating.items()}
        return cls(
            people,
            own,
            {said: one for said, one in of_one.items() if one is not None},
            {said: tuple(ids) for said, ids in stating.items() if of_one[said] is None},
            tuple(unusable),
        )

    def is_own(self, address: str) -> bool:
        """Return whether an address is one of the company's own: a person's, or of a domain of theirs."""
        return address in self.people or any(each in self.own for each in _wider(domain_of(address)))

    def account(self, address: str) -> str | None:
        """Return the account of an address, None for none: of the address itself, else of its domain.

        The nearest domain counts: `emea.acme.example` before `acme.example`.
        """
        if address in self.accounts:
            return self.accounts[address]
        domain = domain_of(address)
        for each in _wider(domain):
            if each in self.shared:
                return None
            if each in self.accounts and (each == domain or each not in FREE_MAIL):
                return self.accounts[each]
        return None


def _the_one(ids: Iterable[str], parents: Mapping[str, str | None]) -> str | None:
    """Return the account that all others with the same domain belong to, None if there is none."""
    found = list(dict.fromkeys(ids))
    return next((one for one in found if all(one in _line(each, parents) for each in found)), None)


def _line(account: str, parents: Mapping[str, str | None]) -> set[str]:
    """Return an account and those above it, up to where a circle closes."""
    line: set[str] = set()
    each: str | None = account
    while each is not None and each not in line:
        line.add(each)
        each = parents.get(each)
    return line


def _wider(domain: str) -> Iterator[str]:
    """Yield a domain and those that it is in, down to two labels."""
    labels = domain.split(".")
    for place in range(len(labels) - _LEAST_LABELS + 1):
        yield ".".join(labels[place:])


def domain_of(address: str) -> str:
    """Return the domain of an e-mail address, in the letters that it is sent in."""
    return _ascii(address.rpartition("@")[2])


def addresses_of(text: str | None) -> list[str]:
    """Return the e-mail addresses that a cell names."""
    return [said for said in stated(text) if "@" in said]


def stated(text: str | None) -> list[str]:
    """Return the domains, and whole addresses, that an account's `domain` states, web addresses cut down.

    Of `https://www.Acme.example/contact` that is `acme.example`. Several are separated by blanks, commas
    or semicolons.
    """
    found = []
    for part in _APART.split((text or "").casefold()):
        bare = _SCHEME.sub("", part).split("/")[0].split("?")[0]
        local, at, host = bare.rpartition("@")
        host = _ascii(host.split(":")[0].removeprefix("www.").strip("."))
        if host:
            found.append(f"{local}@{host}" if at and local else host)
    return found


def _ascii(domain: str) -> str:
    try:
        return domain.casefold().encode("idna").decode("ascii")
    except UnicodeError:
        return domain.casefold()
