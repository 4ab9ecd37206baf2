"""Schemas: what is refused and by which clause, files that refer to files, what the grammar is, hostile input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from relaxng_cases import HERE, SHARED, rows

from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.grammar import Grammar, Node
from teikit.validate.relaxng.load import load, load_file
from teikit.validate.relaxng.reduce import operands_of

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'


def files(**named: str) -> Callable[[str], bytes]:
    """Return a resolver that knows a few files, by their names without suffix."""
    texts = {f"test:/{name}": text.replace(" R", f" {RNG}", 1).encode() for name, text in named.items()}

    def resolve(href: str) -> bytes:
        if href not in texts:
            raise FileNotFoundError(href)
        return texts[href]

    return resolve


def read(text: str, **named: str) -> Grammar:
    return load(text.replace(" R", f" {RNG}", 1).encode(), "test:/schema", resolve=files(**named))


def refused(text: str, **named: str) -> SchemaError:
    with pytest.raises(SchemaError) as caught:
        read(text, **named)
    return caught.value


@pytest.mark.parametrize("row", rows("schemas"), ids=lambda row: f"{row['clause']} {row['schema'][:50]}")
def test_compact(row: dict[str, str]) -> None:
    found = ""
    try:
        load(row["schema"].encode(), "test:/schema", resolve=files())
    except SchemaError as error:
        found = error.clause
        assert error.line == 1
    assert found == row["clause"]


@pytest.mark.parametrize("row", rows("syntax"), ids=lambda row: f"{row['clause']} {row['schema'][:50]}")
def test_xml(row: dict[str, str]) -> None:
    name = row["schema"][1:].partition(" ")[0].partition(">")[0].rstrip("/")
    text = row["schema"] if ":" in name else row["schema"].replace(name, f"{name} {RNG}", 1)
    found = ""
    try:
        read(text)
    except SchemaError as error:
        found = error.clause
        assert error.href
        assert error.line
    assert found == row["clause"]


def test_the_place_of_an_error() -> None:
    error = refused("<element R name='a'>\n  <group>\n <ref name='b'/></group></element>")
    assert (error.line, error.column, error.href) == (3, 2, "test:/schema")


def test_the_simple_form() -> None:
    found = read("<element R name='a' ns='u'><zeroOrMore><attribute name='b'/></zeroOrMore></element>")
    operator, named, content = found.nodes[found.start]
    assert (operator, found.nodes[int(str(named))]) == ("element", ("name", "u", "a"))
    assert found.nodes[int(str(content))][0] == "choice"
    assert {("name", "", "b"), ("text",), ("empty",)} < set(found.nodes)
    assert sorted(str(node[0]) for node in found.nodes).count("oneOrMore") == 1


def test_documentation_stays_with_what_it_documents() -> None:
    text = "## of a\nelement a { attribute b { ## one\n 'x' | ## two\n 'y' }, attribute c { 'x' } }"
    found = read(text)
    told = {found.nodes[index][0]: told for index, told in found.documentation.items()}
    assert told == {"element": "of a", "value": "two"}
    assert sorted(found.documentation.values()) == ["of a", "one", "two"]


def test_include_replaces_definitions() -> None:
    inner = "<grammar R><start><ref name='a'/></start><define name='a'><text/></define></grammar>"
    own = "<define name='a'><element name='b'><empty/></element></define>"
    outer = f"<grammar R><include href='x'>{own}</include></grammar>"
    found = read(outer, x=inner)
    assert found.nodes[found.start][0] == "element"
    assert refused(outer.replace("name='a'", "name='c'"), x=inner).clause == "4.7"


def test_external_ref_in_the_namespace_of_its_place() -> None:
    found = read("<group R ns='u'><externalRef href='x'/></group>", x="<element R name='a'><text/></element>")
    assert ("name", "u", "a") in found.nodes


def test_bases() -> None:
    schema = "<group R xml:base='sub/'><externalRef href='x'/></group>"
    resolve = files(**{"sub/x": "<element R name='a'><text/></element>"})
    assert load(schema.replace(" R", f" {RNG}", 1).encode(), "test:/schema", resolve=resolve).nodes


def test_files_that_refer_to_themselves() -> None:
    assert (
        refused("<grammar R><include href='x'/></grammar>", x="<grammar R><include href='x'/></grammar>").clause
        == "4.7"
    )
    assert (
        refused("<group R><externalRef href='x'/></group>", x="<group R><externalRef href='x'/></group>").clause
        == "4.6"
    )


def test_parents() -> None:
    inner = "<element name='b'><grammar><start><parentRef name='c'/></start></grammar></element>"
    text = f"<grammar R><start>{inner}</start><define name='c'><element name='d'><text/></element></define></grammar>"
    assert ("name", "", "d") in read(text).nodes


def test_compact_and_xml_include_each_other() -> None:
    found = read(
        "namespace x = 'u' include 'x' { a = element x:a { text } }",
        x="<grammar R><start><ref name='a'/></start><define name='a'><text/></define></grammar>",
    )
    assert ("name", "u", "a") in found.nodes


def test_same_schema_same_grammar() -> None:
    text = "element a { (attribute b { 'x' } | attribute c { xsd:int })?, (element d { text } & element c { text }) }"
    assert read(text) == read(text)
    assert json.loads(json.dumps(read(text).nodes))


def test_only_the_folder_of_the_schema_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.rnc").write_text("element a { text }")
    (tmp_path / "in" / "a b.rnc").write_text("element a { text }")
    schema = tmp_path / "in" / "schema.rnc"
    schema.write_text("element b { external 'a%20b.rnc' }")
    assert load_file(schema).nodes
    for href in ("../out.rnc", "http://localhost/x.rnc", (tmp_path / "out.rnc").as_uri()):
        schema.write_text(f"element b {{ external '{href}' }}")
        with pytest.raises(SchemaError) as caught:
            load_file(schema)
        assert caught.value.clause == "4.5"


def refs(count: int, last: str) -> str:
    chain = "".join(f"<define name='a{i}'><ref name='a{i + 1}'/></define>" for i in range(count))
    return f"<grammar R><start><ref name='a0'/></start>{chain}<define name='a{count}'>{last}</define></grammar>"


@pytest.mark.parametrize(
    "text",
    [
        "<group R>" + "<group>" * 5000 + "</group>" * 5000 + "</group>",
        "<element R name='a'>" + "<optional>" * 900 + "<text/>" + "</optional>" * 900 + "</element>",
        refs(3000, "<ref name='a0'/>"),
        "element a { " + "(" * 3000 + "text" + ")" * 3000 + "}",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><element R name='a'><value>&b;</value></element>",
        "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY a{'a' * i} '{f'&a{chr(97) * (i - 1)};' * 10}'>" for i in range(1, 9))
        + "]><element R name='a'><value>&aaaaaaaaa;</value></element>",
        "element a { xsd:string { pattern = '((a{1000}){1000}){1000}' } }",
        "element a { xsd:string { pattern = '" + "(" * 3000 + "a" + ")" * 3000 + "' } }",
        "\ufffe",
        "",
    ],
    ids=range(10),
)
def test_hostile_schemas_are_refused(text: str) -> None:
    refused(text)


def test_long_but_harmless_schemas_are_read() -> None:
    assert read(refs(3000, "<element name='x'><empty/></element>")).nodes
    assert read("<element R name='a'>" + "<element name='b'>" * 500 + "<text/>" + "</element>" * 501).nodes


def test_included_files_do_not_multiply() -> None:
    named = {f"d{i}": f"<grammar R><include href='d{i + 1}'/><include href='d{i + 1}'/></grammar>" for i in range(30)}
    refused("<grammar R><include href='d0'/></grammar>", **named, d30="<grammar R/>")


@pytest.mark.parametrize("path", sorted((SHARED / "tei").glob("*/*/*.rng")), ids=lambda path: "-".join(path.parts[-3:]))
def test_the_schemas_of_the_tei(path: Path) -> None:
    found = load_file(path)
    assert len(json.dumps([found.nodes, found.documentation])) < 1_500_000
    compact = path.with_suffix(".rnc")
    if compact.exists():
        assert same(found, load_file(compact))


def same(one: Grammar, two: Grammar) -> bool:
    """Walk both grammars side by side; the prefixes declared around values may differ."""
    seen: set[tuple[int, int]] = set()
    todo = [(one.start, two.start)]
    while todo:
        pair = todo.pop()
        if pair in seen:
            continue
        seen.add(pair)
        first, second = one.nodes[pair[0]], two.nodes[pair[1]]
        parts = list(operands_of(first)), list(operands_of(second))
        if plain(first) != plain(second) or len(parts[0]) != len(parts[1]):
            return False
        if one.documentation.get(pair[0]) != two.documentation.get(pair[1]):
            return False
        todo.extend(zip(*parts, strict=True))
    return True


def plain(node: Node) -> list[object]:
    return [part for part in node[:4] if not isinstance(part, int)]


def test_the_schemas_are_there() -> None:
    if not (SHARED / "tei").exists():
        pytest.skip("the schemas of the TEI, shared/tei, are not here")
    assert HERE.exists()
