"""Make the word lists names_given.txt, names_surnames.txt and names_common.txt from open sources.

    python scripts/build_names.py GOLD_DIR

Needs `pip install faker` (MIT licence; its lists of names by country). GOLD_DIR holds people.tsv (persons of the
Foreign Relations of the United States, a US government work) under authority/, and train.jsonl, of which only
documents in the public domain or under CC BY are counted. The lists are single words and say nothing about anybody.
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
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "teikit" / "data"
OPEN = ("public domain", "CC BY 4.0", "CC BY 3.0", "CC BY 2.5", "CC0")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CYRILLIC = dict(
    zip(
        "абвгдезиклмнопрстуфыэйі",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "y",
            "e",
            "i",
            "i",
        ],
        strict=True,
    )
)
CYRILLIC |= dict(
    zip("жхцчшщюяёїєґ", ["zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya", "e", "i", "ie", "g"], strict=True)
)
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


def people(path: Path) -> tuple[collections.Counter[str], collections.Counter[str]]:
    """Count given names and surnames in "Aaron, David Laurence"."""
    given: collections.Counter[str] = collections.Counter()
    sur: collections.Counter[str] = collections.Counter()
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        surname, comma, rest = line.split("\t")[1].partition(", ")
        if comma:
            sur[surname] += 1
            given.update({word for word in rest.split()[:2] if latin(word)})
    return given, sur


def corpus(path: Path) -> tuple[collections.Counter[str], collections.Counter[str], collections.Counter[str]]:
    """Count, in documents, words in lower case, words as last word of a person, and the same words elsewhere."""
    lower: collections.Counter[str] = collections.Counter()
    person: collections.Counter[str] = collections.Counter()
    other: collections.Counter[str] = collections.Counter()
    with path.open(encoding="utf-8") as file:
        for line in file:
            doc = json.loads(line)
            if not doc["licence"].startswith(OPEN) or "SA" in doc["licence"]:
                continue
            found = {m.group() for m in WORD.finditer(doc["text"])}
            lower.update(word for word in found if word.islower())
            if "persName" in doc["complete"]:
                ends = {span["end"] for span in doc["spans"] if span["type"] == "persName"}
                starts = [(s["start"], s["end"]) for s in doc["spans"]]
                inside = {i for a, b in starts for i in range(a, b)}
                words = [m for m in WORD.finditer(doc["text"]) if m.group()[0].isupper()]
                person.update({m.group() for m in words if m.end() in ends})
                other.update({m.group() for m in words if m.start() not in inside})
    return lower, person, other


def write(name: str, head: str, entries: set[str]) -> None:
    lines = [f"# {line}" for line in head.splitlines()] + sorted(entries)
    (OUT / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(entries))


def main(gold: Path) -> None:
    given, sur = faker_names()
    given2, sur2 = people(gold / "authority" / "people.tsv")
    lower, person, other = corpus(gold / "train.jsonl")
    common = {
        word for word, count in lower.items() if count >= 2 and len(word) > 1 and "’" not in word and "'" not in word
    }
    firsts = set(given) | {n for n, c in given2.items() if c >= 3 and c > sur2[n]}
    lasts = set(sur) | {n for n, c in sur2.items() if c >= 2 and latin(n)}
    lasts |= {n for n, c in person.items() if c >= 2 and c > 4 * other[n] and latin(n) and n not in firsts}
    faker = "Words from the package Faker, MIT licence, Copyright (c) 2012 Daniele Faraglia,\n"
    frus = "and from the lists of persons of the Foreign Relations of the United States (public domain).\n"
    made = "Made by scripts/build_names.py."
    write("names_given", "Given names. " + faker + frus + made, firsts)
    write("names_surnames", "Surnames. " + faker + frus + made, lasts)
    write("names_common", "English words that occur in lower case in open texts.\n" + made, common)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
