"""The end of a document: closing formula, signature, place and date, postscript, address, enclosures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import shapes
from teikit.structure.lines import Chunk
from teikit.structure.opening import prose
from teikit.structure.paragraphs import TERMINAL

TAIL = 14
END = re.compile(
    r"\W*(?:the end|end|finis|fin|ende|end of (?:message|text|document|letter|transcript)|конец)\W*$|[-–—*#\s]{3,}$",
    re.I,
)


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
            return out
    _decide(out, live[start:])
    return _merge(out)


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
    return start


def _signature(chunks: Sequence[Chunk], live: list[int]) -> int | None:
    """Return where the names at the end begin, in a document that closes without a formula."""
    start = len(live)
    while start > 0 and len(live) - start < 6:
        c = chunks[live[start - 1]]
        if shapes.POSTSCRIPT.match(c.text) and start > 1 and shapes.name(chunks[live[start - 2]].text):
            start -= 1
        elif not (_small(c) or END.match(c.text) or shapes.dateline(c.text)):
            break
        else:
            start -= 1
    while start < len(live) and not shapes.name(chunks[live[start]].text):
        start += 1
    if start >= len(live) or live[start] == 0:
        return None
    before = chunks[live[start] - 1]
    if shapes.section(before.text) or shapes.inline_section(before.text)[0]:
        return None
    return start if prose(before) or len(before.text) > 60 or len(live) - start <= 3 else None


def _small(c: Chunk) -> bool:
    """Tell whether a chunk may be a name, or an office below one."""
    if len(c.text) > 90 or shapes.section(c.text):
        return False
    office = c.first.gap == 0 and c.text[0].isupper() and len(c.text) < 70 and not TERMINAL.search(c.text)
    return shapes.name(c.text) or (office and c.text[-1].isalpha())


def _decide(out: list[Chunk], places: list[int]) -> None:
    signed = copied = False
    for step, at in enumerate(places):
        c = out[at]
        rest = [out[place] for place in places[step:]]
        if signed and _encloses(rest):
            return
        below = step > 0 and out[places[step - 1]].kind == "address" and c.first.gap == 0 and len(c.text) < 80
        kind = "address" if below or (signed and _addressed(rest)) else _kind(c, signed, first=step == 0)
        if kind == "signed" and len(rest) > 1 and rest[1].first.gap == 0 and shapes.dateline(rest[1].text) and signed:
            kind = "dateline"
        if copied and c.first.gap == 0 and c.first.indent:
            kind = "p"
        else:
            copied = bool(shapes.section(c.text) or shapes.inline_section(c.text)[0])
        signed = signed or kind == "signed" or (kind == "closer" and bool(re.search(r"[A-Z]\w*\.?$", c.text)))
        out[at] = replace(c, kind=kind)


def _addressed(rest: Sequence[Chunk]) -> bool:
    """Tell whether the lines from here on, standing directly below each other, are an address."""
    if not rest or len(rest[0].text) > 80 or shapes.POSTSCRIPT.match(rest[0].text):
        return False
    end = 1
    while end < len(rest) and rest[end].first.gap == 0 and len(rest[end].text) < 80:
        end += 1
    return end > 1 and any(shapes.HONORIFIC.match(c.text) for c in rest[:end]) and not any(prose(c) for c in rest[:end])


def _encloses(rest: Sequence[Chunk]) -> bool:
    """Tell whether another text begins here, below a signature: a title or an attachment with several paragraphs."""
    titled = len(rest[0].text) < 160 and not shapes.name(rest[0].text) and not shapes.POSTSCRIPT.match(rest[0].text)
    return titled and sum(prose(c) for c in rest[1:]) >= 2


def _kind(c: Chunk, signed: bool, *, first: bool) -> str:
    text = c.text
    if shapes.POSTSCRIPT.match(text):
        return "postscript"
    if shapes.signed(text):
        return "signed"
    if shapes.closing(text):
        return "closer"
    if shapes.section(text) or shapes.inline_section(text)[0]:
        return "p"
    if END.match(text):
        return "trailer"
    if shapes.dateline(text):
        return "dateline"
    if (signed or text[:3].lower() == "to ") and shapes.HONORIFIC.match(text) and len(text) < 200 and not prose(c):
        return "address"
    if text[0] == "[" and not shapes.name(text):
        return "p"
    if shapes.name(text) or (not signed and not first and len(text) < 70 and not prose(c) and text[-1] not in "?!"):
        return "signed"
    if signed and len(text) < 60 and not prose(c) and len(c.lines) == 1 and c.first.gap == 0:
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
