"""What is kept between builds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from teikit.publish.keeping import Store


@pytest.mark.parametrize("before", ["another", "rubbish"])
def test_a_cache_of_another_version_is_begun_anew(before: str, tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite"
    if before == "rubbish":
        path.write_bytes(b"no database" * 100)
    else:
        with closing(sqlite3.connect(path)) as base:
            base.execute("CREATE TABLE documents(id INTEGER)")
    store = Store(path)
    assert store.document("x") == 0
    store.close()
    Store(path).close()
