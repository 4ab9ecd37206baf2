"""Which codes are looked for, and how severe each is: codes, prefixes and names of groups, the most exact one wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, lru_cache

from teikit.diagnostics.pages import codes, group, groups
from teikit.diagnostics.shown import flat
from teikit.diagnostics.values import Diagnostic, Severity

OFF = "off"
LEVELS = (*map(str, Severity), OFF)
# A file that cannot be read is told of whatever is selected: else a run would call clean what it never looked at.
ALWAYS = "reading"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is switched on. ``severities``: a severity or ``off`` for codes, prefixes or groups.

    ``per_file``: patterns of paths, and what is ignored in files that fit one, however exactly it is selected. Raises
    ValueError for a name that means no code of validation.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, str] = field(default_factory=dict)
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        for name in (*self.select, *self.ignore, *self.severities, *(n for _, names in self.per_file for n in names)):
            meant(name)
        for name, level in self.severities.items():
            if level not in LEVELS:
                raise ValueError(f"the severity of {name} must be one of {', '.join(LEVELS)}, not {flat(str(level))!r}")

    def codes(self, path: str = "") -> frozenset[str]:
        """Return the codes that are switched on for a file. ``path``: as the patterns are meant, with slashes."""
        off = tuple(name for name, level in self.severities.items() if level == OFF)
        here = tuple(name for pattern, names in self.per_file if fits(path, pattern) for name in names)
        return _switched_on(tuple(self.select), (*self.ignore, *off), here)

    def apply(self, diagnostics: Iterable[Diagnostic], path: str = "") -> list[Diagnostic]:
        """Return those that are switched on, each with the severity it was given."""
        wanted, known = self.codes(path), selectable()
        return [self._levelled(one) for one in diagnostics if one.code in wanted or one.code not in known]

    def _levelled(self, one: Diagnostic) -> Diagnostic:
        names = [name for name, level in self.severities.items() if level != OFF and _exactness(one.code, [name]) >= 0]
        if not names:
            return one
        best = max(names, key=lambda name: _exactness(one.code, [name]))
        return replace(one, severity=Severity(self.severities[best]))


@cache
def selectable() -> frozenset[str]:
    """Return the codes that can be switched on and off: those of the groups."""
    return frozenset(code for code in codes() if group(code))


@cache
def meant(name: str) -> frozenset[str]:
    """Return the codes that a code, a prefix or the name of a group means. Raises ValueError where there is none."""
    if name.lower() in groups():
        return frozenset(code for code in selectable() if group(code) == name.lower())
    found = frozenset(code for code in selectable() if name and code.startswith(name.upper()))
    if found:
        return found
    shown = flat(name)
    if name.upper() in codes():
        raise ValueError(f"{shown} cannot be switched on or off; only codes of validation can, such as V040")
    near = get_close_matches(name.upper(), sorted(selectable()), 1) or get_close_matches(name.lower(), groups(), 1)
    hint = f"did you mean {near[0]}?" if near else f"use codes, beginnings of codes, or {', '.join(groups())}"
    raise ValueError(f"there is no code or group {shown!r}; {hint}")


@lru_cache(1024)
def _switched_on(select: tuple[str, ...], ignore: tuple[str, ...], here: tuple[str, ...]) -> frozenset[str]:
    """Return the codes that are switched on. ``here``: what is ignored in the file, however exactly it is selected."""

    def wanted(code: str) -> bool:
        chosen = _exactness(code, select) if select and group(code) != ALWAYS else 0
        against = _exactness(code, ignore)
        return chosen >= 0 and (against < 0 or chosen > against) and _exactness(code, here) < 0

    return frozenset(code for code in selectable() if wanted(code))


def split(values: Sequence[str]) -> tuple[str, ...]:
    """Return the names in values that may each hold several, with commas between."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _exactness(code: str, names: Iterable[str]) -> int:
    """Return how exactly the best of the names means a code: more for a longer prefix, 0 for a group, -1 for none."""
    best = -1
    for name in names:
        if code in meant(name):
            best = max(best, 0 if name.lower() in groups() else len(name))
    return best


def fits(path: str, pattern: str) -> bool:
    """Tell whether a path fits a pattern: ``*`` stays in a folder, ``**`` goes below, a bare name fits everywhere.

    >>> fits("drafts/a.xml", "drafts/*.xml"), fits("drafts/old/a.xml", "drafts/*.xml"), fits("x/a.xml", "a.*")
    (True, False, True)
    """
    return bool(path) and _compiled(pattern).fullmatch(path) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    if "/" not in pattern:
        pattern = f"**/{pattern}"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("/"))
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meanings.get(part, re.escape(part)) for part in parts), re.DOTALL)
