"""The rules for days at the head of a line, as diaries, logs and ledgers write them ("14th. Rain.", "Sat. 22nd")."""

from __future__ import annotations

import re

from teikit.dates.expression import DateExpression, Part
from teikit.dates.parts import Tokens, day_of, first_of, number
from teikit.dates.rule import Rule, make

OPEN = re.compile(r"(?:\A|\n)[ \t]*\Z")
ENDED = re.compile(r"[ \t]*(?:[.:,;—–][ \t\n]|[-—–]|\n|\Z)|[ \t]{2,}")
SPACED = re.compile(r"[ \t]+[A-Z]")  # enough after "Sat. 22nd", not after "3rd" (Battalion)
GOES_ON = r"\.?,?f?t?[PMRVYnI]|\.?[-&/f]"  # what makes another date of the day
CELL = re.compile(r"[ \t]*(?:\n|\Z)")


def heads_line(text: str, at: int) -> bool:
    """Tell whether nothing stands before a place in its line."""
    return OPEN.search(text, max(0, at - 12), at) is not None


def build_entry(tokens: Tokens, text: str) -> DateExpression | None:
    """Read "14th", "Sat. 22nd" or "Sun. 23" at the head of a line; which month it is the entries before tell."""
    day = day_of(tokens)
    if day is None or not heads_line(text, tokens[0].start):
        return None
    end = next(token for token in reversed(tokens) if token.kind in "do").end
    if ENDED.match(text, end) is None and not (first_of(tokens, "W") and SPACED.match(text, end)):
        return None
    kept = [token for token in tokens if token.end <= end]
    return make(kept, "day", 0.8, Part(day=day), anchor="entry")


def build_month_cell(tokens: Tokens, text: str) -> DateExpression | None:
    """Read 6/41 and VII.42 where they are all of a line, as in the cells of a form."""
    month, year = tokens[0], first_of(tokens, "n")
    if year is None or number(month) > 12 or year.end - month.start > 8:
        return None
    if not heads_line(text, month.start) or CELL.match(text, year.end) is None:
        return None
    return make(tokens, "date", 0.8, Part(number(year), number(month), None, True))


RULES = (
    Rule("entry", rf"o(?!{GOES_ON})|W[.,]?,?t?[od](?!{GOES_ON}|\.d)", build_entry),
    Rule("month-cell", r"R[./]?n|d/n", build_month_cell),
)
