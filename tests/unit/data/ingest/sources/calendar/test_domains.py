import pytest

from bookload.data.ingest.others import Account, Others, Person
from bookload.data.ingest.sources.calendar.domains import Domains, stated

PEOPLE = (Person("P-1", "Ada", "ada@own.example"), Person("P-2", "Bo", "bo.private@gmail.com"))


def domains(**accounts: str) -> Domains:
    return Domains.of(Others(tuple(Account(name, name, said) for name, said in accounts.items()), PEOPLE))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("acme.example", ["acme.example"]),
        (" ACME.example. ", ["acme.example"]),
        ("https://www.acme.example:8080/contact?x=a@b", ["acme.example"]),
        ("@acme.example", ["acme.example"]),
        ("acme.example; acme.test,acme.invalid", ["acme.example", "acme.test", "acme.invalid"]),
        ("Buyer@gmail.com", ["buyer@gmail.com"]),
        ("müller.example", ["xn--mller-kva.example"]),
        ("", []),
        (None, []),
    ],
)
def test_domains_are_read_as_people_write_them(written, read):
    assert stated(written) == read


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("bob@acme.example", "A"),
        ("bob@mail.acme.example", "A"),
        ("bob@emea.acme.example", "E"),
        ("bob@x.emea.acme.example", "E"),
        ("bob@notacme.example", None),
        ("bob@example", None),
        ("bob@acme.example.evil.test", None),
        ("bob@müller.example", "M"),
    ],
)
def test_the_nearest_domain_decides_and_no_other_ending_does(address, account):
    assert domains(A="acme.example", E="emea.acme.example", M="müller.example").account(address) == account


def test_free_mail_is_nobodys_unless_an_account_states_it():
    assert domains(A="acme.example").account("buyer@gmail.com") is None
    assert domains(A="buyer@gmail.com").account("buyer@gmail.com") == "A"
    assert domains(A="buyer@gmail.com").account("other@gmail.com") is None
    assert domains(A="gmail.com").account("other@gmail.com") == "A"
    assert domains(A="gmail.com").account("other@sub.gmail.com") is None


def test_the_companys_own_are_its_people_and_their_domains_but_no_free_mail():
    own = domains(A="acme.example")
    assert own.is_own("anybody@own.example")
    assert own.is_own("anybody@mail.own.example")
    assert own.is_own("bo.private@gmail.com")
    assert not own.is_own("other@gmail.com")
    assert not own.is_own("bob@acme.example")


def test_a_domain_of_several_accounts_is_their_parents_else_nobodys():
    family = (
        Account("P", "Parent", "acme.example", None),
        Account("C", "Child", "acme.example", "P"),
        Account("G", "Grandchild", "acme.example", "C"),
    )
    assert Domains.of(Others(family)).account("bob@acme.example") == "P"
    apart = Domains.of(Others((Account("A", "A", "acme.example"), Account("B", "B", "acme.example"))))
    assert apart.account("bob@acme.example") is None
    assert apart.shared == {"acme.example": ("A", "B")}
    circle = (Account("A", "A", "acme.example", "B"), Account("B", "B", "acme.example", "A"))
    assert Domains.of(Others(circle)).account("bob@acme.example") in {"A", "B"}


def test_what_is_no_domain_matches_nobody_and_is_named():
    found = domains(A="com", B="n/a")
    assert found.account("bob@acme.com") is None
    assert found.unusable == ("com", "n")
