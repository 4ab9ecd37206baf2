"""The end of a document: closing formula, signature, place and date, postscript, address, enclosures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import phrases, shapes
from teikit.structure.lines import Chunk
from teikit.structure.notes import HEADING
from teikit.structure.opening import prose
from teikit.structure.paragraphs import TERMINAL

TAIL = 14
# What leads to a closing formula on a line of its own: "have the honour to remain,", "I remain, with great truth,".
LEADS = re.compile(
    r"(?:and |i |we |to |soe? |you will )*(?:have the honou?r|remain|am|are|beg to|rest|subscribe|avail|believe me)\b",
    re.I,
)
RESTS = re.compile(r"\b(?:I|we) (?:am|are|rest|remain|subscribe(?: myself)?|have the honou?r(?: to (?:be|remain))?),?$")
ATTESTED = re.compile(
    r"\W*(?:taken down|recorded|protocol|attest|witness|before me|sworn|jurat|interviewe[rd]|interview|read over"
    r"|translated|copied|copy to|encl?\b|[ei]nclosures?\b|c\.?\s?c\.?\b|endorsed|received|distribut|destinataires"
    r"|copies|attach(?:ed|ments?)\b|tab [A-Z\d]\b|(?:de)?classified|authority:?\s|e\.\s?o\.\s\d|dictated|typed"
    r"|approved|verteiler|n[al]\w{0,3} \d|by .{2,20}\bdate\b"
    r"|anlagen?\b|beilagen?\b|pièces? jointes?|allegat[io]\b|anexos?\b)",
    re.I,
)
ANNOTATED = re.compile(r"[\[(]\s*(?:received|read|endorsed|recd|rec\.|copies|copy|not printed|source)\b", re.I)
END = re.compile(
    r"\W*(?:god save (?:the|our) \w+|the end|end|e\.\s?(?:&|and)?\s?(?:o\.\s?)?e\.?"
    r"|finis|fin|ende|end of (?:message|text|document|letter|transcript)|конец)\W*$|[-–—*#\s]{3,}$",
    re.I,
)


# The initials of who dictated and who typed ("WWR:mst", "RVO/MJ").
TYPED = re.compile(r"[A-Z]{2,4}\s?[/:]\s?[A-Za-z]{1,4}(?:[/:]\w{1,4})*$|[a-z]{2,4}/[a-z]{2,4}$")
NO_NAME = re.compile(r"\b(?:the|this|our|save|amen)\b|\[edit\]", re.I)


def mark(chunks: list[Chunk]) -> list[Chunk]:
    """Decide the chunks after the last running paragraph, from the closing formula or the signature on."""
    out = list(chunks)
    live = [at for at, c in enumerate(out) if not c.kind][-TAIL:]
    if not live or (len(live) == 1 and live[0] == 0):
        return out
    start = _formula(out, live)
    if start is None:
        start = _signature(out, live)
        if start is None:
            return _dated(out, live)
    _decide(out, live[start:])
    return _merge(out)


def _dated(out: list[Chunk], live: list[int]) -> list[Chunk]:
    """Mark the place and date with which a text ends that nobody signed."""
    at = live[-1]
    if len(out) < 4 or not shapes.dateline(out[at].text):
        return out
    above = out[at - 1]
    place = out[at].first.gap == 0 and at - 1 in live and len(above.text) < 60 and shapes.name(above.text)
    return [
        replace(c, kind="dateline") if step == at or (place and step == at - 1) else c for step, c in enumerate(out)
    ]


def _formula(chunks: Sequence[Chunk], live: list[int]) -> int | None:
    """Return where among the live chunks the last run of closing formulas begins."""
    found = [
        at for at, index in enumerate(live) if shapes.closing(chunks[index].text) or shapes.signed(chunks[index].text)
    ]
    if not found:
        return None
    start = found[-1]
    while start - 1 in found or (start - 2 in found and len(chunks[live[start - 1]].text) < 60):
        start -= 1
    while start and _leads(chunks[live[start - 1]]) and live[start - 1]:
        start -= 1
    return start


def _leads(c: Chunk) -> bool:
    """Tell whether a line before a closing formula belongs to it: "my dear Sir,", or its beginning."""
    text = c.text
    if len(text) > 160 or (TERMINAL.search(text) and text[-1] != ":"):
        return False
    return bool((LEADS.match(text) and len(text) < 110) or RESTS.search(text) or shapes.salute(text))


def _signature(chunks: Sequence[Chunk], live: list[int]) -> int | None:
    """Return where the names at the end begin, in a document that closes without a formula."""
    start = len(live)
    while start > 0 and len(live) - start < 10:
        c = chunks[live[start - 1]]
        if shapes.POSTSCRIPT.match(c.text) and start > 1 and shapes.name(chunks[live[start - 2]].text):
            start -= 1
        elif not (_small(c) or _below(c) or shapes.dateline(c.text) or _over(chunks, live[start - 1])):
            break
        else:
            start -= 1
    while start < len(live) and not _person(chunks[live[start]].text):
        start += 1
    if start >= len(live) or live[start] == 0:
        return None
    while start > 1 and live[start - 1] == live[start] - 1 and _before(chunks[live[start - 1]].text):
        start -= 1
    first = chunks[live[start]]
    before = chunks[live[start] - 1]
    if first.first.gap == 0 and before.text[-1] == "," and first.text[-1] == ".":
        return None
    if shapes.section(before.text) or shapes.inline_section(before.text)[0]:
        return None
    return start if prose(before) or len(before.text) > 60 or len(live) - start <= 3 else None


def _before(text: str) -> bool:
    """Tell whether a line may stand over a signature: a date, or the end of the message."""
    return bool(END.match(text)) or (shapes.dateline(text) and bool(phrases.date().search(text)))


def _over(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a line is the place directly over a date: "Foreign Office, S.W. 1,"."""
    text = chunks[at].text
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    near = after is not None and not after.first.gap and shapes.dateline(after.text)
    return near and text[-1] == "," and len(text) < 60


def _below(c: Chunk) -> bool:
    """Tell whether a chunk may stand below a signature: the end, a marking, who took it down."""
    short = len(c.text) < 120
    told = END.match(c.text) or TYPED.match(c.text) or (short and ATTESTED.match(c.text))
    return bool(told) or shapes.marking(c.text)


def _person(text: str) -> bool:
    """Tell whether a line may be the name of who signed: few words, none of a motto, a label or a link."""
    bare = phrases.bare(text)
    told = TYPED.match(text) or END.match(text) or NO_NAME.search(text) or HEADING.match(text)
    known = bare in phrases.sections() or bare in phrases.labels() or bare in phrases.navigation()
    return shapes.name(text) and not told and not known


def _small(c: Chunk) -> bool:
    """Tell whether a chunk may be a name, or an office below one."""
    if len(c.text) > 90 or shapes.section(c.text):
        return False
    office = c.first.gap == 0 and c.text[0].isupper() and len(c.text) < 70 and not TERMINAL.search(c.text)
    return shapes.name(c.text) or (office and c.text[-1].isalpha())


def _decide(out: list[Chunk], places: list[int]) -> None:
    signed = copied = followed = False
    for step, at in enumerate(places):
        c = out[at]
        rest = [out[place] for place in places[step:]]
        if signed and _encloses(rest):
            return
        under = step > 0 and out[at - 1].kind in ("signed", "closer") and c.first.gap == 0
        below = step > 0 and out[places[step - 1]].kind == "address" and c.first.gap == 0 and len(c.text) < 80
        kind = "address" if below or (signed and _addressed(rest)) else _kind(c, signed, first=step == 0, under=under)
        if kind == "p" and signed and _over(out, at):
            kind = "dateline"
        if (
            kind == "signed"
            and len(rest) > 1
            and rest[1].first.gap == 0
            and shapes.dateline(rest[1].text)
            and signed
            and c.text[-1] != "."
        ):
            kind = "dateline"
        if copied and c.first.gap == 0 and c.first.indent:
            kind = "p"
        else:
            copied = bool(shapes.section(c.text) or shapes.inline_section(c.text)[0])
        if kind == "postscript" and not shapes.POSTSCRIPT.match(c.text) and not followed:
            kind = "p"
        followed = followed or kind == "postscript"
        signed = signed or kind == "signed" or (kind == "closer" and _named(c.text))
        out[at] = replace(c, kind=kind, type="classification" if kind == "label" else c.type)


def _named(closing: str) -> bool:
    """Tell whether a closing formula ends with the name of the signatory."""
    last = closing.rstrip(" .").rpartition(" ")[2]
    return bool(re.search(r"[A-Z]\w*\.?$", closing)) and not re.fullmatch(
        r"(?:servant|sir|madam|lord|friend|serv[ta])s?", last, re.I
    )


def _addressed(rest: Sequence[Chunk]) -> bool:
    """Tell whether the lines from here on, standing directly below each other, are an address."""
    if not rest or len(rest[0].text) > 80 or shapes.POSTSCRIPT.match(rest[0].text):
        return False
    end = 1
    while end < len(rest) and rest[end].first.gap == 0 and len(rest[end].text) < 80:
        end += 1
    given = shapes.ADDRESS.match(rest[0].text) is not None
    return (
        end > 1
        and (given or any(shapes.HONORIFIC.match(c.text) for c in rest[:end]))
        and not any(prose(c) for c in rest[:end])
    )


def _encloses(rest: Sequence[Chunk]) -> bool:
    """Tell whether another text begins here, below a signature: a title or an attachment with several paragraphs."""
    titled = len(rest[0].text) < 160 and not shapes.name(rest[0].text) and not shapes.POSTSCRIPT.match(rest[0].text)
    return titled and sum(prose(c) for c in rest[1:]) >= 2


def _kind(c: Chunk, signed: bool, *, first: bool, under: bool) -> str:
    text = c.text
    if shapes.POSTSCRIPT.match(text):
        return "postscript"
    if shapes.marking(text):
        return "label"
    if not signed and not shapes.signed(text) and (_leads(c) or (text[0].islower() and not first)):
        return "closer" if len(text) < 120 else "p"
    if shapes.signed(text):
        return "signed"
    if shapes.closing(text):
        return "closer"
    if shapes.section(text) or shapes.inline_section(text)[0]:
        return "p"
    if END.match(text):
        return "trailer"
    if signed and len(text) < 60 and re.match(r"(?:for|per|p\.\s?p\.|i\.\s?[av]\.|pour) (?:the )?[A-Z]", text):
        return "signed"
    if signed and phrases.bare(text) in ("to", "an", "à", "alla"):
        return "address"
    if TYPED.match(text) or ANNOTATED.match(text) or (ATTESTED.match(text) and len(text) < 120):
        return "p"
    if shapes.dateline(text):
        return "dateline"
    if re.search(r"; (?:addressed|docketed|endorsed)\b", text):
        return "p"
    if (signed or text[:3].lower() == "to ") and shapes.HONORIFIC.match(text) and len(text) < 200 and not prose(c):
        return "address"
    if text[0] == "[" and not shapes.name(text):
        return "p"
    open_ = not signed and not first and len(text) < 70 and not prose(c) and text[-1] not in "?!"
    if _person(text) or (under and shapes.name(text)) or open_:
        return "signed"
    if signed and under and len(text) < 60 and not prose(c) and len(c.lines) == 1:
        return "signed"
    return "postscript" if signed and len(text) < 1500 else "p"


def _merge(out: list[Chunk]) -> list[Chunk]:
    """Put lines of one signature or one address together that stand directly below each other."""
    merged: list[Chunk] = []
    for c in out:
        if merged and c.kind in ("signed", "address", "dateline") and c.first.gap == 0 and _joins(merged[-1], c):
            above = merged.pop()
            kind = above.kind
            merged.append(replace(above, lines=above.lines + c.lines, text=f"{above.text} {c.text}", kind=kind))
        else:
            merged.append(c)
    return merged


def _joins(above: Chunk, c: Chunk) -> bool:
    return above.kind == c.kind and (c.kind != "dateline" or not shapes.dateline(above.text))
