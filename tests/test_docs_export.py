"""What the documentation of exports shows is so: its commands run in order, and its consumers load what they make."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from teikit.export import EXPORTERS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.M | re.S)
MISSING = re.compile(r"ModuleNotFoundError: No module named '(\w+)|error (X006)")


@dataclass(frozen=True, slots=True)
class Step:
    """A command, or an example in Python, with its line in the documentation."""

    line: int
    python: bool
    source: str


def steps() -> list[Step]:
    found = []
    for block in BLOCK.finditer(TEXT):
        line = TEXT.count("\n", 0, block.start()) + 2
        if block[1] == "python":
            found.append(Step(line, True, block[2]))
            continue
        for number, source in enumerate(block[2].splitlines()):
            if source.startswith("$ teikit "):
                found.append(Step(line + number, False, source[2:]))
    return found


def run(step: Step, folder: Path) -> str:
    """Run a step and return what it says of a fault, an empty string where all is well."""
    command, _, target = step.source.partition(" > ") if not step.python else ("", "", "")
    words = ["-c", step.source] if step.python else ["-m", *shlex.split(command, comments=True)]
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"}
    )
    if target:
        (folder / target.strip()).write_bytes(done.stdout)
    return done.stderr.decode() if done.returncode or b"Traceback" in done.stderr else ""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """Run all steps in order, in a folder that looks like a checkout; return what each said of a fault."""
    folder = tmp_path_factory.mktemp("docs")
    for name in ("seeds", "tests", "schemas"):
        (folder / name).symlink_to(ROOT / name)
    return {step.line: run(step, folder) for step in steps()}


def test_every_format_has_its_part() -> None:
    shown = " ".join(step.source for step in steps())
    assert [name for name in EXPORTERS if f"teikit export {name} " not in shown] == []


@pytest.mark.parametrize("step", steps(), ids=lambda step: f"line{step.line}")
def test_a_step_works(step: Step, said: dict[int, str]) -> None:
    fault = said[step.line]
    missing = [found for line, text in said.items() if line <= step.line and (found := MISSING.search(text))]
    if fault and missing:  # itself, or a step that would have made what it reads
        pytest.skip(f"{' and '.join(sorted({one[1] or 'a library' for one in missing}))} not installed")
    assert not fault, f"docs/export.md:{step.line}\n{step.source}\n{fault}"
