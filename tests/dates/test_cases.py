"""Run the cases in tests/cases/dates, which a scholar can add to (see the README there)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from teikit.link.dates import link_dates
from teikit.model import DateValue, Document, Metadata
from teikit.recognise.dates import recognise_dates

CASES = Path(__file__).parents[1] / "cases" / "dates"
MARKED = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
CODES = re.compile(r"(?:\s+D\d{3})+$")


@dataclass(frozen=True)
class Case:
    line: str
    anchor: str = ""
    language: str = ""
    order: str = ""

    @property
    def marked(self) -> str:
        return CODES.sub("", self.line)

    @property
    def text(self) -> str:
        return MARKED.sub(r"\1", self.marked).replace("\\n", "\n")

    @property
    def expected(self) -> list[tuple[str, str]]:
        return MARKED.findall(self.marked)

    @property
    def codes(self) -> list[str]:
        return re.findall(r"D\d{3}", self.line[len(self.marked) :])


def cases() -> Iterator[tuple[str, Case]]:
    for path in sorted(CASES.glob("*.md")):
        if path.name == "README.md":
            continue
        settings: dict[str, str] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("##"):
                words = line[2:].split()
                settings = dict(zip(words[::2], words[1::2], strict=True))
            elif line.startswith("- "):
                yield f"{path.stem}:{number}", Case(line[2:].strip(), **settings)


ALL = list(cases())


def shown(value: DateValue | None) -> str:
    if value is None:
        return "?"
    if value.when:
        return value.when
    if value.from_ or value.to:
        return f"{value.from_}/{value.to}"
    return f"~{value.not_before}/{value.not_after}"


def linked(case: Case) -> Document:
    date = DateValue(when=case.anchor) if case.anchor else None
    doc = Document(" " + case.text, Metadata(language=case.language or "en", date=date))
    mentions = tuple(mention for mention in recognise_dates(doc) if mention.kind == "date")
    return link_dates(replace(doc, mentions=mentions), date_order=case.order)


@pytest.mark.parametrize("case", [case for _, case in ALL], ids=[name for name, _ in ALL])
def test_case(case: Case) -> None:
    doc = linked(case)
    assert [(mention.span.of(doc.text), shown(mention.value)) for mention in doc.mentions] == case.expected
    if case.codes:
        assert [finding.code for finding in doc.findings] == case.codes


def test_there_are_enough_cases() -> None:
    assert len(ALL) >= 250
