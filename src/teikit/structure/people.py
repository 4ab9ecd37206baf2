"""The people present at a meeting, as its head lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from teikit.model import Party
from teikit.structure.lines import Chunk

CHAIR = re.compile(r"\s*[(\[]([^()\[\]]{3,80})[)\]]\s*$")
SEVERAL = re.compile(r";\s*(?:and\s+)?")
MESSRS = re.compile(r"messrs\.?\s+", re.I)


def present(chunks: Sequence[Chunk]) -> tuple[Party, ...]:
    """Return the participants, each once; the headings of groups among them are none."""
    listed = [c for c in chunks if c.kind == "item" and c.type in ("people", "people-weak")]
    found = [party for c in listed for text in _names(c) if (party := _participant(text))]
    return tuple(dict.fromkeys(found))


def _names(c: Chunk) -> Iterator[str]:
    text = c.text[c.label :].strip(" -•*·")
    if ";" not in text:
        yield text
        return
    for part in SEVERAL.split(text):
        if MESSRS.match(part):
            yield from re.split(r",\s*(?:and\s+)?|\s+and\s+", MESSRS.sub("", part).strip(" ."))
        else:
            yield part


def _participant(text: str) -> Party | None:
    name, _, role = text.strip(" .").partition(", ")
    if not name or (name.isupper() and len(name.split()) == 1) or text[-1] == ":" or not re.search(r"[^\W\d_]", name):
        return None
    dash = re.match(r"[A-Z/]{2,8}\s*[—–-]\s*(?=[A-Z])", name)
    found = Party(name[dash.end() if dash else 0 :].strip(), "persName", role.strip(" .;"))
    chair = CHAIR.search(found.name)
    if chair and found.name[: chair.start()].strip():
        both = ", ".join(part for part in (found.role, chair[1]) if part)
        return replace(found, name=found.name[: chair.start()].strip(), role=both)
    return found
