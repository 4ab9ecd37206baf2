"""The grammar of dates: ``find`` them in a text, ``resolve`` what they mean."""

from teikit.dates.expression import Context, DateExpression, Part, Resolved
from teikit.dates.finding import find
from teikit.dates.resolving import is_narrative, resolve

__all__ = ["Context", "DateExpression", "Part", "Resolved", "find", "is_narrative", "resolve"]
