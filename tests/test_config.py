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


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[encode]\nprofil = 'letter'\n", "unknown setting 'profil'"),
        ("[export]\n", "unknown section [export]"),
        ("[encode]\nmin-cert = 'high'\n", "min-cert must be a number"),
        ("[encode]\ndate-order = 'dym'\n", "must be one of dmy, mdy, ymd"),
        ("encode = 1\n", "must be tables"),
        ("[encode]\nlanguage = 'Old French'\n", "language must be a tag"),
        ("[encode]\ndate = 'yesterday'\n", "date must be an ISO date"),
        ("[encode\n", "cannot be read"),
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
