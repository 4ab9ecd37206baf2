"""Sentences with marked names, as scholars write them: `I met [Mr Hugo](persName) in [Paris](placeName).`"""

from __future__ import annotations

import re
from pathlib import Path

MARK = re.compile(r"\[([^\[\]]+)\]\((persName|placeName|orgName)\)")


def sentences(folder: Path) -> list[tuple[str, str]]:
    """Return the sentences of all files of a folder, each with the place where it stands."""
    found = []
    for path in sorted(folder.glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("- "):
                found.append((f"{path.stem}:{number}", line[2:].strip()))
    return found


def unmark(line: str) -> tuple[str, set[tuple[int, int, str]]]:
    """Return the text of a marked sentence, and the marks as start, end, kind."""
    text, marks, at = "", set(), 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        marks.add((len(text), len(text) + len(match.group(1)), match.group(2)))
        text += match.group(1)
        at = match.end()
    return text + line[at:], marks
