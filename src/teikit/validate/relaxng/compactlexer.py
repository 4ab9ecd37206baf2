"""The words of the compact syntax of RELAX NG (ISO/IEC 19757-2, annex C.2)."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from functools import cache
from typing import NamedTuple

from teikit.validate.relaxng.characters import ncname_pattern
from teikit.validate.relaxng.errors import SchemaError

KEYWORDS = frozenset(
    "attribute datatypes default div element empty external grammar include inherit list mixed namespace notAllowed "
    "parent start string text token".split()
)


class Token(NamedTuple):
    """``kind``: literal, documentation, cname (a:b), nsname (a:*), name, keyword, end, or the sign itself."""

    kind: str
    text: str
    at: int


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *[found.end() for found in re.finditer("\n", text)]]

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, from 1."""
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1


def decode(data: bytes, href: str) -> str:
    """Return the text of a schema: UTF-8, or UTF-16 with a byte order mark. Raises SchemaError."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SchemaError(f"This is not {encoding[:6].upper()} text: {error.reason}.", href=href, line=1) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


_ESCAPED_NEWLINE, _ESCAPED_RETURN = "\x01", "\x02"
"""An escaped end of line does not end a line; these, which no schema can hold, stand for it until literals are read."""


def unescaped(text: str, href: str) -> str:
    """Return the text with its escapes \\x{...} replaced. Raises SchemaError."""

    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        if code == 0x0A:
            return _ESCAPED_NEWLINE
        if code == 0x0D:
            return _ESCAPED_RETURN
        if code != 9 and (code < 32 or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF):
            line, column = Lines(text).place(found.start())
            raise SchemaError(f"{found[0]} is no character of XML.", href=href, line=line, column=column)
        return chr(code)

    control = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
    if control is not None:
        line, column = Lines(text).place(control.start())
        raise SchemaError("There is a character here that XML does not allow.", href=href, line=line, column=column)
    return re.sub(r"\\x+\{([0-9a-fA-F]{1,8})\}", character, text)


@cache
def _words(ascii_only: bool) -> re.Pattern[str]:
    name = ncname_pattern(ascii_only)
    return re.compile(
        rf"""(?P<space>[ \t\n\x01\x02]+)
        |(?P<documentation>\#\#[^\n\x01\x02]*(?:[\n\x01\x02][ \t]*\#\#[^\n\x01\x02]*)*)
        |(?P<comment>\#[^\n\x01\x02]*)
        |(?P<literal>\"\"\"(?:\"{{0,2}}[^"])*\"\"\"|'''(?:'{{0,2}}[^'])*'''|"[^"\n]*"|'[^'\n]*')
        |(?P<nsname>{name}:\*)
        |(?P<cname>{name}:{name})
        |(?P<name>\\?{name})
        |(?P<sign>>>|\|=|&=|[=(){{}}\[\]|,&\-*+?~])""",
        re.VERBOSE,
    )


def tokens(text: str, href: str) -> list[Token]:
    """Return the words of a schema without comments, and one for its end. Raises SchemaError."""
    found: list[Token] = []
    match = _words(text.isascii()).match
    at = 0
    while at < len(text):
        word = match(text, at)
        if word is None:
            line, column = Lines(text).place(at)
            message = f"{text[at]} cannot stand here."
            raise SchemaError(message, href=href, line=line, column=column, clause="C.2")
        kind = word.lastgroup or ""
        if kind not in ("space", "comment"):
            found.append(_token(kind, word[0], at))
        at = word.end()
    return [*found, Token("end", "", at)]


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "literal":
        quotes = 3 if len(text) >= 6 and text[:3] in ('"""', "'''") else 1
        content = text[quotes:-quotes].replace(_ESCAPED_NEWLINE, "\n").replace(_ESCAPED_RETURN, "\r")
        return Token(kind, content, at)
    if kind == "documentation":
        lines = re.split("[\n\x01\x02]", text)
        return Token(kind, "\n".join(line.lstrip(" \t").lstrip("#") for line in lines), at)
    if kind == "name":
        return Token("keyword", text, at) if text in KEYWORDS else Token("name", text.removeprefix("\\"), at)
    return Token(text if kind == "sign" else kind, text, at)
