"""What the grammar finds: a stretch of text, parsed but not yet resolved against a document."""

from __future__ import annotations

from dataclasses import dataclass

from teikit.model import DateValue, Finding, Span


@dataclass(frozen=True, slots=True)
class Part:
    """One end of a date, as far as it is stated. ``short``: the year has two digits and no century."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as it stands in the text.

    ``form``: which kind it is, and so how it is resolved (the keys of ``values.FORMS``). ``last``: the other
    end of a range.
    ``weekday``: 0 is Monday. ``modifier``: early, mid, late. ``unit``, ``offset``: the step of a relative date, the
    name of a season, the number of a century. ``anchor``: what a relative date counts from, ``"document"``,
    ``"text"`` or, of a diary, ``"entry"``.
    ``numbers``: the three numbers of an all-numeric date in their order. ``separator``: what stands between them, or
    "/" where a day or a year is given in two styles (1731/2). ``calendar``: ``"#julian"`` where Old
    Style is stated.
    """

    span: Span
    form: str
    score: float
    first: Part = Part()
    last: Part | None = None
    weekday: int | None = None
    modifier: str = ""
    unit: str = ""
    offset: int = 0
    anchor: str = ""
    numbers: tuple[int, ...] = ()
    separator: str = ""
    calendar: str = ""

    @property
    def stated(self) -> bool:
        """Whether nothing has to be inferred."""
        return self.first.year is not None and not self.first.short and not self.anchor


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where an expression stands.

    ``document``: the date of the document (ISO, shortened as far as known). ``running``: the date last spoken of.
    ``year``: a year to take the century from. ``order``: of numeric dates, "dmy", "mdy", "ymd", or empty if open.
    ``narrative``: the text tells of a time other than its own, so that years come from the dates before, not
    from the document. ``entry``: the date last found at the head of a line. ``new_year``: whether a year may begin on
    25 March, "possible", or does, "stated"; empty where it begins in January.
    """

    document: str = ""
    running: Part | None = None
    year: int | None = None
    order: str = ""
    narrative: bool = False
    entry: Part | None = None
    new_year: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value of an expression, or None where there is none to be had, and what an editor should know."""

    value: DateValue | None
    findings: tuple[Finding, ...] = ()
    part: Part | None = None
