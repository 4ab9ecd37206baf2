"""GraphML and GEXF: networkx reads both, and finds what was counted by other means."""

from __future__ import annotations

import io
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from lxml import etree

from teikit.corpus import Gathering, folded
from teikit.edition import Agent, Edition
from teikit.export.linked.parties import Parties

from .corpora import document, encoded, instances, made, place

networkx = pytest.importorskip("networkx", reason="networkx is not installed")

GEXF = "{http://gexf.net/1.3}"
TYPES = {"string", "integer", "double"}
KINDS = {"persName": "person", "placeName": "place", "orgName": "org"}


def read(style: str, data: bytes) -> Any:
    return (networkx.read_graphml if style == "graphml" else networkx.read_gexf)(io.BytesIO(data))


def graph(editions: list[Edition], style: str = "graphml", **options: object) -> Any:
    return read(style, made(style, editions, **options)[0])


def weights(found: Any) -> dict[tuple[str, str], int]:
    pairs = {(found.nodes[a]["label"], found.nodes[b]["label"]): int(w) for a, b, w in found.edges(data="weight")}
    return pairs if found.is_directed() else {(min(pair), max(pair)): weight for pair, weight in pairs.items()}


def counted_by_spans(edition: Edition) -> Counter[tuple[str, str]]:
    """Count the pairs of one document from the spans of its passages and marks alone."""
    pairs: Counter[tuple[str, str]] = Counter()
    for passage in edition.passages:
        named = set()
        for mark in edition.marks:
            if mark.kind in KINDS and passage.span.start <= mark.span.start and mark.span.end <= passage.span.end:
                named.add(mark.entry or f"{mark.kind} {folded(edition.surface(mark))}")
        pairs.update(combinations(sorted(named), 2))
    return pairs


def letter(sender: str, receiver: str, when: str = "") -> str:
    date = f'<date when="{when}"/>' if when else ""
    sent = f'<correspAction type="sent">{sender}{date}</correspAction>' if sender else ""
    received = f'<correspAction type="received">{receiver}</correspAction>' if receiver else ""
    return f"<correspDesc>{sent}{received}</correspDesc>"


@pytest.mark.parametrize("style", ["graphml", "gexf"])
@pytest.mark.parametrize("edition", [pytest.param(one, id=one.id) for one in encoded()])
def test_ties_are_those_of_the_passages(edition: Edition, style: str) -> None:
    found = graph([edition], style)
    expected = counted_by_spans(edition)
    assert sorted(int(weight) for *_, weight in found.edges(data="weight")) == sorted(expected.values())
    kinds = Counter(mark.kind for mark in edition.marks if mark.kind in KINDS and not mark.follows)
    for kind, number in kinds.items():
        assert sum(n["mentions"] for _, n in found.nodes(data=True) if n["kind"] == KINDS[kind]) == number


@pytest.mark.parametrize("ties", ["mentions", "letters"])
@pytest.mark.parametrize("corpus", [encoded, instances])
def test_both_formats_say_the_same(ties: str, corpus: Any) -> None:
    editions = corpus()
    one, other = graph(editions, "graphml", ties=ties), graph(editions, "gexf", ties=ties)
    assert one.is_directed() == other.is_directed() == (ties == "letters")
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    stripped = [(a, b, {k: v for k, v in data.items() if k != "id"}) for a, b, data in other.edges(data=True)]
    assert sorted(one.edges(data=True), key=str) == sorted(stripped, key=str)


def test_a_passage_counts_once_a_document_too() -> None:
    both = "<persName>Ann</persName> met <persName>Bob</persName> and <persName>ann</persName>"
    found = graph([document(f"<p>{both}</p><p>{both}</p>", id="a"), document(f"<p>{both}</p>", id="b")])
    assert weights(found) == {("Ann", "Bob"): 3}
    assert [data["documents"] for *_, data in found.edges(data=True)] == [2]
    assert {n["label"]: n["mentions"] for _, n in found.nodes(data=True)} == {"Ann": 6, "Bob": 3}


def test_nodes_have_what_the_lists_say() -> None:
    lists = (
        '<listPerson><person xml:id="a"><persName>Ann</persName><occupation>Consul</occupation>'
        '<idno type="GND">118540238</idno></person></listPerson>'
        f"<listPlace>{place('p', 'Moscow', '55.75 37.62')}</listPlace>"
    )
    found = graph(
        [document('<p><persName ref="#a">A.</persName> in <placeName ref="#p">Moskau</placeName></p>', lists)]
    )
    ann, moscow = found.nodes["person-ann"], found.nodes["place-moscow"]
    assert (ann["role"], ann["uri"], ann["basis"]) == ("Consul", "https://d-nb.info/gnd/118540238", "authority")
    assert (moscow["latitude"], moscow["longitude"], moscow["type"]) == (55.75, 37.62, "city")
    assert "latitude" not in ann


def test_a_list_of_names_joins_nobody_and_is_told_of() -> None:
    names = " ".join(f"<persName>N{number}</persName>" for number in range(500))
    data, found = made("graphml", [document(f"<p>{names}</p><p><persName>N1</persName> <persName>N2</persName></p>")])
    network = read("graphml", data)
    assert (network.number_of_nodes(), weights(network)) == (500, {("N1", "N2"): 1})
    assert [(one.code, one.path) for one in found] == [("X043", "d1.xml")]


LETTERS = (
    letter("<persName>Ann</persName>", "<persName>Bob</persName>", "1841-12-22")
    + letter("<persName>Ann</persName><persName>Cy</persName>", "<persName>Bob</persName>", "1840")
    + letter('<persName ref="https://d-nb.info/gnd/1">Bob</persName>', "<orgName>Bob</orgName>")
    + letter("<persName>Ann</persName>", "")
)


def test_letters_go_from_sender_to_receiver() -> None:
    data, found = made("graphml", [document("<p/>", profile=LETTERS)], ties="letters")
    network = read("graphml", data)
    assert network.is_directed()
    assert {(network.nodes[a]["kind"], network.nodes[b]["kind"]) for a, b in network.edges} == {
        ("person", "person"),
        ("person", "org"),
    }
    assert network.edges["person-ann", "person-bob"] == {
        "weight": 2.0,
        "documents": 1,
        "first": "1840",
        "last": "1841-12-22",
    }
    assert network.edges["person-cy", "person-bob"]["weight"] == 1.0
    assert {id: (n["sent"], n["received"]) for id, n in network.nodes(data=True)}["person-ann"] == (3, 0)
    assert [(one.code, "1 letter" in one.message) for one in found] == [("X043", True)]


def test_every_agent_of_a_letter_is_somebody() -> None:
    for editions in (encoded(), instances(), [document("<p/>", profile=LETTERS)]):
        parties = Parties(Gathering(editions).entities())
        for number, edition in enumerate(editions):
            actions = [action for one in edition.letters for action in one.actions]
            assert all(parties.of(number, one.type, agent) is not None for one in actions for agent in one.agents)


def test_a_pointer_to_a_register_is_followed() -> None:
    register = document(
        "", '<listPerson><person xml:id="p12"><persName>Bo</persName></person></listPerson>', id="persons"
    )
    sent = letter('<persName ref="persons.xml#p12">Robert</persName>', '<persName ref="persons.xml#p12">R.</persName>')
    found = graph([document("<p/>", profile=sent), register], ties="letters")
    assert weights(found) == {("Bo", "Bo"): 1}
    entities = Gathering([document("<p/>", profile=sent), register]).entities()
    assert Parties(entities).of(0, "sent", Agent("Nobody at all")) is None


@pytest.mark.parametrize("ties", ["mentions", "letters"])
@pytest.mark.parametrize("style", ["graphml", "gexf"])
def test_an_empty_corpus_is_an_empty_graph(style: str, ties: str) -> None:
    for editions in ([], [document("<p/>")]):
        assert graph(editions, style, ties=ties).number_of_nodes() == 0


@pytest.mark.parametrize("style", ["graphml", "gexf"])
def test_names_of_any_script_and_markup_stay_whole(style: str) -> None:
    body = '<p><persName>A &lt;b&gt; &amp; "c" ]]&gt;</persName> <persName>\u05d0\u05d1 𝒜\n  x</persName></p>'
    found = graph([document(body)], style)
    assert {data["label"] for _, data in found.nodes(data=True)} == {'A <b> & "c" ]]>', "\u05d0\u05d1 𝒜 x"}
    assert all(id.isascii() for id in found)


@pytest.mark.parametrize("ties", ["mentions", "letters"])
def test_gexf_keeps_the_rules_of_its_schema(ties: str) -> None:
    root = etree.fromstring(made("gexf", encoded(), ties=ties)[0])
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert [child.tag for child in root[1]] == [
        f"{GEXF}{name}" for name in ("attributes", "attributes", "nodes", "edges")
    ]
    columns = {of.get("class"): {one.get("id"): one.get("type") for one in of} for of in root[1][:2]}
    assert set(columns) == {"node", "edge"}
    assert {type for of in columns.values() for type in of.values()} <= TYPES
    ids = [node.get("id") for node in root[1][2]]
    assert len(set(ids)) == len(ids) == int(root[1][2].get("count"))
    for kind, group in (("node", root[1][2]), ("edge", root[1][3])):
        for one in group:
            assert {value.get("for") for value in one.iter(f"{GEXF}attvalue")} <= set(columns[kind])
    for edge in root[1][3]:
        assert {edge.get("source"), edge.get("target")} <= set(ids)
        assert float(edge.get("weight")) >= 1


def test_the_same_corpus_gives_the_same_bytes() -> None:
    for style in ("graphml", "gexf"):
        assert made(style, encoded())[0] == made(style, encoded())[0]
