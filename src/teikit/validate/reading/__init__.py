"""From bytes to a tree that is worth checking, or the faults that say why not; nothing outside the bytes is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from xml.parsers import expat

from lxml import etree

from teikit.validate.faults import WHOLE_FILE, Fault, Place
from teikit.validate.reading import entities, syntax
from teikit.validate.reading.encodings import Readable, in_utf8, readable
from teikit.validate.reading.roots import not_markup, not_xml, other_root
from teikit.validate.source import Parsed, line_of
from teikit.xmlio import Nothing, Tree
from teikit.xmlscan import Encoding, Lines

_XINCLUDE = "http://www.w3.org/2001/XInclude"
_VERSION = re.compile(rb"""<\?xml\s+version\s*=\s*["'](1\.[1-9]\d*)["']""")
_TOO_LONG = re.compile("too long|too big|size limit|huge", re.IGNORECASE)
_UTF8 = Encoding("utf-8", 1, False)
_DEEPEST = 256
_TOO_DEEP = "depth in document"
_UNDEFINED = 11  # the number of expat's error for an entity that is not declared


def read(data: bytes, path: str, *, any_xml: bool = False, twice: bool = True) -> Parsed | tuple[Fault, ...]:
    """Parse a TEI file, in time and memory that grow with its length only.

    ``any_xml``: take XML of any kind, as a schema was named for it. ``twice``: let expat look as well, so that what is
    returned can be read by whatever reads the bytes again; leave it to a pass that follows where there is one anyway,
    and give what that finds to `not_well_formed`. What is odd, but can be read, is in the notices of the result.
    """
    with suppress(MemoryError):
        return _read(data, path, any_xml, twice)
    # What was read so far has been let go of here, so that there is memory for words.
    return (Fault("V001", WHOLE_FILE, *syntax.words("too-big")),)


def not_well_formed(data: bytes) -> tuple[Fault, ...]:
    """Return why expat does not read a file, nothing where it does."""
    source = readable(data)
    return (source,) if isinstance(source, Fault) else _seen_by_expat(source)


def _read(data: bytes, path: str, any_xml: bool, twice: bool) -> Parsed | tuple[Fault, ...]:
    other = not_xml(data)
    if other is not None:
        return (other,)
    source = readable(data)
    if isinstance(source, Fault):
        return (source,)
    encoding = Encoding.of(source.data)
    declares = encoding.encode("<!DOCTYPE") in source.data
    declared = entities.doctype(source.data) if declares else entities.Doctype()
    bomb = entities.refused(declared, source.data, encoding, in_place=source.in_place)
    if bomb is not None:
        return (bomb,)
    tree = _tree(source.tree)
    if isinstance(tree, etree.XMLSyntaxError):
        return _why(source, tree, declared)
    if (unread := _expanded(source, declared)) is not None:
        return (unread,)
    if twice and not _read_by_expat(source.data):
        return _seen_by_expat(source) or (_by_libxml(None),)
    root = other_root(tree) if not any_xml else None
    if root is not None and root.code == "V002":
        return (root,)
    notices = [*source.notices, *_notices(source, tree, declared), *([root] if root else [])]
    return Parsed(source.data, path, tree, tuple(notices), source.in_place)


def _tree(data: bytes) -> Tree | etree.XMLSyntaxError:
    """Parse; a text or a value of more than 10 MB (an image in base64) is read where nothing else is unusual."""
    try:
        return etree.ElementTree(etree.fromstring(data, _parser(huge=False)))
    except etree.XMLSyntaxError as error:
        if not _TOO_LONG.search(error.msg or "") or _TOO_DEEP in (error.msg or "") or _depth(data) > _DEEPEST:
            return error
    try:
        return etree.ElementTree(etree.fromstring(data, _parser(huge=True)))
    except etree.XMLSyntaxError as error:
        return error


def _parser(*, huge: bool) -> etree.XMLParser:
    """Return a parser that expands the entities of the file itself, within the limits of libxml2.

    Attributes that a DTD gives by default are left out.
    ``collect_ids`` is off because lxml otherwise refuses duplicate or malformed xml:id, which validation reports.
    """
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # not in the stubs
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=huge,
        collect_ids=False,
    )
    parser.resolvers.add(Nothing())
    return parser


def _depth(data: bytes) -> int:
    """Return how deep elements nest, as far as expat reads."""
    reader = expat.ParserCreate()
    depth = deepest = 0

    def start(*_: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    reader.StartElementHandler, reader.EndElementHandler = start, end
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return deepest
    return deepest


def _read_by_expat(data: bytes) -> bool:
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _seen_by_expat(source: Readable) -> tuple[Fault, ...]:
    data = in_utf8(source.data)
    if isinstance(data, Fault):
        return (data,)
    fall = syntax.fallen(data)
    if fall is None:
        return ()
    in_place = source.in_place and Encoding.of(source.data).name == "utf-8"
    missing = _missing(data, in_place) if fall.code == _UNDEFINED else None
    return (missing or syntax.explain(data, fall, in_place=in_place),)


def _why(source: Readable, error: etree.XMLSyntaxError, declared: entities.Doctype) -> tuple[Fault, ...]:
    """Return why libxml2 does not read a file, in the words for what expat finds where it finds anything."""
    data = in_utf8(source.data)
    if isinstance(data, Fault):
        return (data,)
    if (markup := not_markup(source.data)) is not None:
        return (markup,)
    in_place = source.in_place and Encoding.of(source.data).name == "utf-8"
    if _TOO_DEEP in (error.msg or ""):
        return (_by_libxml(error),)
    seen = _seen_by_expat(source)
    # What stands outside the file, expat leaves out without a word.
    return seen or (_unread(data, declared, in_place) or _missing(data, in_place) or _by_libxml(error),)


def _unread(data: bytes, declared: entities.Doctype, in_place: bool) -> Fault | None:
    """Return the fault (V003) of a reference to something outside the file."""
    for mark, names, key in ((b"&", declared.external, "external"), (b"%", declared.parameters, "parameter")):
        for name in names:
            at = data.find(mark + name.encode() + b";")
            if at >= 0:
                words = syntax.words(key, name=name)
                return Fault("V003", Place(*Lines(data, _UTF8).place(at), at if in_place else -1), *words)
    return None


def _expanded(source: Readable, declared: entities.Doctype) -> Fault | None:
    """Return the fault (V003) of a parameter entity that lxml before 6.1.3 expands, and later versions refuse."""
    if not declared.parameters or not declared.root:
        return None
    head = entities.Doctype(parameters=declared.parameters)
    in_place = source.in_place and Encoding.of(source.data).name == "utf-8"
    return _unread(source.data[: declared.root], head, in_place)


def _missing(data: bytes, in_place: bool) -> Fault | None:
    """Return the fault of entities that expat takes to be declared in a file that it does not read."""
    missing = entities.undeclared(data)
    return missing.fault(data, in_place=in_place) if missing.names else None


def _by_libxml(error: etree.XMLSyntaxError | None) -> Fault:
    last = error.error_log.last_error if error is not None else None  # type: ignore[attr-defined]  # not in the stubs
    detail = ((error.msg if error is not None else "") or "not well-formed").partition(", line ")[0]
    key = "too-deep" if _TOO_DEEP in detail else last.type_name if last is not None else ""
    code = "V003" if key in ("ERR_RESOURCE_LIMIT", "ERR_ENTITY_LOOP") else "V001"
    place = Place(error.lineno or 1, max(1, error.offset or 1)) if error is not None else Place(1, 1)
    return Fault(code, place, *syntax.words(key, detail=" ".join(detail.split())))


def _notices(source: Readable, tree: Tree, declared: entities.Doctype) -> Iterator[Fault]:
    """Yield what does not keep a file from being checked, but should be known."""
    place = Place(1, 1, 0)
    version = _VERSION.match(source.tree.removeprefix(b"\xef\xbb\xbf"))
    if version:
        message = f"The file declares XML {version[1].decode()}; it is checked as XML 1.0."
        yield Fault("V007", place, message, 'Write version="1.0": much software reads nothing else.')
    yield from entities.outside(declared, place)
    includes = list(tree.iter(f"{{{_XINCLUDE}}}include"))
    if includes:
        first = includes[0]
        where = first.get("href") or "another part of the file"
        more = f", and {len(includes) - 1} more" if len(includes) > 1 else ""
        message = f"<xi:include> names “{where}”{more}, which is not read: what it holds is not checked here."
        notice = Fault("V008", Place(line_of(first), 1), message, "Check the files that are included as well.")
        yield replace(notice, element="include")
