"""What tests of pages need beside Python: Chromium driven by Playwright, and packages from npm.

Where they are not, tests skip and say so.

The packages are looked for in the folders of NODE_PATH and in ``node_modules`` beside the tests.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (320, 1280)


def node_package(name: str) -> Path:
    """Return the folder of a package from npm."""
    for folder in (*filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)), str(ROOT / "node_modules")):
        if (Path(folder) / name).is_dir():
            return Path(folder) / name
    pytest.skip(f"the npm package {name} is not installed (npm install {name})")


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium; every page that it opens has no network."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as run:
        launched = run.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield launched
        finally:
            launched.close()


@contextmanager
def window(launched: Any, width: int = 1280, **options: Any) -> Iterator[Any]:
    """Open a window; what its pages ask of the network is refused. ``options``: of a context of Playwright."""
    context = launched.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def page(launched: Any, url: str, width: int = 1280, **options: Any) -> Iterator[Any]:
    """Open a page of a file in a window of its own."""
    with window(launched, width, **options) as opened:
        opened.goto(url)
        yield opened


def axe_violations(opened: Any) -> list[str]:
    """Return what axe-core finds wrong with an open page."""
    if not opened.evaluate("!!window.axe"):
        opened.add_script_tag(path=str(node_package("axe-core") / "axe.min.js"))
    found = opened.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    return [f"{rule}: {html}" for rule, nodes in found for html in nodes]


def checker_errors(folder: Path) -> list[str]:
    """Return the errors of the W3C's HTML checker (vnu.jar from npm's vnu-jar) in a file or the files of a folder."""
    import json
    import subprocess

    jar = node_package("vnu-jar") / "build/dist/vnu.jar"
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    command = [
        "java",
        "-Xss8m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--skip-non-html",
        "--exit-zero-always",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    return [f"{m['url']}:{m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"]
