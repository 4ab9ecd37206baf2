"""Who may import whom (the table in CONTRIBUTING.md), read off the syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "teikit"

VALUES = {"model", "edition", "corpus", "diagnostics", "config", "data", "dates"}
TEXT = {"reader", "structure", "recognise", "link", "sidecar", "standoff"}
WHOLE = {"pipeline", "checking", "exporting", "publish", "registers", "applying"}
PARTS = {"files", "parallel"}
ALL = VALUES | TEXT | {"xmlio", "xmlscan", "tei", "validate", "export", "cli"} | PARTS | WHOLE
MAY = {
    "model": set(),
    "edition": {"model"},
    "corpus": {"edition"},
    "diagnostics": {"data"},
    "config": {"diagnostics"},
    "data": set(),
    "dates": {"model", "data"},
    "xmlio": set(),
    "xmlscan": {"diagnostics", "xmlio"},
    **dict.fromkeys(TEXT, VALUES),
    "tei": VALUES | {"xmlio", "xmlscan"},
    "validate": {"xmlio", "xmlscan", "diagnostics", "data"},
    "export": {"xmlio", "xmlscan", "diagnostics", "data", "model", "edition", "corpus", "tei"},
    "files": {"diagnostics"},
    "parallel": set(),
    "checking": PARTS | {"diagnostics", "validate", "xmlscan"},
    "pipeline": ALL - {"cli", "exporting", "publish", "registers", "applying"},
    "exporting": ALL - {"cli", "publish", "registers"},
    "applying": ALL - {"cli", "publish", "registers"},
    "publish": ALL - {"cli", "registers"},
    "registers": ALL - {"cli", "publish"},
    "cli": ALL,
}
LXML = {"xmlio", "xmlscan", "tei", "validate", "export"}


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return [p for p in sorted(SRC.rglob("*.py")) if room(p) not in ("__init__", "__main__")]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_stay_within_the_layer(path: Path) -> None:
    here = room(path)
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("teikit.")}
    rooms &= ALL
    assert rooms - {here} <= MAY[here]
    if here not in LXML:
        assert not any(name.split(".")[0] == "lxml" for name in imported(path))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if room(path) == "cli":
        return
    names = {node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    assert not names & {"print", "input", "exit", "quit"}
    assert not imported(path) & {"click", "sys.exit", "os.environ"}


def test_imports_make_no_circle() -> None:
    graph = {
        ".".join(("teikit", *p.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__"): p for p in modules()
    }
    edges = {name: {m for m in imported(path) if m in graph and m != name} for name, path in graph.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"circle: {' > '.join((*trail, name))}"
        if name not in done:
            for other in edges[name]:
                # A package's __init__ may gather what is below it.
                if not name.startswith(other + ".") and not other.startswith(name + "."):
                    visit(other, (*trail, name))
            done.add(name)

    for name in edges:
        visit(name, ())


def test_no_module_is_a_drawer_for_anything() -> None:
    assert not {p.stem for p in modules()} & {"utils", "util", "helpers", "common", "misc"}


def test_modules_stay_small_enough_to_read() -> None:
    long = {
        str(p.relative_to(SRC)): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
