"""encoded/ is what `teikit encode seeds/ -o encoded/` makes today, and it is valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle import jing
from teikit import files, pipeline
from teikit.config import Config
from teikit.diagnostics import Severity
from teikit.validate import check

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def test_every_seed_is_encoded_and_nothing_else() -> None:
    assert {path.stem for path in SEEDS} == {path.stem for path in (ROOT / "encoded").iterdir()}
    assert len(SEEDS) >= 12


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_encoding_is_what_is_made_today(seed: Path, tmp_path: Path) -> None:
    target = tmp_path / f"{seed.stem}.xml"
    outcome = pipeline.encode_file(files.Job(seed, target), config=Config())
    assert outcome.data is not None, outcome.diagnostics
    kept = ROOT / "encoded" / f"{seed.stem}.xml"
    assert target.read_bytes() == kept.read_bytes(), "renew it: teikit encode seeds/ -o encoded/, and read the diff"
    found = check(target.read_bytes(), str(kept))
    assert [one for one in found if one.severity is not Severity.INFO] == []


@pytest.mark.parametrize("version", ["4.9.0a", "4.12.0"])
def test_the_encodings_are_valid_for_all_of_tei(shared: Path, version: str) -> None:
    schema = shared / "tei" / version / "tei_all" / "tei_all.rng"
    assert jing(schema, sorted((ROOT / "encoded").glob("*.xml"))) == []
