"""The README's examples do what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from teikit import config, sidecar

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def commands() -> list[str]:
    """Return the lines that call teikit itself, in order (the two set-up commands make environments)."""
    lines = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
    return [line for line in lines if line.startswith("teikit ")]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a folder that looks like a checkout, to write into."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "tests"):
        (folder / name).symlink_to(root / name)
    return folder


def test_the_tour_runs_in_order(checkout: Path) -> None:
    assert len(commands()) >= 6
    for line in commands():
        command, _, target = line.partition(" > ")
        words = shlex.split(command)[1:]
        run = subprocess.run([sys.executable, "-m", "teikit", *words], cwd=checkout, capture_output=True, check=False)
        assert run.returncode == 0, f"{line}\n{run.stderr.decode()}"
        if target:
            (checkout / target.strip()).write_bytes(run.stdout)
    assert (checkout / "edition.xml").read_bytes() == (checkout / "tests/cases/edition.xml").read_bytes()
    assert len(list((checkout / "pages").glob("*.html"))) == len(list((checkout / "tei").glob("*.xml")))


def test_the_python_example_runs() -> None:
    (example,) = blocks("python")
    run = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert run.returncode == 0, run.stderr
    assert "Mr. Henry Alcott left for Paris yesterday." in run.stdout


def test_the_configuration_and_the_sidecar_are_understood(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    tomllib.loads(example)
    path = tmp_path / "teikit.toml"
    path.write_text(example, encoding="utf-8")
    assert config.load(path).encode.date_order == "dmy"
    (yaml,) = blocks("yaml")
    assert set(sidecar.parse_sidecar(yaml.encode(), "letter.yaml")) <= set(sidecar.KEYS)


def test_the_set_up_commands_are_the_first_two() -> None:
    first, second = [line for block in blocks("console") for line in block.splitlines()][:2]
    assert "pip install" in first
    assert "teikit encode seeds/ -o encoded/" in first
    assert "pytest" in second
