"""teikit.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit import config
from teikit.diagnostics import TeikitError


def write(folder: Path, text: str) -> Path:
    path = folder / config.NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_and_shared_metadata_are_read(tmp_path: Path) -> None:
    text = '[encode]\nprofile = "letter"\ndate-order = "dmy"\nmin-cert = 0.5\n[metadata]\npublisher = "The Press"\n'
    loaded = config.load(write(tmp_path, text))
    assert (loaded.encode.profile, loaded.encode.date_order, loaded.encode.min_cert) == ("letter", "dmy", 0.5)
    assert loaded.metadata == {"publisher": "The Press"}


def test_what_is_validated_and_told(tmp_path: Path) -> None:
    (tmp_path / "own.rng").touch()
    text = """
[validate]
schema = "own.rng"
select = ["schema", "V04"]
ignore = ["V012"]
baseline = "./known.json"
jobs = 2
fail-level = "error"
allow-network = true
catalogues = ["catalog.xml"]
[validate.severity]
V041 = "warning"
[validate.per-file-ignores]
"drafts/*.xml" = ["house"]
[validate.copies]
"https://example.org/s.rng" = "own.rng"
"""
    loaded = config.load(write(tmp_path, text)).validate
    assert loaded.schema == (str(tmp_path / "own.rng"),)
    assert loaded.baseline == str(tmp_path / "known.json")
    assert (loaded.jobs, loaded.fail_level, loaded.allow_network) == (2, "error", True)
    assert loaded.catalogues == ("catalog.xml",)
    assert loaded.copies == {"https://example.org/s.rng": "own.rng"}
    chosen = loaded.selection()
    assert {"V010", "V041", "V001"} <= chosen.codes("a.xml")
    assert not {"V012", "V020"} & chosen.codes("a.xml")
    assert "V041" not in chosen.codes("drafts/a.xml")


def test_a_schema_that_is_no_file_beside_the_configuration_stays_as_it_is(tmp_path: Path) -> None:
    text = '[validate]\nschema = ["tei_all", "https://example.org/s.rng"]\n'
    assert config.load(write(tmp_path, text)).validate.schema == ("tei_all", "https://example.org/s.rng")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[encode]\nprofil = 'letter'\n", "unknown setting 'profil'"),
        ("[exports]\n", "unknown section [exports]"),
        ("[encode]\nmin-cert = 'high'\n", "min-cert must be a number"),
        ("[encode]\ndate-order = 'dym'\n", "must be one of dmy, mdy, ymd"),
        ("encode = 1\n", "must be tables"),
        ("[encode]\nlanguage = 'Old French'\n", "language must be a tag"),
        ("[encode]\ndate = 'yesterday'\n", "date must be an ISO date"),
        ("[encode\n", "cannot be read"),
        ("[validate]\nselekt = []\n", "unknown setting 'selekt'"),
        ("[validate]\nselect = 'V010'\n", "select must be a list of strings"),
        ("[validate]\nselect = ['V999']\n", "there is no code or group 'V999'"),
        ("[validate]\nallow-network = 'yes'\n", "must be true or false"),
        ("[validate]\njobs = true\n", "must be a whole number"),
        ("[validate]\njobs = -1\n", "must not be negative"),
        ("[validate]\nschema = 1\n", "must be a string or a list of strings"),
        ("[validate]\nfail-level = 'never'\n", "fail-level must be one of error, warning, info"),
        ("[validate.severity]\nV010 = 'fatal'\n", "must be one of error, warning, info, off"),
        ("[validate.severity]\nV010 = 1\n", "must be a table of strings"),
        ("[validate.per-file-ignores]\n'a.xml' = 'house'\n", "must be a table of lists of strings"),
        ("[validate.per-file-ignores]\n'a.xml' = ['hause']\n", "did you mean house"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TeikitError) as caught:
        config.load(write(tmp_path, text))
    assert says in caught.value.diagnostic.message


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert config.find(inner) == path
