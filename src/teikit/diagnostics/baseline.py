"""Findings that are known and borne with, so that an old corpus can start clean: a file that counts them.

A finding is known by its file, its code, its element and its words, never by its line, so that editing above it does
not bring it back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from teikit.diagnostics.identity import Identity, identity, weight
from teikit.diagnostics.pages import group
from teikit.diagnostics.values import Diagnostic, Severity, TeikitError

_FORMAT = "teikit-baseline"
_VERSION = 1
ONCE = frozenset({"V099"})
"""What is so of every file of a corpus is told with the first, whichever that is: a schema that stands in."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each kind every file may have. The paths are relative to the folder of the baseline.

    A finding that stands for several places is known as long as it stands for no more than it did.
    """

    counts: Mapping[str, Mapping[Identity, int]] = field(default_factory=dict)

    def new(self, diagnostics: Iterable[Diagnostic], path: str) -> list[Diagnostic]:
        """Return the findings of a file that are not known. Of more than are known, the last ones count as new."""
        left = dict(self.counts.get(path, {}))
        found = []
        for one in diagnostics:
            key = identity(one)
            if one.code in ONCE and key in self.counts.get("", {}):
                continue
            if left.get(key, 0) >= weight(one) and _bearable(one):
                left[key] -= weight(one)
            else:
                found.append(one)
        return found

    def gone(self, diagnostics: Iterable[Diagnostic], path: str, codes: Container[str]) -> int:
        """Return how many known findings a file no longer has. ``codes``: those that were looked for."""
        found = Counter[Identity]()
        for one in diagnostics:
            found[identity(one)] += weight(one)
        known = self.counts.get(path, {})
        return sum(max(0, count - found[key]) for key, count in known.items() if key[0] in codes)


def made(diagnostics: Iterable[tuple[str, Diagnostic]]) -> Baseline:
    """Return a baseline that knows these findings, each given with its path."""
    counts: dict[str, Counter[Identity]] = {}
    for path, one in diagnostics:
        if _bearable(one):
            counts.setdefault("" if one.code in ONCE else path, Counter())[identity(one)] += weight(one)
    return Baseline(counts)


def _bearable(one: Diagnostic) -> bool:
    """Tell whether a finding can be borne with: a call that failed, or a file that was not looked at, cannot."""
    return bool(group(one.code))


def written(baseline: Baseline) -> str:
    """Return a baseline as a file: sorted, so that a new one differs only where the findings do."""
    rows = [
        {"path": path, "code": code, "xpath": xpath, "message": message, "count": count}
        for path, known in sorted(baseline.counts.items())
        for (code, xpath, message), count in sorted(known.items())
    ]
    return json.dumps({_FORMAT: _VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def read(data: bytes, path: str) -> Baseline:
    """Read a baseline. Raises TeikitError C010 where it is none."""
    counts: dict[str, dict[Identity, int]] = {}
    try:
        content = json.loads(data.decode("utf-8"))
        if content[_FORMAT] != _VERSION:
            raise ValueError(f"it is of version {content[_FORMAT]!r}")
        for row in content["findings"]:
            key = (str(row["code"]), str(row["xpath"]), str(row["message"]))
            known = counts.setdefault(str(row["path"]), {})
            known[key] = known.get(key, 0) + int(row["count"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        why = f"no {error}" if isinstance(error, KeyError) else str(error)
        help = "make it anew with --write-baseline"
        message = f"this is not a baseline that teikit wrote: {why}"
        raise TeikitError(Diagnostic("C010", Severity.ERROR, message, path=path, help=help)) from error
    return Baseline(counts)
