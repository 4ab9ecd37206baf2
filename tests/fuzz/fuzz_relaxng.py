"""Compare the RELAX NG engine with jing: ``python tests/fuzz/fuzz_relaxng.py SECONDS [FIRST SEED]``.

Random small grammars, random small documents; jing (with Java) must be installed. A grammar that one of both refuses
and the other takes is told as well.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from teikit.validate.relaxng.errors import Kind, SchemaError
from teikit.validate.relaxng.load import load, load_file
from teikit.validate.relaxng.validator import Validator

NS = "http://relaxng.org/ns/structure/1.0"
TYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
NAMES = "abc"
DOCUMENTS = 60
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="u"/>'
_ERROR = re.compile(r"^(.*?):\d+:\d+: (?:error|fatal): (.*)$", re.MULTILINE)


def name_class(rng: random.Random, depth: int = 0) -> str:
    kind = rng.choice(["name"] * 6 + ["anyName", "except", "choice"]) if depth < 2 else "name"
    if kind == "anyName":
        return "<anyName/>"
    if kind == "except":
        return f"<anyName><except>{name_class(rng, 2)}</except></anyName>"
    if kind == "choice":
        return f"<choice>{name_class(rng, depth + 1)}{name_class(rng, depth + 1)}</choice>"
    return f"<name>{rng.choice(NAMES)}</name>"


def pattern(rng: random.Random, depth: int, refs: int) -> str:
    """Return a random pattern; it may be one that the specification forbids."""
    leaves = ["<empty/>", "<text/>", "<text/>", "<notAllowed/>", "value", "data", "list", "ref", "ref", "attribute"]
    nodes = ["group", "choice", "interleave", "optional", "oneOrMore", "zeroOrMore", "mixed", "element", "element"]
    kind = rng.choice(leaves if depth <= 0 else nodes * 2 + leaves)
    if kind == "ref":
        return f'<ref name="r{rng.randrange(refs)}"/>'
    if kind == "value":
        return f"<value>{rng.choice('xyz')}</value>"
    if kind == "data":
        return rng.choice(('<data type="integer"/>', '<data type="token"><except><value>x</value></except></data>'))
    if kind == "list":
        inner = rng.choice(('<oneOrMore><data type="integer"/></oneOrMore>', "<value>x</value><value>y</value>"))
        return f"<list>{inner}</list>"
    if kind == "attribute":
        inner = rng.choice(("<text/>", "<value>x</value>", '<data type="integer"/>', "<empty/>"))
        made = f"<attribute>{name_class(rng)}{inner}</attribute>"
        return f"<oneOrMore>{made}</oneOrMore>" if "anyName" in made else made
    if kind.startswith("<"):
        return kind
    inside = "".join(pattern(rng, depth - 1, refs) for _ in range(rng.choice((1, 2, 2, 3))))
    return f"<element>{name_class(rng)}{inside}</element>" if kind == "element" else f"<{kind}>{inside}</{kind}>"


def grammar(rng: random.Random) -> str:
    refs = rng.randint(1, 3)
    defines = "".join(
        f'<define name="r{i}"><element>{name_class(rng)}{pattern(rng, 3, refs)}</element></define>' for i in range(refs)
    )
    return f'<grammar xmlns="{NS}" datatypeLibrary="{TYPES}"><start><ref name="r0"/></start>{defines}</grammar>'


def document(rng: random.Random, depth: int = 3) -> str:
    name = rng.choice(NAMES)
    attributes = "".join(f' {one}="{rng.choice(("x", "1", "", "x y"))}"' for one in NAMES if rng.random() < 0.15)
    parts = [document(rng, depth - 1) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)) if depth else 0)]
    texts = [rng.choice(("", "", "", " ", "x", "1", "x y", "1 2")) for _ in range(len(parts) + 1)]
    inside = "".join(text + part for text, part in zip(texts, [*parts, ""], strict=True))
    return f"<{name}{attributes}>{inside}</{name}>"


def told(engine: Validator, document: bytes) -> list[str]:
    """Return the errors of a document. Raises AssertionError where the engine is at odds with itself."""
    found = list(engine.validate(document))
    assert engine.is_valid(document) == (not found), "the quick pass and the telling pass differ"
    for error in found:
        assert error.kind is not Kind.ATTRIBUTE_MISSING or error.expected or any_name(engine), "nothing is missing"
    return [str(error.kind) for error in found]


def any_name(engine: Validator) -> bool:
    return any(node[0] in ("anyName", "nsName") for node in engine.grammar.nodes)


def including(rng: random.Random, document: str) -> str:
    """Return a document of which a part may be elsewhere."""
    ends = [match.end() for match in re.finditer("<[a-c][^>]*>", document)]
    at = rng.choice(ends)
    return document[:at] + INCLUDE + document[at:]


def probe(rng: random.Random) -> None:
    """Hold documents against one random grammar, by the engine alone. Raises AssertionError where it is wrong."""
    try:
        engine = Validator(load(grammar(rng).encode(), "s.rng", resolve=Path.read_bytes))
    except SchemaError:
        return
    for _ in range(DOCUMENTS):
        text = document(rng)
        valid = not told(engine, text.encode())
        found = told(engine, including(rng, text).encode())
        assert not (valid and found) or any_name(engine) or set(found) <= {str(Kind.TEXT_MISPLACED)}, (text, found)


def differences(rng: random.Random, folder: Path) -> list[str]:
    """Return how both differ on one grammar."""
    schema = folder / "s.rng"
    schema.write_text(grammar(rng))
    files = [folder / f"{i}.xml" for i in range(DOCUMENTS)]
    for file in files:
        file.write_text(document(rng))
    command = ["jing", str(schema), *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    faulty = {Path(path).name: words for path, words in _ERROR.findall(said)}
    try:
        engine = Validator(load_file(schema))
    except SchemaError as error:
        return [] if "s.rng" in faulty else [f"we refuse the grammar: {error}"]
    if "s.rng" in faulty:
        return [f"jing refuses the grammar: {faulty['s.rng']}"]
    told = []
    for file in files:
        try:
            found = told(engine, file.read_bytes())
        except Exception as error:  # which is what is looked for
            told.append(f"{file.read_text()}: {type(error).__name__} {error}")
            continue
        if bool(found) != (file.name in faulty):
            jing = faulty.get(file.name, "valid")
            told.append(f"{file.read_text()}: jing says {jing}, we say {found or 'valid'}")
    return told


def run(seconds: float, first: int) -> int:
    ends, seed, failed = time.monotonic() + seconds, first, 0
    while time.monotonic() < ends:
        with tempfile.TemporaryDirectory() as folder:
            for one in differences(random.Random(seed), Path(folder))[:3]:
                failed += 1
                sys.stdout.write(f"seed {seed}: {one}\n{(Path(folder) / 's.rng').read_text()}\n")
        seed += 1
    sys.stdout.write(f"{seed - first} grammars from seed {first}, {failed} differences\n")
    return failed


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
