"""Pseudo-attributes of processing instructions (Associating Schemas with XML documents 1.0, 3rd edition, section 2)."""

from __future__ import annotations

import re

_NAME = r"[^\W\d][\w.:-]*"
_ATTRIBUTE = re.compile(rf"""({_NAME})\s*=\s*("[^"<]*"|'[^'<]*')""")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));|&")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def pseudo_attributes(text: str) -> dict[str, str]:
    """Return the pseudo-attributes of the content of a processing instruction. Raises ValueError with what is wrong."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text.rstrip()):
        start = at
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        match = _ATTRIBUTE.match(text, at)
        if match is None or (at == start and start):
            raise ValueError(f'{_shown(text[at:])} is not written as name="value"')
        if match[1] in found:
            raise ValueError(f"{match[1]} stands twice")
        found[match[1]] = _REFERENCE.sub(_character, match[2][1:-1])
        at = match.end()
    return found


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _PREDEFINED[match[3]]
    number = int(match[1]) if match[1] else int(match[2], 16) if match[2] else -1
    allowed = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
    if not (allowed or 0x10000 <= number <= 0x10FFFF):
        raise ValueError("an & begins nothing that stands for a character; write &amp; for the sign itself")
    return chr(number)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat[:30]}…”" if len(flat) > 31 else f"“{flat}”"
