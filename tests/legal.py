"""Random legal Documents: any tree of blocks over any text, as a bad structure analysis might make it."""

from __future__ import annotations

import random

from teikit.model import Aside, Block, CorrespAction, DateValue, Document, Metadata, Party, Responsibility, Span

WORDS = "alpha beta, gamma. “Delta” é <tag> & ]]> x\u00a0y 12 [1] - * \u2028 漢字 \U0001f600".split(" ")
MARKS = ["ref", "lb", "pb", "fw", "label"]
ROLES = "furniture source rights abstract identifier url date title responsibility keywords".split()
TOP = (
    "head opener dateline salute byline p list item sp table row lg l address note closer signed postscript trailer"
    " label pb fw div cell speaker ref lb addrLine"
).split()
INSIDE = {
    "list": ["item", "head", "p", "pb"],
    "item": ["label", "p", "list", *MARKS],
    "sp": ["speaker", "p", "lg", "list", "pb"],
    "table": ["row", "head", "pb"],
    "row": ["cell"],
    "lg": ["l", "head"],
    "address": ["addrLine"],
    "note": ["label", "p", *MARKS],
    "opener": ["dateline", "salute", "byline"],
    "closer": ["salute", "signed", "dateline", "lb"],
    "postscript": ["p", "signed", "label", "list"],
    "div": TOP,
}


class Maker:
    """Writes the text and the blocks over it at the same time."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.parts: list[str] = []
        self.length = 0

    def words(self, most: int = 4) -> None:
        for _ in range(self.chance.randint(0, most)):
            for part in (self.chance.choice(WORDS), self.chance.choice([" ", "\n", "  ", "\t"])):
                self.parts.append(part)
                self.length += len(part)

    def block(self, kind: str, depth: int) -> Block:
        start = self.length
        children = []
        inside = INSIDE.get(kind, MARKS[:4])
        for _ in range(self.chance.randint(0, 3) if depth < 4 and self.chance.random() < 0.7 else 0):
            if kind not in INSIDE or kind in ("item", "note"):
                self.words()
            children.append(self.block(self.chance.choice(inside), depth + 1 if kind in INSIDE else 9))
        self.words()
        if kind == "lb":
            self.parts.append("-\n")
            self.length += 2
        types = {"lb": self.chance.choice(["", "hyphen", "no"]), "fw": "pageNum"}
        number = self.chance.choice(["", "1", "*", "12a"]) if kind in ("note", "ref", "pb", "item") else ""
        return Block(kind, Span(start, self.length), tuple(children), n=number, type=types.get(kind, ""))


def document(chance: random.Random) -> Document:
    """Return a document whose blocks cover its text badly, or not at all, with all kinds of metadata."""
    maker = Maker(chance)
    maker.words()
    blocks = []
    for _ in range(chance.randint(0, 8)):
        blocks.append(maker.block(chance.choice(TOP), 0))
        maker.words()
    asides = []
    for _ in range(chance.randint(0, 4)):
        start = maker.length
        maker.words()
        if maker.length > start:
            asides.append(Aside(Span(start, maker.length), chance.choice(ROLES)))
    return Document("".join(maker.parts), metadata=metadata(chance, tuple(asides)), blocks=tuple(blocks))


def metadata(chance: random.Random, asides: tuple[Aside, ...]) -> Metadata:
    """Return metadata in which each field is there or not."""

    def maybe(value: str) -> str:
        return value if chance.random() < 0.5 else ""

    people = (Party("A <b>", "persName", "role"), Party("Org", "orgName"))
    some = people if chance.random() < 0.5 else ()
    period = DateValue(from_="1900", to="1901") if chance.random() < 0.5 else None
    actions = tuple(
        CorrespAction(kind, some, maybe("Rome"), period) for kind in ("sent", "received") if chance.random() < 0.6
    )
    return Metadata(
        title=maybe("T & t"),
        kind=chance.choice(["", "letter", "memorandum of conversation", "diary"]),
        language=maybe("en"),
        date=DateValue(when="1962-10") if chance.random() < 0.5 else None,
        date_text=maybe("October"),
        place=maybe("Paris"),
        actions=actions,
        classification=("Secret",) if chance.random() < 0.5 else (),
        authors=some,
        responsibilities=(Responsibility("translation", "J", "H"),) if chance.random() < 0.5 else (),
        participants=some,
        source=("AVP",) if chance.random() < 0.5 else (),
        settlement=maybe("M"),
        repository=maybe("R"),
        idno=maybe("I"),
        url=maybe("http://x.example/?a=b&c"),
        retrieved=maybe("2020-01-01"),
        publisher=maybe("P"),
        rights=("r",) if chance.random() < 0.5 else (),
        licence=maybe("https://l.example/"),
        abstract=maybe("abstract"),
        keywords=("k",) if chance.random() < 0.5 else (),
        asides=asides,
        extra=(("a b", "v"),) if chance.random() < 0.5 else (),
    )
