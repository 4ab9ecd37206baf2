"""Roman figures in dates, and the days of the Roman calendar: Kalends, Nones and Ides."""

from __future__ import annotations

import re
from functools import cache

DIGITS = {"i": 1, "j": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
MONTHS = {
    "ian": 1, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "maj": 5, "iun": 6, "jun": 6, "iul": 7, "jul": 7,
    "quin": 7, "aug": 8, "sext": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
LATE = (3, 5, 7, 10)  # the months whose Nones are the 7th and whose Ides are the 15th
COUNT = r"(?:(?:a\.?\s?d\.?\s*)?(?:[IVXivxj]+|\d{1,2})|[Pp]rid(?:ie|\.))"
POINT = r"(?:[KkCc]al(?:end(?:as|is|arum|ae)|\b)|[Nn]on(?:as|is|arum|ae|\b)|[Ii]d(?:us|ibus|uum|\b))"
MONTH = (
    r"(?:[IJ]an(?:uari\w{1,3})?|Feb(?:r(?:uari\w{1,3})?)?|Mar(?:t(?:i\w{1,3})?)?|Apr(?:il\w{1,3})?|Ma[ij]\w{1,3}|Ma[ij]"
    r"|[IJ]un(?:i\w{1,3})?|[IJ]ul(?:i\w{1,3})?|Quin(?:t(?:il\w{1,3})?)?|Aug(?:ust\w{1,3})?|Sext(?:il\w{1,3})?"
    r"|Sept?(?:embr?\w{0,3})?|Octo?(?:br?\w{0,3})?|Nov(?:embr?\w{0,3})?|Dec(?:embr?\w{0,3})?)"
)
KALENDS = rf"(?:{COUNT}\.?\s+)?{POINT}\.?\s+{MONTH}(?!\w)"
DAY = r"(?:x{0,3}(?:ix|iv|iiij|v?i{0,3}j?)(?:o|mo|to|th|st|d|rd|nd|tie)?)(?:\s+die(?=\s)|(?=\.?\s+(?:day|daye|of)\s))"
MONTH_FIGURE = r"(?<=\d[./])(?:x?i{1,3}|i?v|vi{1,3}|i?x)(?=[./]\s?(?:1\d)?\d\d(?!\w))"
YEAR = r"M\.?(?:D|CCCC|CD|C{1,3}|CM|DC{1,4})\.?[CLXVIJ]*[LXVIJ](?!\w)"
PATTERN = rf"{KALENDS}|{DAY}|{MONTH_FIGURE}|{YEAR}"


def number(figures: str) -> int:
    """Return what Roman figures mean; a smaller one before a greater one is taken away."""
    values = [DIGITS[figure] for figure in figures.lower()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


@cache
def _kalends() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<count>{COUNT})\.?\s+)?(?P<point>{POINT})\.?\s+(?P<month>{MONTH})")


def read(text: str) -> tuple[str, int]:
    """Return the kind of token and its value. A day of the Roman calendar has month * 100 + day, or 0 where there is
    no such day; the count of the days before the first of March is given for a common year.
    """
    match = _kalends().fullmatch(text)
    if match is not None:
        return "K", _day(match["count"] or "", match["point"][0].lower(), match["month"])
    figures = re.match(r"[IVXLCDMivxlcdmj.]+", text)
    letters = figures.group().replace(".", "") if figures else ""
    if text[0] == "M":
        year = number(letters)
        return ("Y", year) if 1000 <= year <= 2099 else ("x", 0)
    if letters == text:
        return "R", number(letters)
    day = number(re.sub(r"(?:mo|o|th|to|tie|st|nd|rd|d)?(?:\s+die)?$", "", text))
    return ("o", day) if 1 <= day <= 31 else ("x", 0)


def _day(count: str, point: str, name: str) -> int:
    month = next((value for form, value in MONTHS.items() if name.lower().startswith(form)), 0)
    back = _count(count)
    fixed = {"k": 1, "c": 1, "n": 7 if month in LATE else 5, "i": 15 if month in LATE else 13}[point]
    if not month or not 0 <= back < (20 if fixed == 1 else 9):
        return 0
    if fixed > back:
        return month * 100 + fixed - back
    before = (month - 2) % 12 + 1
    return before * 100 + (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[before - 1] + fixed - back


def _count(count: str) -> int:
    """Return how many days before the fixed day: both ends are counted, so that "iij Non." is two days before."""
    if not count:
        return 0
    if count.lower().startswith("prid"):
        return 1
    figures = re.sub(r"^a\.?\s?d\.?\s*", "", count)
    return (int(figures) if figures.isdigit() else number(figures)) - 1
