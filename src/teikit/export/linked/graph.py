"""Networks as GraphML and GEXF 1.3, for Gephi and whatever else draws and measures graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from teikit.corpus import Named
from teikit.diagnostics import Diagnostic
from teikit.edition import Edition
from teikit.export.characters import legal
from teikit.export.linked.ties import Network, Tie, letters, together
from teikit.export.report import File

NETWORKS: dict[str, Callable[[Iterable[Edition]], Iterator[Network | Diagnostic]]] = {
    "mentions": together,
    "letters": letters,
}
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_NODE = {
    "kind": "string",
    "mentions": "int",
    "documents": "int",
    "role": "string",
    "type": "string",
    "uri": "string",
    "basis": "string",
    "latitude": "double",
    "longitude": "double",
    "sent": "int",
    "received": "int",
}
"""Attributes of nodes and, below, of ties: their types as GraphML names them."""
_TIE = {"documents": "int", "first": "string", "last": "string"}
_PIECE = 1 << 16

Writer = Callable[[Network, Any], Iterator[None]]


def graphml(items: Iterable[Edition], *, ties: str = "mentions") -> Iterator[File | Diagnostic]:
    """Yield a network as GraphML, and what is not in it.

    ``ties``: ``mentions`` (named in one passage) or ``letters`` (from sender to receiver).
    """
    return _files(items, ties, ".graphml", _write_graphml)


def gexf(items: Iterable[Edition], *, ties: str = "mentions") -> Iterator[File | Diagnostic]:
    """Yield a network as GEXF 1.3, and what is not in it. ``ties``: as in `graphml`."""
    return _files(items, ties, ".gexf", _write_gexf)


def _files(items: Iterable[Edition], ties: str, suffix: str, write: Writer) -> Iterator[File | Diagnostic]:
    for made in NETWORKS[ties](items):
        if isinstance(made, Diagnostic):
            yield made
        else:
            yield File(f"{ties}{suffix}", _pieces(made, write))


def _pieces(network: Network, write: Writer) -> Iterator[bytes]:
    """Yield the bytes of a graph while it is written."""
    buffer = BytesIO()
    with etree.xmlfile(buffer, encoding="UTF-8") as file:
        file.write_declaration()
        for _ in write(network, file):
            if buffer.tell() > _PIECE:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue() + b"\n"


def _of_node(network: Network, at: int) -> dict[str, str]:
    """Return the attributes of an entity that say something."""
    named = network.entities[at]
    entry = named.entry
    latitude, longitude = entry.geo or (None, None)
    values = {
        "kind": named.kind,
        "mentions": sum(count for _, count in named.forms),
        "documents": len({document for document, _ in named.mentions}),
        "role": entry.role,
        "type": entry.type,
        "uri": entry.uri,
        "basis": named.basis,
        "latitude": latitude,
        "longitude": longitude,
        "sent": network.sent[at] if network.directed else None,
        "received": network.received[at] if network.directed else None,
    }
    return _filled(values)


def _of_tie(tie: Tie) -> dict[str, str]:
    return _filled({"documents": tie.documents, "first": tie.first, "last": tie.last})


def _filled(values: Mapping[str, object]) -> dict[str, str]:
    return {name: _line(str(value)) for name, value in values.items() if value not in (None, "")}


def _line(text: str) -> str:
    """Return text on one line, without what XML cannot hold."""
    return " ".join(legal(text).split())


def _label(named: Named) -> str:
    return _line(named.name) or named.id


def _write_graphml(network: Network, file: Any) -> Iterator[None]:
    """Write a network as GraphML 1.0; the key of an attribute begins with what it belongs to."""
    nodes, edges = {"label": "string"} | _NODE, {"weight": "double"} | _TIE
    with file.element(f"{{{_GRAPHML}}}graphml", {}, {None: _GRAPHML}):
        for of, keys in (("node", nodes), ("edge", edges)):
            for name, type in keys.items():
                attributes = {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": type}
                _write(file, f"{{{_GRAPHML}}}key", attributes)
        kind = "directed" if network.directed else "undirected"
        with file.element(f"{{{_GRAPHML}}}graph", {"id": "network", "edgedefault": kind}):
            for at, named in enumerate(network.entities):
                _write_data(file, "node", {"id": named.id}, {"label": _label(named)} | _of_node(network, at))
                yield
            for (a, b), tie in network.ties.items():
                ends = {"source": network.entities[a].id, "target": network.entities[b].id}
                _write_data(file, "edge", ends, {"weight": str(tie.weight)} | _of_tie(tie))
                yield


def _write_data(file: Any, tag: str, attributes: Mapping[str, str], data: Mapping[str, str]) -> None:
    file.write("\n")
    with file.element(f"{{{_GRAPHML}}}{tag}", attributes):
        for name, value in data.items():
            with file.element(f"{{{_GRAPHML}}}data", {"key": f"{tag}-{name}"}):
                file.write(value)


def _write_gexf(network: Network, file: Any) -> Iterator[None]:
    """Write a network as GEXF 1.3 (gexf.net/1.3)."""
    kind = "directed" if network.directed else "undirected"
    with file.element(f"{{{_GEXF}}}gexf", {"version": "1.3"}, {None: _GEXF}):
        with file.element(f"{{{_GEXF}}}meta"), file.element(f"{{{_GEXF}}}creator"):
            file.write("teikit")
        with file.element(f"{{{_GEXF}}}graph", {"defaultedgetype": kind, "idtype": "string"}):
            for of, keys in (("node", _NODE), ("edge", _TIE)):
                _write_columns(file, of, keys)
            with file.element(f"{{{_GEXF}}}nodes", {"count": str(len(network.entities))}):
                for at, named in enumerate(network.entities):
                    _write_values(file, "node", {"id": named.id, "label": _label(named)}, _of_node(network, at))
                    yield
            with file.element(f"{{{_GEXF}}}edges", {"count": str(len(network.ties))}):
                for number, ((a, b), tie) in enumerate(network.ties.items()):
                    ends = {"source": network.entities[a].id, "target": network.entities[b].id}
                    _write_values(file, "edge", {"id": str(number), **ends, "weight": str(tie.weight)}, _of_tie(tie))
                    yield


def _write_columns(file: Any, of: str, keys: Mapping[str, str]) -> None:
    with file.element(f"{{{_GEXF}}}attributes", {"class": of}):
        for name, type in keys.items():
            column = {"id": name, "title": name, "type": "integer" if type == "int" else type}
            _write(file, f"{{{_GEXF}}}attribute", column)


def _write_values(file: Any, tag: str, attributes: Mapping[str, str], values: Mapping[str, str]) -> None:
    file.write("\n")
    with file.element(f"{{{_GEXF}}}{tag}", attributes):
        if values:
            with file.element(f"{{{_GEXF}}}attvalues"):
                for name, value in values.items():
                    _write(file, f"{{{_GEXF}}}attvalue", {"for": name, "value": value})


def _write(file: Any, tag: str, attributes: Mapping[str, str]) -> None:
    with file.element(tag, attributes):
        pass
