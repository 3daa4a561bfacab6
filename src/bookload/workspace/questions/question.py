"""A question that a workspace answers: what it is called, what may be said with it, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from bookload.base.access import Right
from bookload.base.errors import UsageError, did_you_mean
from bookload.base.period import Month
from bookload.workspace.beside import Reads, beside

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.report.document import Json
    from bookload.report.page import Chart
    from bookload.report.page.load_map import LoadMap
    from bookload.report.terminal import Laid, Part
    from bookload.report.workbook import Sheet
    from bookload.workspace.reading import Workspace


FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that months can be asked for in: no subscription was sold before, and none runs longer."""


def _month(text: object) -> Month | None:
    """Return the month that a text names; nothing where nothing is written.

    Raises `UsageError` for one so far off that what is asked of each month until then would never end.
    """
    if text in (None, ""):
        return None
    found = Month.parse(str(text))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UsageError(f"{found} is too far off; ask for months from {FIRST_YEAR}-01 to {LAST_YEAR}-12")
    return found


AMonth = Annotated[
    Any,
    BeforeValidator(_month),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-06"]}),
]
"""A month written YYYY-MM, or none."""


class Several:
    """Marks a parameter that takes several of its choices, with commas between."""


class Asked(BaseModel):
    """What is said with a question, as texts of a URL or values of JSON; unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


ANSWERS = 2
"""How many answers a reader remembers for as long as it is there: those given last."""


class Span(Asked):
    """A question about the months from one to another; the last twelve by default."""

    first: AMonth = Field(default=None, alias="from")
    last: AMonth = Field(default=None, alias="to")


Parameters = TypeVar("Parameters", bound=Asked)


@dataclass(frozen=True)
class Answered:
    """An answer in every form: the JSON document's body, tables and lines, charts, and a workbook's sheet.

    `about` are the months whose amounts are in it, for notes on rates; `fill` is None for no sheet. `pdf` and
    `html` make files of a form of their own, `inside` the matter of the page; None for that of all answers.
    `opens` is the parameter by which the first column of that name opens its rows, by the same question; `of`
    says of whom figures are that open only of somebody, by metric.
    """

    body: Mapping[str, Json]
    parts: Sequence[Part | Laid]
    charts: Sequence[Chart] = ()
    about: tuple[Month, Month] | None = None
    fill: Callable[[Sheet], None] | None = None
    pdf: Callable[[], bytes] | None = None
    html: Callable[[], str] | None = None
    inside: Callable[[], str] | None = None
    maps: Sequence[LoadMap] = ()
    opens: str = ""
    of: Mapping[str, str] = field(default_factory=dict)


Choice = tuple[str, str]
"""A value that may be said, and the words for it."""


def _none(_reader: Workspace) -> Mapping[str, Sequence[Choice]]:
    return {}


def _nothing(_reader: Workspace) -> str | None:
    return None


@dataclass(frozen=True)
class Question(Generic[Parameters]):
    """A question by its name, which is the command's, the page's and the API's.

    `needs` are the rights without which there is no answer at all; what else an answer hides, it hides by
    itself. `slow` ones take seconds on any data, and are asked in the background where somebody waits.
    `choices` are the values of parameters that only the data can tell, as this reader may see it. One that
    `supposes` can be asked of a scenario; `reads` are the documents that its answer depends on; `lacks` is
    the table that has to be imported before there is anything to answer, None where it is there.
    """

    name: str
    title: str
    needs: frozenset[Right]
    asked: type[Parameters]
    answer: Callable[[Workspace, Parameters, Progress], Answered]
    slow: bool = False
    choices: Callable[[Workspace], Mapping[str, Sequence[Choice]]] = _none
    supposes: bool = False
    reads: Reads = Reads.POLICY_AND_JOURNEY
    lacks: Callable[[Workspace], str | None] = _nothing

    def put(
        self,
        reader: Workspace,
        said: Mapping[str, object],
        progress: Progress,
        scenario: str | None = None,
    ) -> tuple[Workspace, Answered]:
        """Ask a reader; return who answered, and what: with a scenario, of the company as that has it.

        Raises `AccessDeniedError` for a question that the reader may not ask, what `read` raises, and
        `UsageError` for a scenario that is not there, or that the question cannot be asked of.
        """
        reader.access.demand(self.needs, self.title.lower())
        asked = self.read(said)
        if scenario is None:
            return reader, self._answered(reader, asked, progress)
        self.may_suppose()
        from bookload.workspace.what_ifs import supposed  # noqa: PLC0415 - few ask for a what-if

        made = supposed(reader, scenario)
        found = self.answer(made.reader, asked, progress)
        return made.reader, replace(
            found,
            body={"scenario": made.body, **found.body},
            parts=(made.said, *found.parts),
            inside=None,  # it would not say whose company it is
        )

    def _answered(self, reader: Workspace, asked: Parameters, progress: Progress) -> Answered:
        """Return an answer, that of before where this reader gave it: pages, files and programs ask alike."""
        root = reader.company.root
        if root is None:
            return self.answer(reader, asked, progress)
        told = (self.name, asked.model_dump_json(by_alias=True), beside(root, self, None, reader.access))
        if told not in reader.answered:
            while len(reader.answered) >= ANSWERS:
                del reader.answered[next(iter(reader.answered))]
            reader.answered[told] = self.answer(reader, asked, progress)
        found: Answered = reader.answered[told]
        return found

    def may_suppose(self) -> None:
        """Raise `UsageError` where the question cannot be asked of a scenario."""
        if not self.supposes:
            raise UsageError(
                f"'{self.name}' is not asked of a scenario; leave 'scenario' out, or compare scenarios"
            )

    def read(self, said: Mapping[str, object]) -> Parameters:
        """Return what is said as parameters; raise `UsageError` that names what cannot be meant."""
        allowed = sorted(field.alias or name for name, field in self.asked.model_fields.items())
        for name in said:
            if name not in allowed:
                listed = ", ".join(allowed) or "nothing"
                raise UsageError(
                    f"'{self.name}' takes no '{name}'{did_you_mean(name, allowed)}; it takes: {listed}"
                )
        try:
            return self.asked.model_validate(dict(said))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise UsageError(f"'{place}' of '{self.name}': {first['msg']}") from error


def months_asked(reader: Workspace, asked: Span, usual: int = 12) -> tuple[Month, Month]:
    """Return the months that are asked for: the last `usual` ones where they are not said."""
    end = asked.last or reader.months[-1]
    return asked.first or max(reader.months[0], end - (usual - 1)), end
