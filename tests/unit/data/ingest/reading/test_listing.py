from bookload.base.errors import Finding
from bookload.data.ingest.reading.listing import Listing


def finding(code, row, sheet=None, severity="error"):
    return Finding(code, "what", "how", severity, sheet=sheet, row=row)


def test_findings_keep_their_order_and_get_the_name_of_the_file():
    listing = Listing("a.csv")
    listing.add(finding("b", 1))
    listing.add(finding("a", 2))
    assert [(found.code, found.row, found.file) for found in listing.findings()] == [
        ("b", 1, "a.csv"),
        ("a", 2, "a.csv"),
    ]


def test_a_hundred_of_each_kind_and_sheet_are_kept_and_the_rest_counted():
    listing = Listing("a.xlsx")
    for row in range(150):
        listing.add(finding("a", row, "one"))
        listing.add(finding("a", row, "two"))
    listing.leave_out("a", "two", 1000)
    found = listing.findings()
    assert len(found) == 200
    assert [found.message for found in found if "more" in found.message] == [
        "what; and 50 more of this kind",
        "what; and 1,050 more of this kind",
    ]


def test_only_errors_refuse_a_file():
    listing = Listing("a.csv")
    listing.add(finding("a", 1, severity="warning"))
    assert not listing.refuses
    listing.add(finding("b", 1))
    assert listing.refuses
