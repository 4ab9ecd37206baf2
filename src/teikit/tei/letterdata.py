"""The correspondence that a header describes (correspDesc, TEI P5 HD44CD)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from teikit.edition import Action, Agent, Correspondence, Entry
from teikit.tei.entrydata import expanded, is_uri, pointer
from teikit.tei.headerdata import date_value
from teikit.tei.respdata import certainty
from teikit.xmlscan.scan import XML_ID, Node, Scan

_NAMES = ("persName", "orgName", "name", "rs")
_PLACES = ("placeName", "settlement", "geogName", "country", "region", "district")


def letters(scan: Scan, known: Mapping[str, str], entries: Mapping[str, Entry]) -> tuple[Correspondence, ...]:
    """Return the correspDescs of a file."""
    return tuple(_letter(node, known, entries) for node in scan.named("correspDesc"))


def _letter(desc: Node, known: Mapping[str, str], entries: Mapping[str, Entry]) -> Correspondence:
    return Correspondence(
        actions=tuple(_action(node, known, entries) for node in desc.children() if node.name == "correspAction"),
        ref=expanded(desc.attrs.get("ref", ""), known),
        key=desc.attrs.get("key", ""),
        source=desc.attrs.get("source", ""),
        xml_id=desc.attrs.get(XML_ID, ""),
    )


def _action(node: Node, known: Mapping[str, str], entries: Mapping[str, Entry]) -> Action:
    date = next((child for child in node.children() if child.tei and child.name == "date"), None)
    return Action(
        type=node.attrs.get("type", ""),
        agents=tuple(_agent(name, known, entries) for name in _outermost(node, _NAMES)),
        places=tuple(_agent(name, known, entries) for name in _outermost(node, _PLACES)),
        date=date_value(date) if date is not None else None,
        date_text=date.text() if date is not None else "",
        date_cert=certainty(date.attrs.get("cert", "")) if date is not None else None,
        date_evidence=date.attrs.get("evidence", "") if date is not None else "",
    )


def _outermost(action: Node, names: tuple[str, ...]) -> Iterator[Node]:
    stack = list(reversed(action.children()))
    while stack:
        node = stack.pop()
        if node.tei and node.name in names:
            if node.text() or node.attrs.get("ref") or node.attrs.get("key"):
                yield node
        elif node.name not in (*_NAMES, *_PLACES, "note"):
            stack.extend(reversed(node.children()))


def _agent(node: Node, known: Mapping[str, str], entries: Mapping[str, Entry]) -> Agent:
    ref = pointer(node, entries)
    target = expanded(ref, known)
    entry = entries.get(target.removeprefix("#"))
    return Agent(
        name=node.text() or (entry.name if entry else ""),
        kind=node.name,
        ref=ref,
        entry=entry.id if entry else "",
        uris=(target,) if is_uri(target) else entry.uris if entry else (),
        cert=certainty(node.attrs.get("cert", "")),
        evidence=node.attrs.get("evidence", ""),
    )
