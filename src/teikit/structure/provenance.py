"""What provenance lines and source notes say: repository, settlement, shelfmark, translator, markings of secrecy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from teikit import data
from teikit.model import Responsibility
from teikit.structure import phrases

RESPONSIBLE = re.compile(
    r"\b(translat(?:ion|ed)|transcri(?:ption|bed)|edit(?:ed|ing)|obtained|(?:English )?translation)"
    r"(?:\s+(?:from the|from|into) [\w ]+?)?(?:\s+for [\w ]+?)?\s+by\s+"
    r"((?:[^\W\d_][\w.’'-]*\s+){0,4}[^\W\d_][\w’'-]*\.?)(?:,\s*([^.;,]+(?:,\s*[^.;,]+)?))?(?=[.;,]|$)",
    re.I,
)
# What holds papers, where the papers and the box are named before it.
HOLDER = re.compile(
    r"\b(?:library|archives?|record office|museum|bibliothek|bibliothèque|staatsarchiv|archivio|archivo)\b", re.I
)
TOWN = re.compile(r"(?:[^\W\d_a-zß-ÿ][^\W\d_A-Z]+[ -]?){1,3}$")
NOUN = {"translated": "translation", "transcribed": "transcription", "edited": "editing"}


def responsibilities(lines: Iterable[str]) -> tuple[Responsibility, ...]:
    """Return who translated or transcribed, as provenance lines tell it."""
    found = []
    for line in lines:
        for match in RESPONSIBLE.finditer(line):
            resp = match[1].lower().split()[-1]
            if resp != "obtained" and match[2][0].isupper():
                found.append(Responsibility(NOUN.get(resp, resp), match[2].strip(), (match[3] or "").strip()))
    return tuple(dict.fromkeys(found))


def holding(line: str) -> tuple[str, str, str]:
    """Return settlement, repository and shelfmark of a provenance line, each empty where it is not clear."""
    line = re.sub(r"^\s*(?:source|quelle|held at|archive|repository|location)s?\s*[:.]\s*", "", line, flags=re.I)
    first = re.split(r";|\.\s+(?=[A-Z])", line, maxsplit=1)[0].strip(" .")
    parts = [part.strip() for part in re.split(r",\s+(?!D\.?C)", first) if part.strip()]
    if not parts or (
        not phrases.vocabulary("structure_archives").search(first)
        and not re.search(r"\b(?:department|institute|office)\b", first, re.I)
    ):
        return "", "", ""
    at = next((at for at, part in enumerate(parts) if HOLDER.search(part)), 0)
    if at and not re.search(r"\b(?:department|ministry|government)\b", parts[0], re.I):
        after = parts[at + 1 :]
        town = after.pop(0) if after and TOWN.match(after[0]) else ""
        return town, parts[at], ", ".join([*parts[:at], *(part for part in after if re.search(r"\d", part))])
    settlement = ""
    if len(parts) > 1 and parts[-1] in data.words("structure_cities"):
        settlement = parts.pop()
    elif inside := re.search(r"\bin ([A-Z]\w+(?: [A-Z]\w+)?)$", parts[0]):
        settlement = inside[1] if inside[1] in data.words("structure_cities") else ""
    figures = next((at for at, part in enumerate(parts) if at and re.search(r"\d", part)), len(parts))
    return settlement, ", ".join(parts[: min(figures, 2)]), ", ".join(parts[figures:])


def markings(lines: Iterable[str], notes: Iterable[str]) -> tuple[str, ...]:
    """Return the markings of secrecy and distribution of class lines and of the sentences of source notes."""
    found: list[str] = []
    for text in lines:
        found += _split(text)
    for note in notes:
        for sentence in re.split(r"(?<=[\w\])])\.(?:\s+|$)|\n", " ".join(note.split())):
            if len(sentence) < 90 and phrases.marking().fullmatch(sentence):
                found += _split(sentence)
    out: dict[str, str] = {}
    for marking in found:
        out.setdefault(marking.lower(), marking)
    return tuple(out.values())


def _split(text: str) -> list[str]:
    known = data.words("structure_classification")
    parts = [part.strip(" .,;:()[]-–—/") for part in re.split(r"[;,/|]|\s[-–—]\s|\s{2,}", text)]
    kept = [part for part in parts if part.lower() in known]
    return [part.title() if part.isupper() and len(part) > 3 else part for part in kept]
