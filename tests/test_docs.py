"""What the documentation of validation shows is so."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from teikit import config
from teikit.diagnostics import codes, groups

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "validate.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.M | re.S)


def test_the_commands_run_in_order(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "encoded", tmp_path / "tei")
    lines = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ teikit ")]
    assert len(lines) >= 6
    for line in lines:
        if "https://" in line:  # fetches
            continue
        words = shlex.split(line)
        run = subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, check=False)
        assert run.returncode in (0, 1), f"{line}\n{run.stderr.decode()}"
        assert b"Traceback" not in run.stderr


def test_the_configuration_is_understood(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "teikit.toml").write_text(example, encoding="utf-8")
    settings = config.load(tmp_path / "teikit.toml").validate
    assert settings.fail_level == "error"
    assert settings.selection().severities["V080"] == "info"


def test_the_examples_for_services_name_what_there_is(root: Path) -> None:
    action = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    hooks = {hook["id"] for hook in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    github, precommit = (yaml.safe_load(block) for block in blocks("yaml"))
    assert set(github[1]["with"]) <= set(action["inputs"])
    assert {hook["id"] for hook in precommit[0]["hooks"]} <= hooks


@pytest.mark.parametrize("code", sorted(set(re.findall(r"\bV\d{3}\b", TEXT))))
def test_the_codes_exist(code: str) -> None:
    assert code in codes()


def test_the_groups_are_those_of_the_table() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.M))
    assert rows == set(groups())
