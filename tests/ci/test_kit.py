"""The kit for continuous integration: its files are read, and their scripts run as the services would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

LETTER = Path("tests/cases/validate/letter.xml")


@pytest.fixture
def corpus(tmp_path: Path, root: Path) -> Path:
    """A folder with a right file and a wrong one, whose names need care."""
    text = re.sub(r"<\?xml-model.*?\?>", "", (root / LETTER).read_text(encoding="utf-8"))
    folder = tmp_path / "work"
    (folder / "my letters").mkdir(parents=True)
    (folder / "my letters" / "right.xml").write_text(text, encoding="utf-8")
    (folder / "my letters" / "wrong.xml").write_text(text.replace("<num value=", "<num valeu="), encoding="utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """The tests' own interpreter first, so that `teikit` and `python` are those of the tests."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **more}


def action(root: Path) -> dict[str, Any]:
    return yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))


def run_step(root: Path, folder: Path, given: Mapping[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run the last step of the action as a runner does: expressions filled in, then bash."""
    kit = action(root)
    step = kit["runs"]["steps"][-1]
    inputs = {name: given.get(name, spec["default"]) for name, spec in kit["inputs"].items()}
    assert set(given) <= set(inputs)
    values = {
        key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for key, value in step["env"].items()
    }
    assert "${{" not in step["run"], "an input in the text of a script could be run"
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder, env=environment(**values, **more), capture_output=True, text=True)


def test_the_action_annotates_and_fails(root: Path, corpus: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.touch()
    done = run_step(root, corpus, {"paths": "my letters\n", "sarif": "out.sarif"}, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1, done.stderr
    (annotation,) = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert "file=my letters/wrong.xml" in annotation
    assert "title=V011" in annotation
    assert json.loads((corpus / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert "V011" in summary.read_text(encoding="utf-8")


def test_the_action_passes_its_inputs_on(root: Path, corpus: Path) -> None:
    given = {"paths": "my letters/right.xml\nmy letters/wrong.xml", "ignore": "V011", "fail-level": "error"}
    done = run_step(root, corpus, given)
    assert done.returncode == 0, done.stdout + done.stderr
    assert run_step(root, corpus, {"paths": "nowhere"}).returncode == 2


def test_the_action_runs_nothing_that_an_input_holds(root: Path, corpus: Path) -> None:
    run_step(root, corpus, {"paths": "$(touch pwned)\n`touch pwned`; touch pwned", "select": '"; touch pwned; "'})
    assert not (corpus / "pwned").exists()


@pytest.mark.parametrize(("version", "installed"), [("", "/the/action"), ("1.2 $(x)", "teikit==1.2 $(x)")])
def test_the_action_installs_itself_or_a_version(root: Path, tmp_path: Path, version: str, installed: str) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nfor last; do :; done\nprintf %s "$last"\n')
    python.chmod(0o755)
    (step,) = [step for step in action(root)["runs"]["steps"] if "pip install" in step.get("run", "")]
    assert list(step["env"].values()) == ["${{ inputs.version }}"]
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "GITHUB_ACTION_PATH": "/the/action"}
    variables = path | dict.fromkeys(step["env"], version)
    assert subprocess.check_output(["bash", "-eo", "pipefail", "-c", step["run"]], env=variables) == installed.encode()


def test_every_step_of_the_action_says_what_it_runs(root: Path) -> None:
    for step in action(root)["runs"]["steps"]:
        assert "uses" in step or step["shell"] == "bash"
        if "run" in step:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


def gitlab(root: Path, **inputs: str) -> dict[str, Any]:
    """The job of the template, as GitLab reads it: inputs filled into the values, variables in the environment."""
    head, body = yaml.safe_load_all((root / "templates/teikit-validate.yml").read_text(encoding="utf-8"))
    values = {name: spec.get("default") for name, spec in head["spec"]["inputs"].items()} | inputs
    assert set(inputs) <= set(head["spec"]["inputs"])

    def filled(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: filled(value) for key, value in node.items()}
        if isinstance(node, list):
            return [filled(value) for value in node]
        return (
            re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: values[found[1]], node)
            if isinstance(node, str)
            else node
        )

    job: dict[str, Any] = filled(body)["teikit-validate"]
    assert not any("inputs" in line for line in job["script"])
    return job


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_gitlab_job_writes_the_reports_that_it_names(root: Path, corpus: Path, shell: str) -> None:
    job = gitlab(root, paths="my letters/right.xml\nmy letters/w*.xml\n", arguments="--ignore V08 --phase #ALL")
    script = "\n".join(line for line in job["script"] if "pip install" not in line)
    assert script
    variables = {"CI_PROJECT_DIR": str(corpus), **job["variables"]}
    done = subprocess.run([shell, "-ec", script], cwd=corpus, env=environment(**variables), capture_output=True)
    assert done.returncode == 1, done.stderr
    (finding,) = json.loads((corpus / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert finding["location"]["path"] == "my letters/wrong.xml"
    cases = ElementTree.parse(corpus / job["artifacts"]["reports"]["junit"]).iter("testcase")
    assert [len(case) for case in cases] == [0, 1]
    assert set(job["artifacts"]["reports"].values()) <= set(job["artifacts"]["paths"])


def hooks(root: Path) -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def test_the_hooks_run(root: Path, corpus: Path) -> None:
    files = ["my letters/right.xml", "my letters/wrong.xml"]
    for name, hook in hooks(root).items():
        assert re.search(hook["files"], files[0])
        done = subprocess.run([*hook["entry"].split(), *files], cwd=corpus, env=environment(), capture_output=True)
        assert done.returncode == 1, (name, done.stderr)
        assert b"V011" in done.stdout


@pytest.mark.slow
def test_pre_commit_itself_runs_the_hooks(root: Path, corpus: Path) -> None:
    """In a repository whose configuration names what is committed here, not what the working tree holds."""
    if shutil.which("pre-commit", path=environment()["PATH"]) is None:
        pytest.skip("pre-commit is not installed: pip install pre-commit")
    if not (root / ".git").exists():
        pytest.skip("needs the repository, which pre-commit clones")
    quiet = environment(PRE_COMMIT_HOME=str(corpus.parent / "cache"), GIT_CONFIG_GLOBAL=os.devnull)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=corpus, env=quiet, capture_output=True, encoding="utf-8")

    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=root, env=quiet, text=True).strip()
    repo = {"repo": root.as_uri(), "rev": commit, "hooks": [{"id": name} for name in hooks(root)]}
    (corpus / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repo]}), encoding="utf-8")
    right = (corpus / "my letters" / "right.xml").read_text(encoding="utf-8")
    untidy = corpus / "my letters" / "Übel größe.xml"
    untidy.write_text(right.replace('"><persName>Thomas', '"><persName> Thomas'), encoding="utf-8")
    assert run("git", "init", "-q").returncode == run("git", "add", ".").returncode == 0

    checked = run("pre-commit", "run", "teikit-validate", "--all-files")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert [line.split(":")[0] for line in checked.stdout.splitlines() if " V011 " in line] == ["my letters/wrong.xml"]
    for status in (1, 0):
        done = run("pre-commit", "run", "teikit-fix", "--files", "my letters/right.xml", str(untidy))
        assert done.returncode == status, done.stdout + done.stderr
        assert ("files were modified" in done.stdout) == bool(status)
    assert untidy.read_text(encoding="utf-8") == right.replace('"><persName>Thomas', '"> <persName>Thomas')
