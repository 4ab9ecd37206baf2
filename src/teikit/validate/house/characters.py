"""Characters that are not what they seem: unnormalised, private, invisible, of another script, or misread bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from teikit import data
from teikit.diagnostics import Edit, Fix, Severity
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault, listed, quoted
from teikit.validate.house.index import content, index, more
from teikit.validate.house.texts import Find, characters, finds, place, runs
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local
from teikit.xmlscan import Node

_LETTER = "A-Za-z\u00c0-\u024f"
_HIDDEN = re.compile("[\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_MIXED = re.compile(f"[{_LETTER}][\u0370-\u04ff\u0500-\u052f]|[\u0370-\u04ff\u0500-\u052f][{_LETTER}]")
# UTF-8 read as Windows-1252: é, ü …; the quotation mark that may follow a capital Ã or Â in good text is left out.
_C1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(
    f"Ã[\x80-\xa9\xac-\xb9\xbc-\xbf{_C1252}]|(?<=[a-z])Ã[ª«º»]"
    f"|â(?:€|\x80)[\x80-\xbf{_C1252}“”‘’]"
    f"|(?<![A-ZÀ-Þ])Â[\xa1-\xaa\xac-\xba\xbc-\xbf]"
    f"|(?:[ÐÑ][\x80-\xbf{_C1252}‘’“”]){{3,}}"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WESTERN = re.compile(f"[{_LETTER}\u0370-\u052f]")
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = re.compile("[\u0591-\u05c7\uf900-\ufaff\U0002f800-\U0002fa1f]")
_TOKEN = re.compile(r"\S+")
_C1252_CHARS = frozenset(_C1252 + "\u201c\u201d\u2018\u2019")
_JAMO = re.compile("[\u1161-\u1175\u11a8-\u11c2]")


def _fault(doc: Parsed, code: str, find: Find, message: str, advice: str, severity: Severity | None = None) -> Fault:
    return Fault(code, place(doc, find), message, advice, local(find.run.el), severity)


def _grouped(every: Iterable[Find]) -> dict[str, list[Find]]:
    groups: dict[str, list[Find]] = {}
    for find in every:
        groups.setdefault(find.what, []).append(find)
    return groups


def _code(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}" + (f" ({name.lower()})" if name else "")


def check_private(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield private use characters that no charDecl explains, once for all."""
    if not any(_PRIVATE.match(char) for char in characters(doc)):
        return
    explained = {char for el in index(doc).named("charDecl") for char in content(el)}
    lone = (find for find in finds(doc, _PRIVATE) if local(find.run.el) not in ("g", "mapping"))
    found = [find for find in lone if find.what not in explained]
    if found:
        chars = listed(f"U+{ord(char):04X}" for char in sorted({find.what for find in found}))
        message = f"This character of private use has a meaning in one font only: {chars}{more(len(found) - 1)}."
        advice = (
            "Explain it in <charDecl>, and write <g ref=…> in the text, or use the character of Unicode that is meant."
        )
        yield _fault(doc, "V073", found[0], message, advice)


def check_hidden(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield characters that nobody sees, and those that stand for lost ones; each once."""
    if not any(_HIDDEN.match(char) for char in characters(doc)):
        return
    for char, same in _grouped(find for find in finds(doc, _HIDDEN) if not _belongs(find)).items():
        what, advice, severity = _HIDDEN_WORDS[_hidden_kind(char)]
        yield _fault(doc, "V075", same[0], f"{what} {_code(char)} stands here{more(len(same) - 1)}.", advice, severity)


_HIDDEN_WORDS = {
    "lost": (
        "The character",
        "It stands for one that was lost when the text was read: look it up in the source.",
        None,
    ),
    "control": (
        "The control character",
        "It is probably a quotation mark or dash of Windows-1252, wrongly read: write the one that is meant.",
        None,
    ),
    "soft": (
        "The invisible character",
        'Searches miss the word in which it stands. Remove it, or encode the line end: <lb break="no"/>.',
        Severity.INFO,
    ),
    "hidden": ("The invisible character", "Nobody sees it, and searches stumble over it: remove it.", None),
}


def _hidden_kind(char: str) -> str:
    if char == "\ufffd":
        return "lost"
    return "soft" if char == "\u00ad" else "control" if char < "\u00a0" else "hidden"


def _belongs(find: Find) -> bool:
    """Tell whether a hidden character does its work: directions beside Arabic or Hebrew, joiners in Indic scripts."""
    if find.what in _BIDI:
        return bool(_RIGHT_TO_LEFT.search(find.run.text)) or _right_to_left(find.run.el)
    if find.what in "\u200b\u200c\u200d":
        around = find.run.text[max(0, find.at - 1) : find.at], find.run.text[find.at + 1 : find.at + 2]
        return not all(_WESTERN.match(char) for char in around)
    return False


def _right_to_left(el: Element) -> bool:
    """Tell whether the text around an element has letters that run from right to left."""
    blocks = (above for above in el.iterancestors() if local(above) in ("p", "ab", "l", "div", "note", "cell", "item"))
    block = next(blocks, None)
    return block is not None and bool(_RIGHT_TO_LEFT.search(content(block)))


@cache
def _lookalikes() -> dict[str, str]:
    rows = data.table("validate_house_lookalikes")
    return {alien: latin for row in rows for alien, latin in zip(row["letters"], row["latin"], strict=True)}


def check_scripts(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield words in which letters of one script stand for those of another that look the same; each word once."""
    if not any("\u0370" <= char <= "\u052f" for char in characters(doc)):
        return
    mixed = (run for run in runs(doc) if _MIXED.search(run.text))
    words = (Find(run, found.start(), found[0]) for run in mixed for found in _WORD.finditer(run.text))
    for word, same in _grouped(find for find in words if _MIXED.search(find.what)).items():
        strangers = _strangers(word)
        if strangers:
            which = listed(_code(char) for char in dict.fromkeys(strangers))
            message = f"{quoted(word)} mixes alphabets: {which}{more(len(same) - 1)}."
            advice = (
                "The letter looks like one of the others but is not: searches will not find the word. Type it anew."
            )
            yield _fault(doc, "V074", same[0], message, advice)


def _strangers(word: str) -> str:
    """Return the letters of a word that look as if of the alphabet of the others; none where they may be meant."""
    alien = [char for char in word if "\u0370" <= char <= "\u052f"]
    latin = [char for char in word if char < "\u0250"]
    if len(alien) < len(latin):
        return "".join(alien) if all(char in _lookalikes() for char in alien) else ""
    cyrillic = all(char >= "\u0400" for char in alien)
    shapes = frozenset(shape for char, shape in _lookalikes().items() if (char >= "\u0400") == cyrillic)
    return "".join(latin) if len(latin) < len(alien) and all(char in shapes for char in latin) else ""


def check_mojibake(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield, once, text whose bytes were read in the wrong encoding."""
    if characters(doc).isdisjoint("ÃÂâÐÑ"):
        return
    found = list(finds(doc, _MOJIBAKE))
    if found:
        meant = _reread(found[0].what)
        message = f"{quoted(found[0].what)} is what UTF-8 looks like when read as Windows-1252{more(len(found) - 1)}."
        advice = f"{f'Here {quoted(meant)} is meant. ' if meant else ''}Convert the text from its source again."
        yield _fault(doc, "V076", found[0], message, advice)


def _reread(text: str) -> str:
    raw = b"".join(
        char.encode("cp1252") if char in _C1252_CHARS else char.encode("latin-1", "replace") for char in text
    )
    return raw.decode("utf-8", "replace").replace("\ufffd", "")


def check_normalised(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield, once, that text is not in Normalisation Form C, with the fix of all places.

    Hebrew points, whose order scholars choose, and compatibility ideographs, which NFC would exchange, are left alone.
    """
    if not any(_unstable(char) for char in characters(doc)):
        return
    loose = (run for run in runs(doc) if not unicodedata.is_normalized("NFC", run.text))
    every = (Find(run, found.start(), found[0]) for run in loose for found in _TOKEN.finditer(run.text))
    found = [find for find in every if _composes(find.what)]
    if found:
        edits = tuple(_composed(doc))
        count = len({find.what for find in found})
        message = f"{quoted(found[0].what)} is not in Normalisation Form C of Unicode{more(count - 1, 'word')}."
        advice = "The same word typed elsewhere is other bytes, so that a search misses it: write composed characters."
        fix = Fix("Compose the characters (NFC)", edits) if edits else None
        yield Fault("V072", place(doc, found[0]), message, advice, local(found[0].run.el), None, fix)


def _unstable(char: str) -> bool:
    """Tell whether a character may make text unnormalised: by itself, or after another (NFC_Quick_Check of Unicode)."""
    mark = unicodedata.category(char)[0] == "M" or _JAMO.match(char) is not None
    return mark or not unicodedata.is_normalized("NFC", char)


def _composes(token: str) -> bool:
    return not unicodedata.is_normalized("NFC", token) and not _KEPT.search(token)


def _composed(doc: Parsed) -> Iterator[Edit]:
    """Compose what is not, in text that is written as itself."""
    encoding = doc.scanned.encoding
    chunks = (kid for node in doc.scanned.root.walk() for kid in node.kids if not isinstance(kid, Node))
    for at, text in chunks:
        for found in () if unicodedata.is_normalized("NFC", text) else _TOKEN.finditer(text):
            start = at + encoding.length(text[: found.start()])
            raw = encoding.encode(found[0])
            # A reference to a character is not touched: the bytes must be those of the token itself.
            if _composes(found[0]) and doc.data.startswith(raw, start):
                yield Edit(start, start + len(raw), encoding.encode(unicodedata.normalize("NFC", found[0])))
