"""Applying fixes: edits of bytes, proved not to do harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from teikit.diagnostics import Diagnostic, Edit, Severity, counted

ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """The bytes after fixing, the findings that were mended, and why it stopped where that was not for want of more."""

    data: bytes
    mended: tuple[Diagnostic, ...] = ()
    refused: str = ""


def fixed(
    data: bytes,
    check: Callable[[bytes], Sequence[Diagnostic]],
    wanted: Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]],
    *,
    rounds: int = ROUNDS,
) -> Fixed:
    """Apply the fixes of the findings that are wanted, and again those of the result, until nothing is left to do.

    ``check``: finds everything, so that harm shows that nobody asked about. What would make a file not well-formed, or
    join or part words of its text, or bring more findings than it mends, is not done.
    """
    found, mended = check(data), list[Diagnostic]()
    for _ in range(rounds):
        now = chosen(wanted(found), len(data))
        if not now:
            break
        after = spliced(data, [edit for one in now if one.fix for edit in one.fix.edits])
        again = check(after)
        harm = _harm(data, after, found, again)
        if harm:
            return Fixed(data, tuple(mended), harm)
        data, found = after, again
        mended += now
    return Fixed(data, tuple(mended))


def chosen(diagnostics: Iterable[Diagnostic], size: int) -> list[Diagnostic]:
    """Return the findings whose fixes can be applied together: of two that touch the same bytes, the first.

    A fix is applied with all its edits or not at all. ``size``: the length of the file; an edit beyond it is no edit.
    """
    taken: set[Edit] = set()
    found = []
    for one in diagnostics:
        edits = one.fix.edits if one.fix else ()
        sound = all(0 <= edit.start <= edit.end <= size for edit in edits)
        changes = any(edit.start < edit.end or edit.new for edit in edits)
        others = [edit for edit in edits if edit not in taken]
        clear = not any(_overlap(edit, other) for edit in others for other in taken)
        apart = not any(_overlap(a, b) for at, a in enumerate(edits) for b in edits[:at])
        if sound and changes and clear and apart:
            taken.update(edits)
            found.append(one)
    return found


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == other.start:  # two insertions at one place: which comes first is not known
        return True
    first, second = sorted((one, other), key=lambda edit: edit.start)
    return second.start < first.end


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with edits applied that do not overlap; one that is given twice is made once."""
    parts, at = [], 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        parts += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*parts, data[at:]])


def _harm(data: bytes, after: bytes, before: Sequence[Diagnostic], again: Sequence[Diagnostic]) -> str:
    """Return what fixes would do wrong; an empty string where they do not."""
    words, words_after = _words(data), _words(after)
    if words is not None and words_after is None:
        return "the file would no longer be well-formed"
    for level in Severity:
        were, are = (sum(one.severity.rank <= level.rank for one in every) for every in (before, again))
        if are > were:
            new = sorted({one.code for one in again} - {one.code for one in before}) or sorted({d.code for d in again})
            return f"there would be {counted(are, 'finding')} instead of {were} ({', '.join(new[:5])})"
    return "words of the text would be joined, parted or lost" if words != words_after else ""


def _words(data: bytes) -> int | None:
    """Return how many words the text has; None where the file is not well-formed."""
    parts: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.CharacterDataHandler = parts.append
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return None
    return len("".join(parts).split())
