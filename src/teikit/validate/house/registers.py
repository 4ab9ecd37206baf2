"""Registers and texts beside each other: entries that nobody mentions, and mentions without an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree

from teikit.validate.corpus import Corpus, real
from teikit.validate.faults import Fault, listed
from teikit.validate.house.index import Index, index, inside
from teikit.validate.house.pointers import tokens
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local, xml

_ENTRIES = ("person", "personGrp", "place", "org")
_NAMES = {"persName": "person", "placeName": "place", "orgName": "organisation"}
_POINTING = ("ref", "key", "sameAs", "corresp", "nymRef", "ana", "copyOf", "who", "resp")
_REGISTERS = (
    "teiHeader",
    "standOff",
    "person",
    "personGrp",
    "place",
    "org",
    "event",
    "listPerson",
    "listPlace",
    "listOrg",
)
_FEWEST = 4
_keys = etree.XPath("//@key")


def check_entries(doc: Parsed, corpus: Corpus) -> Iterator[Fault]:
    """Yield, once for each kind, the entries of the registers in this file that nothing points to.

    Where nothing at all points to a register, it is used in some other way, and nothing is said.
    """
    idx = index(doc)
    entries = [el for el in idx.named(*_ENTRIES) if el.get(xml("id"))]
    if not entries:
        return
    mentioned = _mentioned(doc, idx, corpus)
    for kind in _ENTRIES:
        of_kind = [el for el in entries if local(el) == kind]
        idle = [el for el in of_kind if el.get(xml("id")) not in mentioned]
        if idle and len(idle) < len(of_kind):
            names = listed([el.get(xml("id"), "") for el in idle], 5)
            nowhere = "in this file" if corpus.files < 2 else f"in the {corpus.files} files of this run"
            message = f"One of {len(of_kind)} entries (<{kind}>) is mentioned nowhere {nowhere}: {names}."
            advice = "Remove it if it is left over, or point to it with @ref."
            if len(idle) > 1:
                message = f"{len(idle)} of {len(of_kind)} entries (<{kind}>) are mentioned nowhere {nowhere}: {names}."
                advice = "Remove them if they are left over, or point to them with @ref."
            yield doc.fault("V047", idle[0], message, advice)


def _mentioned(doc: Parsed, idx: Index, corpus: Corpus) -> set[str]:
    """Return the ids that something points to, in this file or from others; loosely, for none is to be wrong."""
    found = set(corpus.mentioned.get(real(doc.path), ())) | corpus.loose
    for el, attribute, token, meant in tokens(idx):
        for link in meant:
            if link.fragment and not _is_itself(el, attribute, link.fragment):
                found.add(link.fragment)
        found.add(token)
    found.update(str(key) for key in cast("list[str]", _keys(doc.root)))
    return found


def _is_itself(el: Element, attribute: str, name: str) -> bool:
    """Tell whether a pointer is only an entry's note of the same thing elsewhere, or of itself."""
    return attribute in ("sameAs", "corresp", "next", "prev") and el.get(xml("id")) == name


def check_mentions(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield, once for each kind, how many names say nothing of whom they mean where most others do."""
    idx = index(doc)
    for name, kind in _NAMES.items():
        named = [el for el in idx.named(name) if not _apart(el)]
        lone = [el for el in named if not any(el.get(attribute) for attribute in _POINTING)]
        if not lone or len(named) < _FEWEST or len(lone) * 2 > len(named):
            continue
        some = f"{len(lone)} of {len(named)} <{name}> do" if len(lone) > 1 else f"One of {len(named)} <{name}> does"
        message = f"{some} not say which {kind} they mean, the first here; the others have @ref or @key."
        if len(lone) == 1:
            message = f"{some} not say which {kind} it means; the others have @ref or @key."
        yield doc.fault("V048", lone[0], message, f"Add @ref with the entry of the {kind}, where one is known.")


def _apart(el: Element) -> bool:
    """Tell whether a name needs no pointer: in a register, the header, or in another name that has one."""
    if inside(el, *_REGISTERS):
        return True
    return any(
        any(above.get(attribute) for attribute in _POINTING) for above in el.iterancestors() if local(above) in _WRAPS
    )


_WRAPS = frozenset({"persName", "placeName", "orgName", "name", "rs", "author", "editor", "speaker"})
