"""What a file says about its schemas: the processing instructions before its root, its DOCTYPE, its root element."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.parsers import expat

from teikit import data as tables
from teikit.validate.faults import Fault, Place, quoted
from teikit.validate.selection.pseudo import pseudo_attributes
from teikit.validate.selection.values import Kind, Origin, Reference
from teikit.xmlio import TEI

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CHUNK = 1 << 16
_HEADER_LIMIT = 1 << 22


@dataclass(frozen=True, slots=True)
class Prolog:
    """``references`` in the order of the file; ``faults``: of those that cannot be understood."""

    references: tuple[Reference, ...]
    faults: tuple[Fault, ...]


class _Enough(Exception):
    """Ends the reading: nothing further on is of interest."""


class _Reader:
    """Collects references while expat reads; holds a parser, hence a class."""

    def __init__(self) -> None:
        self.references: list[Reference] = []
        self.faults: list[Fault] = []
        self.within_doctype = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EndDoctypeDeclHandler = self.doctype_end
        self.parser.StartElementHandler = self.root

    @property
    def place(self) -> Place:
        parser = self.parser
        return Place(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, parser.CurrentByteIndex)

    def instruction(self, target: str, text: str) -> None:
        read = {"xml-model": _model, "oxygen": _oxygen}.get(target)
        if read is None or self.within_doctype:
            return
        try:
            self.references += [replace(one, place=self.place) for one in read(pseudo_attributes(text))]
        except ValueError as error:
            message = f"The instruction <?{target}?> cannot be understood: {error}."
            advice = (
                "The file was not checked against the schema that it names. Write it so:"
                ' <?xml-model href="schema.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>'
            )
            self.faults.append(Fault("V091", self.place, message, advice))

    def doctype(self, _name: str, system: str | None, public: str | None, _internal: int) -> None:
        self.within_doctype = True
        if system or public:
            self.references.append(Reference(system or public or "", Kind.DTD, Origin.DOCTYPE, self.place))

    def doctype_end(self) -> None:
        self.within_doctype = False

    def root(self, name: str, attrs: dict[str, str]) -> None:
        namespace = name.rpartition(" ")[0]
        places = attrs.get(f"{XSI} schemaLocation", "").split()
        # An odd word at the end is the place of nothing.
        found = [place for of, place in zip(places[::2], places[1::2], strict=False) if of == namespace]
        if not namespace:
            found += attrs.get(f"{XSI} noNamespaceSchemaLocation", "").split()
        self.references += [Reference(place, Kind.XSD, Origin.LOCATION, self.place) for place in found]
        raise _Enough


def references(data: bytes) -> Prolog:
    """Return what the part of a file before its first child element says about schemas.

    Nothing but the bytes is read. Of a file that is not well-formed XML, what stands before the fault is returned.
    """
    reader = _Reader()
    _read(reader.parser, data)
    return Prolog(tuple(reader.references), tuple(reader.faults))


def made_by_teikit(data: bytes) -> bool:
    """Tell whether the header names teikit as an application: <application ident="teikit">."""
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[str] = []

    def start(name: str, attrs: dict[str, str]) -> None:
        if name == f"{TEI} application" and attrs.get("ident") == "teikit":
            found.append(name)
        if found or name == f"{TEI} text":
            raise _Enough

    def end(name: str) -> None:
        if name == f"{TEI} teiHeader":
            raise _Enough

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _read(parser, data[:_HEADER_LIMIT])
    return bool(found)


def _read(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], False)
    except _Enough:
        return
    except (expat.ExpatError, LookupError, ValueError):
        # That the file is not well-formed is for the check of that to say; what was read until then counts.
        return


def _model(attrs: dict[str, str]) -> list[Reference]:
    href = attrs.get("href", "").strip()
    if not href:
        raise ValueError("it has no href" if "href" not in attrs else "its href is empty")
    if href.startswith("#"):
        raise ValueError(f"{quoted(href)} points into the file itself, and schemas are read from files of their own")
    phase, title, group = (attrs.get(name, "").strip() for name in ("phase", "title", "group"))
    return [Reference(href, _kind(href, attrs), Origin.MODEL, phase=phase, title=title, group=group)]


def _kind(href: str, attrs: dict[str, str]) -> Kind:
    """Return the language that the type and schematypens say; without them the suffix tells, or nothing does."""
    media = attrs.get("type", "").partition(";")[0].strip().lower()
    namespace = attrs.get("schematypens", "").strip()
    by_suffix = kind_by_suffix(href)
    stated = _table("type").get(media) or _table("namespace").get(namespace)
    if stated is None:
        if namespace:
            raise ValueError(f"schematypens names no schema language that is known: {quoted(namespace, 60)}")
        return by_suffix
    # Whoever names RELAX NG's namespace for a compact schema means it well.
    return Kind.RNC if stated is Kind.RNG and by_suffix is Kind.RNC else stated


def kind_by_suffix(name: str) -> Kind:
    """Return the language that the end of a file name says."""
    stem = name.partition("#")[0].partition("?")[0].lower()
    return _table("suffix").get(stem.rpartition(".")[2], Kind.UNKNOWN)


def kind_by_namespace(namespace: str) -> Kind:
    """Return the language whose root element is in a namespace."""
    return _table("namespace").get(namespace, Kind.UNKNOWN)


def _table(column: str) -> dict[str, Kind]:
    return {row["key"]: Kind(row["kind"]) for row in tables.table("validate_schemas_kinds") if row["by"] == column}


def _oxygen(attrs: dict[str, str]) -> list[Reference]:
    found = []
    if attrs.get("RNGSchema", "").strip():
        kind = Kind.RNC if attrs.get("type") == "compact" else Kind.RNG
        found.append(Reference(attrs["RNGSchema"].strip(), kind, Origin.OXYGEN))
    if attrs.get("SCHSchema", "").strip():
        found.append(Reference(attrs["SCHSchema"].strip(), Kind.SCH, Origin.OXYGEN, phase=attrs.get("phase", "")))
    return found
