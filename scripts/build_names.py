"""Make the word lists names_given.txt, names_surnames.txt and names_common.txt from open sources.

    python scripts/build_names.py GOLD_DIR

Needs `pip install faker` (MIT licence; its lists of names by country). GOLD_DIR holds train.jsonl, of which only
documents in the public domain or under CC BY are counted. The lists are single words and say nothing about anybody;
no list is made from the persons of the documents that recognition is measured on.
"""

from __future__ import annotations

import collections
import importlib
import json
import pkgutil
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "src" / "teikit" / "data"
OPEN = ("public domain", "CC BY 4.0", "CC BY 3.0", "CC BY 2.5", "CC0")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CYRILLIC = dict(zip("абвгдезиклмнопрстуфыэйі", "a b v g d e z i k l m n o p r s t u f y e i i".split(), strict=True))
CYRILLIC |= dict(zip("жхцчшщюяёїєґ", "zh kh ts ch sh shch yu ya e i ie g".split(), strict=True))
CYRILLIC |= {"ъ": "", "ь": ""}


def latin(name: str) -> str:
    """Return a name in Latin letters, an empty string where this script has no table for its letters."""
    if re.search(r"[Ѐ-ӿ]", name):
        name = "".join(CYRILLIC.get(c, "?") for c in name.lower()).capitalize()
    ok = all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha()) and "?" not in name
    return name if ok and name[:1].isupper() and name[1:2].islower() and re.fullmatch(r"[^\W\d_]{3,}", name) else ""


def faker_names() -> tuple[collections.Counter[str], collections.Counter[str]]:
    """Count in how many countries of Faker a word is a given name, and a surname."""
    package = importlib.import_module("faker.providers.person")
    given: collections.Counter[str] = collections.Counter()
    sur: collections.Counter[str] = collections.Counter()
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for counter, pattern in ((given, r"first_names?|first_romanized"), (sur, r"last_names?|last_romanized")):
            found: set[str] = set()
            for attribute in dir(provider):
                if re.search(pattern, attribute) and not callable(getattr(provider, attribute)):
                    found |= set(_flat(getattr(provider, attribute)))
            counter.update({latin(name) for name in found} - {""})
    return given, sur


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple | set | frozenset):
        for item in value:
            yield from _flat(item)


@dataclass(slots=True)
class Counts:
    """In how many documents a word is in small letters, begins or ends a person's name, or has a capital elsewhere."""

    lower: collections.Counter[str] = field(default_factory=collections.Counter)
    first: collections.Counter[str] = field(default_factory=collections.Counter)
    last: collections.Counter[str] = field(default_factory=collections.Counter)
    other: collections.Counter[str] = field(default_factory=collections.Counter)


def corpus(path: Path) -> Counts:
    """Count words in the documents of an open licence without share-alike."""
    counts = Counts()
    with path.open(encoding="utf-8") as file:
        for line in file:
            doc = json.loads(line)
            if not doc["licence"].startswith(OPEN) or "SA" in doc["licence"]:
                continue
            counts.lower.update({m.group() for m in WORD.finditer(doc["text"]) if m.group().islower()})
            if "persName" in doc["complete"]:
                _names(counts, doc)
    return counts


def _names(counts: Counts, doc: Any) -> None:
    spans = [(s["start"], s["end"]) for s in doc["spans"] if s["type"] == "persName"]
    ends = {end for _, end in spans}
    firsts = {start for start, end in spans if " " in doc["text"][start:end]}
    inside = {i for span in doc["spans"] for i in range(span["start"], span["end"])}
    words = [m for m in WORD.finditer(doc["text"]) if m.group()[0].isupper()]
    counts.last.update({m.group() for m in words if m.end() in ends})
    counts.first.update({m.group() for m in words if m.start() in firsts})
    counts.other.update({m.group() for m in words if m.start() not in inside})


def write(name: str, head: str, entries: set[str]) -> None:
    lines = [f"# {line}" for line in head.splitlines()] + sorted(entries)
    (OUT / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(entries))


def taught(found: collections.Counter[str], other: collections.Counter[str]) -> set[str]:
    """Return the words that are names in two documents and more, and seldom anything else."""
    return {word for word, count in found.items() if count >= 2 and count > 4 * other[word] and latin(word)}


def main(gold: Path) -> None:
    given, sur = faker_names()
    counts = corpus(gold / "train.jsonl")
    common = {
        word
        for word, count in counts.lower.items()
        if count >= 2 and len(word) > 1 and "’" not in word and "'" not in word
    }
    short = {line.split(".")[0] for line in (OUT / "names_short.tsv").read_text(encoding="utf-8").splitlines()}
    firsts = set(given) | {
        word for word in taught(counts.first, counts.other) if word.lower() not in common | short and word not in short
    }
    lasts = set(sur) | (taught(counts.last, counts.other) - firsts)
    sources = "Words from the package Faker, MIT licence, Copyright (c) 2012 Daniele Faraglia,\n"
    sources += "and from annotated documents in the public domain or under CC BY.\n"
    made = "Made by scripts/build_names.py."
    write("names_given", "Given names. " + sources + made, firsts)
    write("names_surnames", "Surnames. " + sources + made, lasts)
    write("names_common", "English words that occur in lower case in open texts.\n" + made, common)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
