"""What pandoc makes of a file: its document as data, and the characters in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from teikit.export.markdown.write import Style, cells_of
from teikit.export.text.parts import Mark, Page, Part, Words

PANDOC = shutil.which("pandoc")


def convert(text: str | bytes, *options: str) -> bytes:
    """Run pandoc, which is to say nothing on the way."""
    assert PANDOC is not None
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run([PANDOC, *options], input=data, capture_output=True, check=True, timeout=120)
    assert not done.stderr, done.stderr.decode()
    return done.stdout


def read(markdown: str) -> dict[str, Any]:
    """Return the document that pandoc reads."""
    made: dict[str, Any] = json.loads(convert(markdown, "-f", "markdown", "-t", "json"))
    return made


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield all parts of a document, those of its metadata left out."""
    if isinstance(node, dict):
        if "t" in node:
            yield node
        for key, value in node.items():
            if key != "meta":
                yield from nodes(value)
    elif isinstance(node, list):
        for inner in node:
            yield from nodes(inner)


def characters(node: Any) -> str:
    """Return the characters of a document, markers of lists among them, no white space."""
    out: list[str] = []
    _characters(node, out)
    return "".join("".join(out).split())


def _characters(node: Any, out: list[str]) -> None:
    if isinstance(node, list):
        for inner in node:
            _characters(inner, out)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c")
        if kind == "Str":
            out.append(content)
        elif kind in ("Code", "CodeBlock"):
            out.append(content[1])
        elif kind in ("RawInline", "RawBlock"):
            assert content[0] == "html"
            assert content[1] == "<!-- -->"
        elif kind == "OrderedList":
            (start, style, delimiter), items = content
            for at, item in enumerate(items, start):
                out.append(marker(at, style["t"], delimiter["t"]))
                _characters(item, out)
        elif kind == "Quoted":
            quotes = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            out.append(quotes[0])
            _characters(content[1], out)
            out.append(quotes[1])
        elif kind in ("Math", "Cite", "Image"):
            raise AssertionError(f"pandoc found {kind}")
        elif kind is not None:
            _characters(content, out)
        else:
            _characters(node.get("blocks"), out)


def marker(number: int, style: str, delimiter: str) -> str:
    value = {"LowerAlpha": chr(96 + number), "UpperAlpha": chr(64 + number)}.get(style, str(number))
    return {"OneParen": f"{value})", "TwoParens": f"({value})"}.get(delimiter, f"{value}.")


def said(part: Part, *, nested: bool = False) -> str:
    """Return the characters that a text holds, in the order of pandoc's document: notes where their marks are."""
    out: list[str] = []
    _said(part, out, nested, False)
    return "".join("".join(out).split())


def _said(part: Part, out: list[str], nested: bool, flat: bool) -> None:
    if part.kind == "table":
        flat = flat or not cells_of(part, Style())
    counted = part.kind == "list" and part.marked == "ordered" and not any(item.lead for item in part.parts)
    for inline in (*part.lead, *part.inlines):
        if isinstance(inline, Words):
            out.append(inline.text)
        elif isinstance(inline, Page):
            out.append(f"[{inline.label}]")
        elif isinstance(inline, Mark):
            inner: list[str] = []
            _said(inline.note.content, inner, True, nested)
            out += ["[", *inner, "]"] if nested else inner
    number = 0
    for inner_part in part.parts:
        if counted and not flat and said(inner_part, nested=nested):
            number += 1
            out.append(f"{number}.")
        _said(inner_part, out, nested, flat)
