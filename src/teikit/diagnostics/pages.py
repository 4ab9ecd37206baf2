"""The pages of the codes, and the groups that the codes of validation belong to."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from teikit import data
from teikit.diagnostics.values import Severity


@cache
def page(code: str) -> str:
    """Return the page on a code, in Markdown; an empty string for a code that does not exist."""
    return (files("teikit.data") / "codes" / f"{code}.md").read_text(encoding="utf-8") if code in codes() else ""


@cache
def codes() -> tuple[str, ...]:
    """Return every code that has a page, sorted."""
    folder = files("teikit.data") / "codes"
    return tuple(sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name.endswith(".md")))


@cache
def severity(code: str) -> Severity:
    """Return the severity that the page of a code gives it. Raises KeyError for a code that does not exist."""
    for line in page(code).splitlines():
        if line.startswith("severity:"):
            return Severity(line.partition(":")[2].strip())
    raise KeyError(code)


def title(code: str) -> str:
    """Return what a code stands for, in a few words; an empty string for a code that does not exist."""
    return page(code).partition("\n")[0].partition(": ")[2]


def body(code: str) -> str:
    """Return the page of a code without its title and its severity."""
    lines = page(code).splitlines()[1:]
    return "\n".join(line for line in lines if not line.startswith("severity:")).strip()


@cache
def groups() -> tuple[str, ...]:
    """Return the names of the groups, in the order of the codes."""
    return tuple(dict.fromkeys(row["group"] for row in data.table("diagnostic_groups")))


@cache
def group(code: str) -> str:
    """Return the group of a code of validation; an empty string for any other code."""
    for row in data.table("diagnostic_groups"):
        if row["first"] <= code <= row["last"] and len(code) == len(row["first"]):
            return row["group"]
    return ""
