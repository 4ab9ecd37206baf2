"""What a single line or chunk looks like, whatever stands around it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from teikit import data
from teikit.structure import phrases

CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŹŻŽΑ-ΩА-ЯЁ"
SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE = re.compile(
    rf"\[(\d{{1,3}}|\*{{1,3}}|[a-z])\]\s*(?=\S)|([{SUPERSCRIPT}]{{1,3}})\s*(?=\S)|(\*{{1,4}}|[†‡§¶]{{1,2}})\s*(?=[\w“\"‘(\[])"
)
LABEL = re.compile(r"([^:]{1,40}?)\s*(?::|\.—|—)?$")
INLINE_LABEL = re.compile(r"([^\W\d_][\w .’'/-]{0,24}?)\s*[:.]\s+(?=\S)|([A-Z]{2,12})\s{2,}(?=\S)")
ROUTING = re.compile(r"(FM|FROM|TO|ACTION|INFO)\s+(?=[A-Z])")
NAME = re.compile(
    rf"[\"“'‘(\[/]*(?:(?:[{CAPITAL}][\w’'‘-]*\.?|[{CAPITAL}][a-z]{{1,5}}:(?=\s[{CAPITAL}])"
    rf"|[{CAPITAL}]\.|(?:d|l|O)[’'][{CAPITAL}][\w-]*|\[[\w. …]+\]"
    r"|de|da|di|del|della|der|den|des|du|la|le"
    rf"|van|von|zu|af|of|and|&|y|e|Jr\.?|Sr\.?|II+|R>)[\s,]*){{1,7}}[.,\"”'’)\]/*:_]*(?:\[?\d{{1,2}}\]?|[{SUPERSCRIPT}]+)?$"
)
INITIALS = re.compile(rf"(?:[{CAPITAL}]\.?\s?){{1,4}}(?:[{CAPITAL}]\.)?(?:\[?\d{{1,2}}\]?|[{SUPERSCRIPT}]+)?$")
SIGNED = re.compile(
    r"(?:[\[(]?(?:signed|signature\]|sgd\.?|s/|/s/|s\.\)|l\.\s?s\.\)|gez\.?|signé|подпись|firmado|podepsán|podpis)\)?)[\s:.\])/]*(?=\S)",
    re.I,
)
POSTSCRIPT = re.compile(
    r"(?:(?:2n?d|3r?d|another) )?"
    r"(?:p\.?\s?-?\s?s\.?(?:\s?s\.?)?|n\.\s?[bs]\.|post[ -]?script(?:um)?|nachschrift|postskriptum)(?:[\s:.,—–-]|$)",
    re.I,
)
ADDRESS = re.compile(r"(?:to|an|à|alla|all[’']|all?|ai?|for)\s+(?:the\s+)?(?=[A-ZÀ-Þ])", re.I)
HONORIFIC = re.compile(
    r"(?:to\s+|an\s+|à\s+|alla?\s+)?(?:the\s+|l[ae]\s+|il\s+|el\s+)?(?:right|mr|mrs|miss|ms|messrs|dr|sir|lady|lord|prof|professor|rev|reverend|hon|honou?rable|honble|excmo|exmo|illmo|ilmo|sig\.ra"
    r"|sig|his|her|captain|capt"
    r"|sres?|srta|colonel|col|general(?! (?:orders?|staff|assembly|post)\b)"
    r"|gen|major|mme|mlle|m|herrn?|frau|fräulein|monsieur|madame|signor|señor|don)\b\.?\s+[A-Z]|.*\b(?:esq(?:r|re|uire)?|bart)\b\.?",
    re.I,
)
FIGURE = re.compile(r"\d")
TIME = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:[-–—]|to)?\s*(?:\d{1,2}(?:[:.]\d\d)?\s*)?(?:a\.?\s?m|p\.?\s?m|o[’']?clock|uhr|hours|hrs|h)\b\.?|\b\d{4}\s?Z\b|\b\d{4}\s+hours"
    r"|\bore \d{1,2}\b|\bdi (?:sera|mattina|notte)\b|\b(?:noon|midnight|morn(?:in)?g|evening|eveng"
    r"|night|afternoon|mittags?|abends|morgens|nachts|matin|soir|nuit|midi|tomorrow|written)\b\.?",
    re.I,
)
FORMULA = re.compile(
    r"(?:veuillez|je vous prie|agréez|(?:i|we) avail |(?:please )?accept,?\s|i (?:am|remain|have the honou?r)"
    r"|we (?:are|remain)|believe me"
    r"|mit (?:dem ausdruck|vorz|freund))",
    re.I,
)
# The beginning of a letter in the words of its end: "I have the honour to acknowledge …".
BEGINS = re.compile(r"(?:i|we) have the honou?r (?:to|of) (?!be\b|remain|subscribe|sign)", re.I)
PLACE = re.compile(
    rf"[\s\W]*(?:(?:[{CAPITAL}][\w’'.-]*|\d{{1,4}}[a-z]?|of|the|this|de|da|do|das|dos|del|della|di|la|le|les|du|des|den|der|am|an|im|bei|zu|zum|in|on|at|upon|sur|г|года|près|near|and|et|und|&|v\.|u\.|á|à|li|nad)[\s,.;:()\[\]—–-]*){{0,9}}$"
)


NO_DATELINE = re.compile(
    r"\b(?:from|to|by|with|on the|meeting|approved|releas\w+|sanitized|\w*classified|accessed|retrieved|downloaded)\b",
    re.I,
)


@lru_cache(maxsize=2048)
def dateline(text: str) -> bool:
    """Tell whether a line is a place and a date, or one of them with a day or time."""
    if len(text) > 110 or len(text) < 5:
        return False
    dated = phrases.date().search(text) if FIGURE.search(text) else None
    if not (dated or phrases.weekday().search(text)):
        return False
    rest = text
    for pattern in (phrases.date(), phrases.weekday(), TIME):
        rest = pattern.sub(" ", rest)
    rest = re.sub(r"\b(?:1[0-9]|20)\d\d\b|(?<!\w)/\d{1,2}\b", " ", rest)
    return bool(PLACE.match(rest)) and len(rest.split()) <= 8 and not NO_DATELINE.search(rest)


@lru_cache(maxsize=2048)
def marking(text: str) -> bool:
    """Tell whether a line is a marking of secrecy or distribution."""
    return len(text) < 90 and bool(phrases.marking().fullmatch(text))


def precedence(text: str) -> bool:
    """Tell whether a line is nothing but the precedence or the routing of a telegram."""
    return len(text) < 50 and text.isupper() and bool(phrases.precedence().fullmatch(text))


@lru_cache(maxsize=2048)
def section(text: str) -> str:
    """Return the role of a label that stands alone on its line ("PARTICIPANTS"), or an empty string."""
    if len(text) > 40 or (text[0].islower() and text[-1] != ":"):
        return ""
    role = phrases.sections().get(phrases.bare(text), "")
    return (
        role if text[-1] == ":" or text.isupper() or role not in ("to", "from", "date", "list", "people-weak") else ""
    )


@lru_cache(maxsize=2048)
def inline_section(text: str) -> tuple[str, int]:
    """Return the role of a label before a colon ("SUBJECT: …") and where what it announces begins."""
    if text.isupper() and (routing := ROUTING.match(text)):
        return {"FM": "from", "FROM": "from", "INFO": "list"}.get(routing[1], "to"), routing.end()
    match = INLINE_LABEL.match(text)
    if not match:
        return "", 0
    role = phrases.sections().get(phrases.bare(match[1] or match[2]), "")
    return ("", 0) if role == "people-weak" else (role, match.end())


LISTED = re.compile(rf"\w,\s+[{CAPITAL}]")
BETWEEN = re.compile(rf" to (?:the )?[{CAPITAL}]")


@lru_cache(maxsize=2048)
def salute(text: str) -> bool:
    """Tell whether a short line addresses the reader of a letter."""
    if len(text) > 70 or not (match := phrases.salute().match(text)):
        return False
    rest = text[match.end() :].strip(" ,:;!.—–-")
    listed = text[-1].isalnum() and LISTED.search(rest) and not re.search(r"dear|lieb|ch[eè]r", text, re.I)
    if BETWEEN.search(rest) or listed:
        return False
    words = rest.split()
    return len(words) <= 7 and sum(word[0].islower() for word in words) <= 3 and text[-1] not in ".?"


@lru_cache(maxsize=2048)
def closing(text: str) -> bool:
    """Tell whether a short line is a closing formula, with or without a name."""
    if len(text) > 160:
        return False
    bare = text.lstrip("-–—> &…")
    if phrases.closing().match(bare):
        return (
            len(text) < 70
            or (bool(FORMULA.match(bare)) and not BEGINS.match(bare))
            or bool(
                re.search(r"(?:yours?|your[’']s|servant|regards|assurances|agréer)\W*(?:[A-Z][\w. ]{0,30})?$", text)
            )
        )
    return (
        bool(
            re.search(
                r"\b(?:sincerely|faithfully|truly|affectionately|gratefully|respectfully|most|ever)\b"
                r"[\w &,’'-]{0,60}your(?:[’']?s| own)?\W*(?:[A-Z][\w. ]{0,30})?$",
                text,
            )
        )
        and len(text) < 110
    )


@lru_cache(maxsize=2048)
def name(text: str) -> bool:
    """Tell whether a line is nothing but a name, as under a letter."""
    if len(text) > 60 or text[-1] in ";?!" or (text[0] == "[" and len(text.split()) > 3) or ADDRESS.match(text):
        return False
    return bool(NAME.match(text) or INITIALS.match(text)) and not section(text) and not marking(text)


def signed(text: str) -> bool:
    """Tell whether a line says that it is a signature."""
    match = SIGNED.match(text)
    return bool(match) and len(text) < 90


def note_mark(text: str) -> str:
    """Return the mark of a footnote at the beginning of the line ("1", "*"), or an empty string."""
    if text[0] not in "[*†‡§¶⁰¹²³⁴⁵⁶⁷⁸⁹":
        return ""
    match = NOTE.match(text)
    if not match:
        return ""
    return next(group for group in match.groups() if group).translate(FIGURES)


def capitals(text: str) -> bool:
    """Tell whether a line is set in capitals."""
    return text.isupper() and sum(c.isalpha() for c in text) > 3


BYLINE = re.compile(
    r"(?:(?:written|prepared|compiled|drafted|edited|translated) )?by\s+(?:the )?(?=[A-Z])"
    r"|(?:verfasst )?von (?=[A-Z])|par (?=[A-Z])",
    re.I,
)
RULING = re.compile(r"[\s\-_=*–—~#.·•+]{3,}$")


def byline(text: str) -> bool:
    """Tell whether a short line below a heading names its author."""
    return len(text) < 90 and bool(BYLINE.match(text)) and text[-1] not in ".:;,"


def ruling(text: str) -> bool:
    """Tell whether a line is nothing but a rule or asterisks between two parts."""
    return bool(RULING.match(text)) and len(text) > 2


def stands_alone(text: str) -> bool:
    """Tell whether a line is something by itself and not part of a running paragraph."""
    if len(text) > 110:
        return False
    return bool(marking(text) or section(text) or closing(text) or salute(text) or dateline(text) or signed(text))


def heading_words(text: str) -> bool:
    """Tell whether a text names a kind of document at its beginning."""
    return bool(_heading_words().match(text[:300].lower().lstrip("0123456789. []")))


@cache
def _heading_words() -> re.Pattern[str]:
    kinds = "|".join(row["pattern"] for row in data.table("structure_kinds"))
    return re.compile(rf"(?:\w+ ){{0,3}}(?:{kinds})")


FIGURES = str.maketrans(SUPERSCRIPT, "0123456789")
