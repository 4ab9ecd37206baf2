"""Characters that would be markup, written so that pandoc (and CommonMark, where it knows them) takes them as text."""

from __future__ import annotations

import re

_ALWAYS = re.compile(r"""[\\*_\[\]>$^~|@{}#"']|&(?=#|[A-Za-z])|\.{3,}|-{2,}|[\x80-\x84\x86-\x9f]""")
_SINGLE = re.compile(r"((?:(?<=[\s(])|^)‘(?=\w)[^‘’]*[\w.,;:!?…]’(?!\w))|‘")
_DOUBLE = re.compile(r"“(?![^“]*”)")
_LIST_MARKER = re.compile(r"\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)](?=\s|\x01|$)")
_CAPTION = re.compile(r"[Tt]able:")
_LINE_STARTS = frozenset("-+=:%")


def escaped(text: str) -> str:
    """Return characters as text of a line. What is markup at the beginning of a line only is left to `guarded`."""
    text = _ALWAYS.sub(lambda found: "".join(f"\\{char}" for char in found[0]), text)
    # In lists pandoc looks for code and comments before it looks for escapes.
    return text.replace("`", "&#96;").replace("<", "&lt;")


def quotes_escaped(text: str, *, inside: bool) -> str:
    """Return text with quotation marks escaped that pandoc would change or that lead it astray.

    A single one that does not open a quotation becomes an apostrophe there; of words ``inside`` a span, one whose end
    is not among them would be looked for outside of it.
    """
    text = _SINGLE.sub(lambda found: found[0] if found[1] else f"\\{found[0]}", text)
    return _DOUBLE.sub(r"\\\g<0>", text) if inside else text


def guarded(line: str) -> str:
    """Return a line whose beginning is no marker of a list, a heading, a caption or the like."""
    if line[:1] in _LINE_STARTS or (line[:1] == "(" and _LIST_MARKER.match(line)):
        return f"\\{line}"
    found = _LIST_MARKER.match(line) or _CAPTION.match(line)
    return f"{line[: found.end() - 1]}\\{line[found.end() - 1 :]}" if found else line


def quoted_yaml(value: str) -> str:
    """Return a value of metadata: pandoc reads it as Markdown, in a YAML string between quotation marks."""
    text = escaped(" ".join(value.split()))
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else _code(char) for char in text) + '"'


def _code(char: str) -> str:
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"
