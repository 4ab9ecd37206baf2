"""What was valid TEI stays so: jing finds no more faults after names were marked than before."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from marking import marked

from teikit.diagnostics import TeikitError
from teikit.tei.splice import splice
from teikit.tei.view import view

_FAULT = re.compile(r"^(.*?):\d+:\d+: (?:error|fatal)", re.MULTILINE)


def faults(schema: Path, paths: list[Path]) -> Counter[str]:
    """Return the number of faults by the name of the file."""
    run = subprocess.run(["jing", schema, *paths], capture_output=True, text=True, check=False)
    return Counter(Path(found).name for found in _FAULT.findall(run.stdout))


@pytest.mark.slow
@pytest.mark.parametrize("registers", ["standOff", "back"])
def test_no_fault_is_added(shared: Path, tmp_path: Path, registers: str) -> None:
    if not shutil.which("jing"):
        pytest.skip("needs jing")
    schema = shared / "tei" / "4.9.0a" / "tei_all" / "tei_all.rng"
    sources = []
    for path in sorted((shared / "tei" / "instances").rglob("*")):
        # jing gives up on a file with a DTD that is not there, and on all after it.
        if path.suffix not in (".xml", ".odd", ".tei") or b"<!DOCTYPE" in path.read_bytes():
            continue
        try:
            seen = view(path.read_bytes())
        except TeikitError:
            continue
        result = splice(seen, marked(seen.document, 4), version="1.0", registers=registers, date="2026-01-02")
        (tmp_path / path.name).write_bytes(result.data)
        sources.append(path)
    assert len(sources) > 100
    assert faults(schema, [tmp_path / path.name for path in sources]) == faults(schema, sources)
