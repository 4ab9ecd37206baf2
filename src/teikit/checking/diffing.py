"""A unified diff of bytes, for files in which little changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_AROUND = 3
_OPCODE = tuple[int, int, int, int]


def unified(before: bytes, after: bytes, path: str) -> bytes:
    """Return a diff that `patch` can apply; nothing where there is no difference. Lines end with a line feed."""
    old, new = _lines(before), _lines(after)
    parts: list[bytes] = []
    for group in _grouped(_changes(old, new)):
        parts.append(_head(group, len(old), len(new)))
        at = max(0, group[0][0] - _AROUND)
        for first, last, new_first, new_last in group:
            parts += [_line(b" ", line) for line in old[at:first]]
            parts += [_line(b"-", line) for line in old[first:last]]
            parts += [_line(b"+", line) for line in new[new_first:new_last]]
            at = last
        parts += [_line(b" ", line) for line in old[at : at + _AROUND]]
    name = path.encode("utf-8", "surrogateescape")
    return b"".join([b"--- a/%b\n+++ b/%b\n" % (name, name), *parts]) if parts else b""


def _lines(data: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> list[_OPCODE]:
    """Return the stretches of lines that differ.

    Fixes rarely make or join lines; where they did not, comparing line by line is enough, and quick for long files.
    """
    if len(old) != len(new):
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [(a, b, c, d) for tag, a, b, c, d in codes if tag != "equal"]
    found: list[_OPCODE] = []
    for at, (one, other) in enumerate(zip(old, new, strict=True)):
        if one != other:
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + 1, found[-1][2], at + 1)
            else:
                found.append((at, at + 1, at, at + 1))
    return found


def _grouped(changes: Sequence[_OPCODE]) -> Iterator[list[_OPCODE]]:
    """Yield the changes that stand so near each other that they make one hunk."""
    group: list[_OPCODE] = []
    for change in changes:
        if group and change[0] - group[-1][1] > 2 * _AROUND:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _head(group: Sequence[_OPCODE], old: int, new: int) -> bytes:
    first, last = group[0], group[-1]
    ranges = [
        (max(0, first[0] - _AROUND), min(old, last[1] + _AROUND)),
        (max(0, first[2] - _AROUND), min(new, last[3] + _AROUND)),
    ]
    shown = [f"{start + (start < end)},{end - start}".encode() for start, end in ranges]
    return b"@@ -%b +%b @@\n" % (shown[0], shown[1])


def _line(sign: bytes, line: bytes) -> bytes:
    return sign + (line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n")
