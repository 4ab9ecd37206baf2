"""Compiled grammars on disk: found again, made again when something changed, never trusted."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from relaxng_engine import SHARED, grammar, nothing, told

from teikit.validate.relaxng import store
from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.store import compiled
from teikit.validate.relaxng.validator import Validator

MAIN = b'include "part.rnc" start = r'


def load(directory: Path | None, data: bytes, parts: dict[str, bytes] | None = None) -> Grammar:
    def resolve(href: str) -> bytes:
        if not parts:
            raise FileNotFoundError(href)
        return parts[href.rpartition("/")[2]]

    return compiled(data, "file:///main.rnc", resolve=resolve, directory=directory)


RECURSIVE = (
    b'start = r r = element r { attribute a { "x" | xsd:int { minInclusive = "1" } }?, (r | element * - r { text })* }'
)


def only(directory: Path) -> Path:
    (path,) = directory.iterdir()
    return path


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every schema that is compiled."""
    from teikit.validate.relaxng import load as loading

    made: list[str] = []
    real = loading.load
    monkeypatch.setattr(loading, "load", lambda *args, **named: made.append(args[1]) or real(*args, **named))
    return made


def test_a_grammar_is_found_again(tmp_path: Path, loads: list[str]) -> None:
    first = load(tmp_path, RECURSIVE)
    second = load(tmp_path, RECURSIVE)
    assert len(loads) == 1
    for schema in (Validator(first), Validator(second)):
        assert told(schema, '<r a="x"><r a="0"/><z/></r>') == ["attribute value invalid r@a"]
    assert sorted(map(repr, first.nodes)) != [] and len(first.nodes) == len(second.nodes)


def test_nothing_is_kept_without_a_folder(loads: list[str]) -> None:
    load(None, RECURSIVE)
    load(None, RECURSIVE)
    assert len(loads) == 2


def test_a_changed_part_is_noticed(tmp_path: Path, loads: list[str]) -> None:
    load(tmp_path, MAIN, {"part.rnc": b"r = element r { empty }"})
    again = load(tmp_path, MAIN, {"part.rnc": b"r = element r { empty }"})
    assert len(loads) == 1
    assert told(Validator(again), "<r/>") == []
    changed = load(tmp_path, MAIN, {"part.rnc": b"r = element s { empty }"})
    assert told(Validator(changed), "<s/>") == []
    assert len(loads) == 2


@pytest.mark.parametrize("damage", ["", "x", "null", "[]", "{}", '{"format": 1}', "\x00" * 50])
def test_a_foreign_file_is_passed_over(tmp_path: Path, damage: str) -> None:
    load(tmp_path, RECURSIVE)
    only(tmp_path).write_text(damage)
    assert told(Validator(load(tmp_path, RECURSIVE)), "<r/>") == []


def test_a_damaged_file_is_passed_over(tmp_path: Path) -> None:
    wanted = load(tmp_path, RECURSIVE)
    data = only(tmp_path).read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        at = chance.randrange(len(data))
        only(tmp_path).write_bytes(chance.choice((data[:at], data[:at] + b"\xff" + data[at + 1 :], data + b"1")))
        assert len(load(tmp_path, RECURSIVE).nodes) == len(wanted.nodes)


def resealed(path: Path, body: list[object]) -> None:
    """Write another body under a right digest, as somebody might who wants to do harm."""
    head = json.loads(path.read_bytes().partition(b"\n")[0])
    text = json.dumps(body).encode()
    path.write_bytes(json.dumps({**head, "digest": store._digest(text)}).encode() + b"\n" + text)


@pytest.mark.parametrize(
    "body",
    [
        [[["empty"]], 1, []],
        [[["empty"]], -1, []],
        [[["empty"]], True, []],
        [[["name", "", "a"]], 0, []],
        [[["choice", 0, 0]], 0, []],
        [[["name", "", "a"], ["element", 0, 9]], 1, []],
        [[["name", "", "a"], ["element", 0, 0]], 1, []],
        [[["empty"], ["group", 0, "0"]], 1, []],
        [[["empty"], ["group", 0]], 1, []],
        [[["eval", "x"]], 0, []],
        [[["data", "", "token", [["a"]], -1]], 0, []],
        [[["data", 1, "token", [], -1]], 0, []],
        [[["value", "", "token", "x", "", [[1, 2]]]], 0, []],
        [[[]], 0, []],
        [[7], 0, []],
        [{"a": 1}, 0, []],
    ],
)
def test_a_file_made_to_mislead_is_passed_over(tmp_path: Path, body: list[object], loads: list[str]) -> None:
    load(tmp_path, RECURSIVE)
    resealed(only(tmp_path), body)
    assert told(Validator(load(tmp_path, RECURSIVE)), "<r/>") == []
    assert len(loads) == 2


@pytest.mark.skipif(os.name == "nt", reason="folders have other permissions there")
def test_a_folder_that_cannot_be_used_is_no_fault(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("")
    assert told(Validator(load(tmp_path / "file", RECURSIVE)), "<r/>") == []
    assert told(Validator(load(tmp_path / "file" / "below", RECURSIVE)), "<r/>") == []


def test_no_half_written_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    load(tmp_path, RECURSIVE)
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_is_what_was_compiled(tmp_path: Path) -> None:
    made = grammar(
        "start = element a { (element b { text } | element c { list { xsd:int+ } })*, element * - x { empty }? }"
    )
    path = tmp_path / "g.json"
    store._write(path, made, "", {})
    read = store._read(path, "", nothing)
    assert read is not None
    again = tmp_path / "h.json"
    store._write(again, read, "", {})
    assert path.read_bytes() == again.read_bytes()


def test_tei_is_ready_at_once(tmp_path: Path) -> None:
    schema = SHARED / "tei" / "4.12.0" / "tei_all" / "tei_all.rng"
    if not schema.exists():
        pytest.skip("the TEI's schemas, shared/tei, are not here")
    made = store.load_file(schema, tmp_path)
    read = store.load_file(schema, tmp_path)
    assert len(made.nodes) == len(read.nodes)
    assert len(made.documentation) == len(read.documentation)
