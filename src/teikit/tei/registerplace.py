"""Where the registers go in a file of whatever make."""

from __future__ import annotations

from collections.abc import Iterable

from teikit.model import Entity, Finding, Span
from teikit.tei.markup import Writer, deeper
from teikit.tei.provenance import Insertion, header
from teikit.tei.register import lists
from teikit.tei.view import View
from teikit.xmlscan.scan import Node

REGISTERS = ("standOff", "profileDesc", "back", "none")
_DESCS = {"listPerson": "particDesc", "listPlace": "settingDesc", "listOrg": "particDesc"}


def register_insertions(
    view: View, entities: Iterable[Entity], agent: str, where: str, findings: list[Finding]
) -> list[Insertion]:
    """Return the insertions that list entities; where the file has no place for the lists, a finding P003 tells."""
    known = list(entities)
    if not known:
        return []
    head = header(view.scan)
    place = _PLACES[where](view, known, agent, head) if head is not None and where in _PLACES else None
    if place is None and where == "back" and head is not None:
        place = _stand_off(view, known, agent, head)
    if place is not None:
        return [Insertion(offset, view.scan.encoding.encode(markup)) for offset, markup in place]
    findings.append(
        Finding(
            "P003",
            f"the file has no place for the register of {len(known)} names ({where})",
            Span(0, 0),
            "Give the file a complete teiHeader, or choose another place for registers.",
        )
    )
    return []


Places = list[tuple[int, str]]


def _stand_off(view: View, entities: list[Entity], agent: str, head: Node) -> Places | None:
    if head.parent is None or head.parent.name not in ("TEI", "teiCorpus"):
        return None
    writer, indent = Writer(head.prefix), view.scan.indent(head)
    content = [markup for _, markup in lists(entities, agent, writer, deeper(indent))]
    return [(view.scan.after(head), indent + writer.block("standOff", {}, content, indent))]


def _profile_desc(view: View, entities: list[Entity], agent: str, head: Node) -> Places | None:
    """Put the lists into particDesc and settingDesc. Those of the file stay alone: both may be repeated."""
    profile = head.child("profileDesc")
    if profile is not None:
        if not profile.children():
            return None
        last = profile.children()[-1]
        indent = view.scan.indent(last)
        descs = _descs(entities, agent, Writer(head.prefix), indent)
        return [(view.scan.after(last), "".join(indent + desc for desc in descs))]
    before = head.child("encodingDesc") or head.child("fileDesc")
    if before is None:
        return None
    writer, indent = Writer(head.prefix), view.scan.indent(before)
    descs = _descs(entities, agent, writer, deeper(indent))
    return [(view.scan.after(before), indent + writer.block("profileDesc", {}, descs, indent))]


def _descs(entities: list[Entity], agent: str, writer: Writer, indent: str) -> list[str]:
    by_desc: dict[str, list[str]] = {}
    for name, markup in lists(entities, agent, writer, deeper(indent)):
        by_desc.setdefault(_DESCS[name], []).append(markup)
    return [writer.block(desc, {}, content, indent) for desc, content in by_desc.items()]


def _back(view: View, entities: list[Entity], agent: str, head: Node) -> Places | None:
    """Put the lists into a div of their own at the end of the first text."""
    texts = [node for node in (head.parent or head).children() if node.name == "text" and node.tei]
    body = texts[0].child("body") or texts[0].child("group") if texts else None
    if body is None:
        return None
    back = texts[0].child("back")
    before = body if back is None else next(iter(back.children()[-1:]), None)
    if before is None or (back is not None and not before.name.startswith("div")):
        return None
    writer, indent = Writer(texts[0].prefix), view.scan.indent(before)
    inner = deeper(indent) if back is None else indent
    div = writer.block(
        "div", {"type": "register"}, [m for _, m in lists(entities, agent, writer, deeper(inner))], inner
    )
    markup = writer.block("back", {}, [div], indent) if back is None else div
    return [(view.scan.after(before), indent + markup)]


_PLACES = {"standOff": _stand_off, "profileDesc": _profile_desc, "back": _back}
