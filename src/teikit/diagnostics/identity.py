"""By what a finding is known again after the file has changed: not by its line."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from teikit.diagnostics.shown import flat
from teikit.diagnostics.values import Diagnostic

_POSITION = re.compile(r"\[\d+\]")
_NUMBERED = re.compile(r"\b(lines?|columns?) \d+(?:(?:, | and | or |[–-])\d+)*")
# What a finding adds that stands for others of the same cause, and how many files and places there happen to be.
_MORE = re.compile(r" \(and in (\d+) more [a-z]+\)")
_COUNTED = re.compile(r"\b(?:\d+(?= (?:files?|places)\b)|(?:\d+|One) of \d+(?= ))")
Identity = tuple[str, str, str]


def identity(diagnostic: Diagnostic) -> Identity:
    """Return code, path of elements without their numbers, and message without numbers of lines, files and places.

    >>> from teikit.diagnostics.values import Severity
    >>> identity(Diagnostic("V041", Severity.ERROR, "It stands on line 7 too.", xpath="/TEI/text[1]/p[3]"))
    ('V041', '/TEI/text/p', 'It stands on line … too.')
    """
    xpath = _POSITION.sub("", flat(diagnostic.xpath))
    message = _COUNTED.sub("…", _MORE.sub("", flat(diagnostic.message)))
    return diagnostic.code, xpath, _NUMBERED.sub(r"\1 …", message)


def weight(diagnostic: Diagnostic) -> int:
    """Return how many places a finding stands for: those that its message counts, and its own."""
    return 1 + sum(int(found[1]) for found in _MORE.finditer(diagnostic.message))


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield a fingerprint for each, in order; the second of two that are alike gets one of its own."""
    seen: Counter[tuple[str, ...]] = Counter()
    for diagnostic in diagnostics:
        key = (flat(diagnostic.path), *identity(diagnostic))
        seen[key] += 1
        yield hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()[:32]
