"""Words to tokens: each token has a kind of one letter, so that the rules can be written over kinds.

Numbers: ``d`` 1-31, ``n`` other numbers of two digits, ``u`` a year with an apostrophe ('42), ``Y``
1000-2099, ``h`` three digits, ``o`` 14th, ``O`` fourteenth, ``c`` fourteen, ``k`` twenty … ninety, ``H``
hundred, ``G`` thousand, ``R`` a Roman month, ``z`` a date-time group.
Names: ``M`` month, ``V`` a foreign month, ``W`` weekday, ``S`` season, ``F`` feast, ``D`` 1930s, ``Z`` the
thirties, ``C`` century, ``q`` Q3, ``y`` FY.
Words: ``t`` the, ``f`` of, ``i`` in, ``r`` from, ``b`` between, ``U`` to, ``&`` and, ``e`` early, ``E`` the
end, ``l`` last, ``L`` this (and Last, Next), ``m`` same, ``P`` day … year, ``N`` night, ``T`` today, ``I``
inst., ``K`` a day of the Roman calendar, ``g`` ago, ``A`` A.D., ``J`` O.S., ``a`` a, ``s`` about, ``B`` on.
Punctuation stands for itself, every dash is ``-``; ``x`` is anything else, ``~`` a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from teikit import data
from teikit.dates import roman

ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
PUNCTUATION = {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "-": "-", "&": "&", "’": "'", "‘": "'"}
COMMON_WORDS = frozenset({"may", "march", "august", "mars", "mai", "maj"})  # months that are words when written small
WEAK_MONTHS = COMMON_WORDS | {"april", "june", "marzo"}  # and those that are names of people


Reading = tuple[str, int | str, bool]


class Token(NamedTuple):
    """``value``: the number or word meant. ``sure``: the form cannot be an ordinary word."""

    kind: str
    start: int
    end: int
    value: int | str
    sure: bool = True


@cache
def lexicon(language: str) -> dict[str, tuple[str, int | str, str]]:
    """Return form → (kind, value, name of the list) for English and one other language; months for all."""
    letters = {row["kind"]: row["letter"] for row in data.table("dates_kinds")}
    entries: dict[str, tuple[str, int | str, str]] = {}
    for row in data.table("dates_words"):
        if row["language"] in ("en", language):
            value: int | str = int(row["value"]) if row["value"].lstrip("-").isdigit() else row["value"]
            for form in row["forms"].split():
                entries.setdefault(form, (letters[row["kind"]], value, row["kind"]))
    for row in data.table("dates_words"):
        if row["kind"] == "month" and row["language"] not in ("en", language):
            for form in row["forms"].split():
                entries.setdefault(form, (letters["month-foreign"], int(row["value"]), "month-foreign"))
    return entries


@cache
def feasts() -> dict[str, str]:
    """Return the name of a feast in lower case → its day."""
    return {_plain(row["name"]): row["day"] for row in data.table("dates_feasts")}


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())


@cache
def instants(language: str) -> dict[str, int]:
    """Return the phrases that point to a month from that of the letter ("v. Mts.", "del corriente") → their step."""
    rows = data.table("dates_instants")
    return {row["form"]: int(row["value"]) for row in rows if row["language"] in ("en", language)}


def _phrase(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"\s?" if "." in form else r"\s+")


@cache
def _glued() -> re.Pattern[str]:
    months = "|".join(form.title() for form, entry in lexicon("en").items() if entry[2] == "month" and len(form) > 2)
    return re.compile(rf"(?<=[a-z])(?=(?:{months})(?![a-z]))")


@cache
def _scanner(language: str) -> re.Pattern[str]:
    """Return the pattern of tokens. The first letters that each list can begin with are looked at first: to try a
    hundred names at every word takes five times as long.
    """
    names = sorted((row["name"] for row in data.table("dates_feasts")), key=len, reverse=True)
    feast = "|".join(re.escape(name).replace(r"\ ", r"\s").replace("'", "['’]") for name in names)
    phrases = sorted(instants(language), key=len, reverse=True)
    pointing = "|".join(_phrase(form) for form in phrases)
    plain = "".join(sorted(set("bdefghjmqrsuwyz") - {form[0] for form in phrases}))  # begin no other kind of token
    return re.compile(
        rf"""[^\S\n]*(?:(?P<plain>(?<![^\W_])[{plain}][a-z]+(?![^\W_]))
        |(?P<feast>(?=[{"".join({name[0] for name in names})}])(?<!\w)(?:{feast})(?!\w))
        |(?P<pointing>(?=[{"".join({form[0] for form in phrases})}])(?<!\w)(?:{pointing})(?!\w))
        |(?P<roman>(?=[KNIaXVLCDMixvklpP\d])(?<!\w)(?:{roman.PATTERN}))
        |(?P<quoted>["«“„]\s?\d{{1,2}}\s?["»”“](?=\s+[^\W\d_]{{3}}))
        |(?P<supplied>(?:\[1\d\]\s?\d\d|1\d\[\d\d\]|1\d\d\[\d\])(?![\w]))
        |(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?|\d{{1,2}}(?:[.:]\d\d)?\s?[ap]\.?\s?m\b\.?)
        |(?P<group>\d{{6}}[A-Z]\b)
        |(?P<long>\d{{1,3}}(?:,\d{{3}})+(?!\d))
        |(?P<decade>1\d\d0['’]?s\b|20\d0['’]?s\b|['’‘]?[1-9]0['’]?s\b)
        |(?P<apostrophe>['’‘]\d\d(?!\w))
        |(?P<month>(?=[789X1JFASOND])(?<!\w)(?:(?:7|8|9|10|X)(?:ber|br|bre|bris)|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)['’](?:r?y|t|b?e?r))\b)
        |(?P<misread>[2l][\dl]?(?<!ll)(?:st|nd|rd|th)(?![^\W\d_])|l[4-9]\d\d(?!\w))
        |(?P<ordinal>\d{{1,3}}\s?(?:st|nd|rd|th|d|ST|ND|RD|TH)(?![^\W\d_])|\d{{1,2}}(?:\.?º|°|er\b))
        |(?P<number>\d+)
        |(?P<era>\bA\.?\s?D\b\.?|\b[Aa]nno(?:\s[Dd](?:omini|ni|\.))?(?=\s+(?:\d|M))|\bB\.?\s?C\.?(?:\s?E\b\.?|(?![^\W\d_]))|\bC\.?\s?E\b\.?)
        |(?P<style>\b[ON]\.\s?S\.)
        |(?P<quarter>\bQ[1-4]\b)
        |(?P<fiscal>\bF\.?Y\.?)
        |(?P<today>\b[Tt]o[-\s](?:day|night|morrow)\b|\b[Aa]ujourd['’]hui\b|\b[Aa]vant-hier\b)
        |(?P<word>[^\W\d_]+)
        |(?P<blank>\n[^\S\n]*\n\s*)
        |(?P<mark>[^\w\s]))""",
        re.VERBOSE,
    )


def tokens(text: str, start: int, end: int, *, language: str) -> list[Token]:
    """Return the tokens of a stretch of the text."""
    found: list[Token] = []
    known = lexicon(language)
    for match in _scanner(language).finditer(text, start, end):
        if match.lastgroup == "plain" and (word := match["plain"]) not in known:
            found.append(Token("x", match.end() - len(word), match.end(), word, False))
            continue
        token = _token(match, language)
        if token.kind == "x" and match.lastgroup == "word" and (seam := _seam(match["word"])):
            at = token.start + seam
            found.append(Token("x", token.start, at, text[token.start : at], False))
            kind, value, sure = _read_word(text[at : token.end], language)
            token = Token(kind, at, token.end, value, sure)
        found.append(token)
    return found


def _seam(word: str) -> int:
    """Return where a month is glued to the word before it ("LondonMay"), 0 where none is."""
    if word[1:].islower() or word.isupper():
        return 0
    match = _glued().search(word)
    return match.start() if match else 0


def _token(match: re.Match[str], language: str) -> Token:
    name = match.lastgroup or ""
    start, end = match.span(name)
    text = match[name]
    kind, value, sure = READERS.get(name, _read_mark)(text, language)
    return Token(kind, start, end, value, sure)


def _read_word(text: str, language: str) -> Reading:
    if text in ROMAN and text.isupper():
        return "R", ROMAN[text], len(text) > 1
    entry = lexicon(language).get(text.lower())
    if entry is None:
        return "x", text, False
    kind, value, listed = entry
    if kind in "MW" and not _is_name(text, listed, language):
        return "x", text, False
    if kind == "l" and (value == 0 or text[0].isupper()):
        kind = "L"
    sure = listed in ("month", "weekday") and text.lower() not in WEAK_MONTHS
    return kind, value, sure


def _is_name(text: str, listed: str, language: str) -> bool:
    """Tell a month or weekday from a common word by its capital; other languages write many of them small."""
    if not text[0].islower():
        return True
    if language == "en":
        return listed in ("month", "weekday") and text not in COMMON_WORDS
    return listed in ("month", "weekday", "month-short")


def _read_number(text: str, _language: str) -> Reading:
    number = int(text) if len(text) <= 4 else 0
    if len(text) <= 2:
        return ("d" if 1 <= number <= 31 else "n"), number, False
    if len(text) == 4 and 1000 <= number <= 2099:
        return "Y", number, False
    return ("h" if len(text) == 3 and number >= 100 else "x"), number, False


def _read_ordinal(text: str, _language: str) -> Reading:
    number = int(re.sub(r"\D", "", text))
    return ("o" if 1 <= number <= 31 else "x"), number, True


def _read_decade(text: str, _language: str) -> Reading:
    return "D", int(re.sub(r"\D", "", text)), True


def _read_today(text: str, _language: str) -> Reading:
    word = text.lower()
    return "T", -2 if word.endswith("hier") else 1 if word.endswith("morrow") else 0, True


def _read_month(text: str, _language: str) -> Reading:
    if text[3:5].strip("t")[:1] in ("'", "’"):
        return "M", int(lexicon("en")[text[:3].lower()][1]), True
    prefix = text.lower().split("b")[0]
    return "M", 10 if prefix == "8" else {"7": 9, "9": 11, "10": 12, "x": 12}[prefix], True


def _read_roman(text: str, _language: str) -> Reading:
    kind, value = roman.read(text)
    return kind, value, True


def _read_misread(text: str, _language: str) -> Reading:
    """Read "2lst" and "l932", where a machine took the figure 1 for the letter l."""
    figures = text.replace("l", "1")
    return _read_number(figures, "") if figures.isdigit() else _read_ordinal(figures, "")


def _read_figures(text: str, _language: str) -> Reading:
    return _read_number(re.sub(r"\D", "", text), "")


def _read_pointing(text: str, language: str) -> Reading:
    known = {form.replace(" ", ""): step for form, step in instants(language).items()}
    return "I", known["".join(text.split())], True


def _read_fiscal(_text: str, _language: str) -> Reading:
    return "y", "fiscal", True


def _read_mark(text: str, _language: str) -> Reading:
    return PUNCTUATION.get(text, text if text in ".,/()[]:;" else "x"), text, False


READERS: dict[str, Callable[[str, str], Reading]] = {
    "feast": lambda text, _: ("F", feasts()[_plain(text)], True),
    "pointing": _read_pointing,
    "roman": _read_roman,
    "quoted": _read_figures,
    "supplied": _read_figures,
    "misread": _read_misread,
    "clock": lambda text, _: ("x", text, False),
    "group": lambda text, _: ("z", text, True),
    "long": lambda text, _: ("x", text, False),
    "decade": _read_decade,
    "apostrophe": lambda text, _: ("u", int(text[1:]), True),
    "month": _read_month,
    "ordinal": _read_ordinal,
    "number": _read_number,
    "era": lambda text, _: ("A", -1 if text.startswith("B") else 1, True),
    "style": lambda text, _: ("J", "os" if text.startswith("O") else "ns", True),
    "quarter": lambda text, _: ("q", int(text[1]), True),
    "fiscal": _read_fiscal,
    "today": _read_today,
    "word": _read_word,
    "plain": _read_word,
    "blank": lambda text, _: ("~", text, False),
}
