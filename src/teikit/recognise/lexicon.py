"""What is known of a word before its context is looked at: one integer of flags for each word."""

from __future__ import annotations

from functools import cache

from teikit.data import lines, table, words

COMMON, GIVEN, SURNAME, TITLE, ROLE, KIN = 1, 2, 4, 8, 16, 32
SUFFIX, PARTICLE, NATION, CALENDAR, STOP = 64, 128, 256, 512, 1024
HEAD, INNER, PLACE, BEFORE, THING = 2048, 4096, 8192, 16384, 32768
NAMED, ADDRESS, FAMOUS = 65536, 131072, 262144

LISTS = ("names_common", "names_given", "names_surnames", "names_famous")
CLASSES = {
    "title": TITLE,
    "role": ROLE,
    "kin": KIN,
    "suffix": SUFFIX,
    "particle": PARTICLE,
    "nation": NATION,
    "calendar": CALENDAR,
    "stop": STOP,
    "head": HEAD,
    "inner": INNER,
    "place": PLACE,
    "before": BEFORE,
    "thing": THING,
    "named": NAMED,
    "address": ADDRESS,
}


@cache
def flags() -> dict[str, int]:
    """Return the flags of all listed words.

    COMMON stands under the word in small letters, the others under the word as listed.
    """
    known: dict[str, int] = {}
    listed_flags = (COMMON, GIVEN, SURNAME, SURNAME | FAMOUS)
    for name, flag in zip(LISTS, listed_flags, strict=True):
        for word in lines(name):
            known[word] = known.get(word, 0) | flag
    for short in _short():
        bare = short.rstrip(".")
        for form in (short, bare) if bare == "Wm" or (len(bare) > 2 and bare.lower() not in known) else (short,):
            known[form] = known.get(form, 0) | GIVEN
    for name, listed in classes():
        flag = CLASSES.get(name, 0)
        for word in listed if flag else ():
            known[word] = known.get(word, 0) | flag
    return known


@cache
def shortened() -> frozenset[str]:
    """Return the shortened given names that are no words without their full stop ("Thos.", not "Will.")."""
    found = set()
    for row in table("names_short"):
        bare = row["short"].rstrip(".")
        contracted = not row["name"].startswith(bare)
        if bare.lower() not in words("names_common") and (contracted or bare not in words("names_given")):
            found.add(row["short"])
    return frozenset(found)


@cache
def maybe_shortened() -> frozenset[str]:
    """Return the shortened given names that may be whole ones at the end of a sentence ("Will.", "Sam.")."""
    return _short() - shortened()


@cache
def _short() -> frozenset[str]:
    return frozenset(row["short"] for row in table("names_short"))


@cache
def verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that persons stand before, and those of them that things stand before as well."""
    return word_class("verb") - word_class("weak"), word_class("weak")


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the words of a class of names_classes.tsv."""
    return frozenset(word for found, listed in classes() if found == name for word in listed)


@cache
def classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the lines of names_classes.tsv."""
    return tuple((row["class"], tuple(row["words"].split("|"))) for row in table("names_classes"))
