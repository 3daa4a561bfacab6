"""64 and 61, on paper. Who has no right to pay finds none of it in a PDF, in no stream of it either."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import StreamObject

from bookload.base.access import ROLES
from bookload.workspace.questions import QUESTIONS
from web.test_routes import ASKED

DIGITS = ("71713", "91919", "88081", "71,713", "91,919", "88,081")
ROLE = "operations"


def everything(content: bytes) -> str:
    """All that a PDF holds: its bytes, each stream decompressed, and the text of its pages."""
    read = PdfReader(BytesIO(content))
    parts = [content.decode("latin-1"), *(page.extract_text() for page in read.pages)]
    for number in range(1, int(str(read.trailer["/Size"]))):
        found = read.get_object(number)
        if isinstance(found, StreamObject):
            parts.append(found.get_data().decode("latin-1"))
    return "\n".join(parts)


def test_no_answer_on_paper_holds_pay(as_role):
    client, seen = as_role(ROLE), 0
    for name, question in QUESTIONS.items():
        if question.slow or not question.needs <= ROLES[ROLE]:
            continue
        answer = client.get(f"/export/{name}.pdf", ASKED.get(name, {}))
        if answer.status_code != 200:
            continue
        seen += 1
        assert answer.headers["Content-Type"] == "application/pdf"
        text = everything(answer.content)
        assert not [digits for digits in DIGITS if digits in text], name
    assert seen > 8
