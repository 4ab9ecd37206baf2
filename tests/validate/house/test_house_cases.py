"""Files with what house rules find in them: NAME.xml and NAME.expected, of which `pytest --accept` writes the latter.

An expected file has one line for each finding: line, code, severity, and "fix" where there is one, then the message.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.diagnostics import severity
from teikit.validate.corpus import Corpus, survey
from teikit.validate.house import check_house
from teikit.validate.source import Parsed
from teikit.xmlio import parse

CASES = Path(__file__).resolve().parents[2] / "cases" / "validate" / "house"


def corpus_of(path: Path) -> Corpus | None:
    """Return the corpus of a case that lies in a folder of its own."""
    if path.parent == CASES:
        return None
    surveys = (survey(one.read_bytes(), str(one)) for one in sorted(path.parent.glob("*.xml")))
    return Corpus.gather([str(path.parent)], surveys)


def findings(path: Path) -> str:
    data = path.read_bytes()
    lines = []
    for fault in check_house(Parsed(data, str(path), parse(data)), corpus_of(path)):
        words = [fault.severity or severity(fault.code), "fix" if fault.fix else "", fault.message]
        lines.append(" ".join(filter(None, [f"{fault.place.line:3}", fault.code, *words])))
    return "".join(f"{line}\n" for line in sorted(lines))


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.xml")), ids=lambda path: str(path.relative_to(CASES)))
def test_a_file_has_the_findings_expected(path: Path, request: pytest.FixtureRequest) -> None:
    expected = path.with_suffix(".expected")
    found = findings(path)
    if request.config.getoption("--accept", default=False):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
