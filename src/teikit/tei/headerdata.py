"""What the header of a TEI file says about the document, wherever it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from teikit.model import CorrespAction, DateValue, Metadata, Party
from teikit.xmlscan.scan import XML_LANG, Node, Scan

_DATES = {"when": "when", "from": "from_", "to": "to", "notBefore": "not_before", "notAfter": "not_after"}
_NAMES = ("persName", "orgName", "name", "rs")
_PLACES = ("placeName", "settlement", "geogName", "country", "region")
# Where the date of a document stands, the most telling first.
_DATE_PATHS = (
    ("correspDesc", "correspAction", "date"),
    ("creation", "date"),
    ("creation", "origDate"),
    ("sourceDesc", "origDate"),
    ("sourceDesc", "correspAction", "date"),
    ("settingDesc", "setting", "date"),
    ("sourceDesc", "bibl", "date"),
    ("titleStmt", "date"),
    ("titleStmt", "title"),
)
_DATED = ("dateline", "docDate", "opener", "closer")


class Below:
    """The TEI elements below a node, by name."""

    def __init__(self, scan: Scan, root: Node) -> None:
        self.scan = scan
        self.root = root

    def find(self, *names: str) -> Iterator[Node]:
        """Yield the elements that match a path of names, each anywhere within the one before, in document order."""
        for node in self.scan.named(names[-1], self.root):
            rest = list(names[:-1])
            for above in node.ancestors():
                if above is self.root or not rest:
                    break
                if above.name == rest[-1]:
                    rest.pop()
            if not rest:
                yield node

    def text(self, *names: str) -> str:
        """Return the text of the first that matches and has any."""
        return next((text for text in (node.text() for node in self.find(*names)) if text), "")

    def texts(self, *names: str) -> tuple[str, ...]:
        return tuple(text for text in (node.text() for node in self.find(*names)) if text)


def metadata(scan: Scan) -> Metadata:
    """Return the metadata of the first header in a file and of its text."""
    root = scan.root
    text = next(iter(scan.named("text")), None)
    head = next(iter(scan.named("teiHeader")), None)
    if head is None:
        return Metadata(language=_language(root, text, None), kind=_kind(text, None))
    header = Below(scan, head)
    actions = tuple(_action(node) for node in header.find("correspDesc", "correspAction"))
    date = _date(header, text)
    sent = (action.place for action in actions if action.kind == "sent" and action.place)
    return Metadata(
        title=_title(header),
        kind=_kind(text, header),
        language=_language(root, text, header),
        date=date_value(date) if date is not None else None,
        date_text=date.text() if date is not None else "",
        place=next(sent, "") or header.text("creation", "placeName"),
        actions=actions,
        authors=tuple(_authors(header)),
        participants=tuple(_participants(header)),
        source=header.texts("sourceDesc", "bibl"),
        settlement=header.text("msIdentifier", "settlement"),
        repository=header.text("msIdentifier", "repository"),
        idno=header.text("msIdentifier", "idno"),
        publisher=header.text("publicationStmt", "publisher"),
        rights=header.texts("availability", "p"),
        licence=header.text("availability", "licence"),
        abstract=header.text("abstract"),
        keywords=header.texts("keywords", "term"),
    )


def date_value(node: Node) -> DateValue | None:
    """Return the value of an element from its att.datable attributes, the W3C forms before the ISO ones."""
    values: dict[str, str] = {}
    for name, key in _DATES.items():
        value = node.attrs.get(name) or node.attrs.get(f"{name}-iso") or ""
        if value:
            values[key] = value
    if not values:
        return None
    return DateValue(**values, calendar=node.attrs.get("calendar", ""))


def _first_text(nodes: Iterable[Node]) -> str:
    return next((text for text in (node.text() for node in nodes) if text), "")


def _title(header: Below) -> str:
    """Return the main title, or else the first; that of a series (@level of s) only where there is no other."""
    ranks = {"main": 0, "": 1}

    def rank(node: Node) -> tuple[bool, int]:
        return node.attrs.get("level") == "s", ranks.get(node.attrs.get("type", ""), 2)

    return _first_text(sorted(header.find("titleStmt", "title"), key=rank))


def _kind(text: Node | None, header: Below | None) -> str:
    kind = text.attrs.get("type", "") if text is not None else ""
    if not kind and header is not None:
        kind = header.text("textClass", "keywords", "term")
    return kind.replace("_", " ")


def _language(root: Node, text: Node | None, header: Below | None) -> str:
    for node in (text, root):
        if node is not None and node.attrs.get(XML_LANG):
            return node.attrs[XML_LANG]
    languages = header.find("langUsage", "language") if header is not None else iter(())
    return next((node.attrs["ident"] for node in languages if node.attrs.get("ident")), "")


def _date(header: Below, text: Node | None) -> Node | None:
    for path in _DATE_PATHS:
        for node in header.find(*path):
            if date_value(node) is not None:
                return node
    if text is None:
        return None
    inside = Below(header.scan, text)
    dates = (node for name in _DATED for node in inside.find(name, "date"))
    return next((node for node in dates if date_value(node) is not None), None)


def _party(node: Node) -> Party:
    return Party(node.text(), node.name if node.name in ("persName", "orgName") else "name", "")


def _action(action: Node) -> CorrespAction:
    children = [node for node in action.walk() if node.tei]
    date = next((node for node in children if node.name == "date"), None)
    return CorrespAction(
        kind=action.attrs.get("type", ""),
        who=tuple(_party(node) for node in _outermost(action, _NAMES)),
        place=_first_text(node for node in children if node.name in _PLACES),
        date=date_value(date) if date is not None else None,
        date_text=date.text() if date is not None else "",
    )


def _outermost(root: Node, names: tuple[str, ...]) -> Iterator[Node]:
    for node in root.walk():
        if node.tei and node.name in names and node.text():
            above = (parent for parent in node.ancestors() if parent.start > root.start)
            if not any(parent.name in names for parent in above):
                yield node


def _authors(header: Below) -> Iterator[Party]:
    for author in header.find("titleStmt", "author"):
        inner = list(_outermost(author, _NAMES))
        if inner:
            yield from (_party(node) for node in inner)
        elif author.text():
            yield Party(author.text())


def _participants(header: Below) -> Iterator[Party]:
    for person in header.find("particDesc", "person"):
        names = list(_outermost(person, _NAMES))
        if names:
            role = next((node.text() for node in person.children() if node.name in ("state", "occupation")), "")
            yield Party(names[0].text(), "persName", role)
