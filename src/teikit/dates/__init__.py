"""The grammar of dates: ``find`` them in a text, ``resolve`` what they mean."""

from teikit.dates.expression import Context, DateExpression, Part, Resolved
from teikit.dates.finding import expressions, find
from teikit.dates.resolving import is_narrative, resolve
from teikit.dates.stating import date_of

__all__ = [
    "Context",
    "DateExpression",
    "Part",
    "Resolved",
    "date_of",
    "expressions",
    "find",
    "is_narrative",
    "resolve",
]
