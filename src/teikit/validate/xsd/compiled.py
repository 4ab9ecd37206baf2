"""Compiled XML Schemas: libxml2's for the verdict, the package xmlschema's for the reasons; made once, and kept."""

from __future__ import annotations

import io
import platform
import urllib.error
import urllib.request
import warnings
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.response import addinfourl

from lxml import etree

from teikit import __version__
from teikit.validate.selection import reach, uris
from teikit.validate.xsd import sealed
from teikit.validate.xsd.sources import Sources

if TYPE_CHECKING:
    import xmlschema

_VERDICTS: dict[str, etree.XMLSchema | None] = {}
_REASONS: dict[tuple[str, str], Any] = {}


class Unusable(Exception):
    """A schema that the package xmlschema cannot build, and why."""


class _Parts(etree.Resolver):
    """Gives libxml2 the parts of a schema that were gathered, and nothing for whatever else it asks for."""

    def __init__(self, sources: Sources) -> None:
        self.files = _by_address(sources)

    def resolve(self, system_url: str, _public_id: str, context: Any) -> Any:  # type: ignore[override]  # of the stubs
        path = self.files.get(_address(system_url))
        # Of the ways of a resolver only a string keeps libxml2 from opening the file; resolve_empty does not.
        return self.resolve_string(reach.read(path) if path else "", context, base_url=system_url)


def verdict(sources: Sources) -> etree.XMLSchema | None:
    """Return the schema as libxml2 compiles it, None where libxml2 refuses it."""
    if sources.digest not in _VERDICTS:
        # Not the parser for documents: that has a resolver of its own, and of two either may be asked.
        reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        reader.resolvers.add(_Parts(sources))
        try:
            root = etree.fromstring(reach.read(sources.files[0][1]), reader, base_url=sources.main)
            _VERDICTS[sources.digest] = etree.XMLSchema(etree.ElementTree(root))
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError):
            _VERDICTS[sources.digest] = None
    return _VERDICTS[sources.digest]


def reasons(sources: Sources, version: str, cache: Path | None) -> xmlschema.XMLSchemaBase:
    """Return the schema as the package xmlschema builds it: from memory, from disk, or anew. Raises Unusable."""
    known = _REASONS.get((sources.digest, version))
    if known is None:
        known = _kept(sources, version, cache)
        _REASONS[sources.digest, version] = known
    if isinstance(known, Unusable):
        raise known
    return known  # type: ignore[no-any-return]  # the values are schemas or Unusable


def _kept(sources: Sources, version: str, cache: Path | None) -> Any:
    import elementpath
    import xmlschema

    quicken()
    name = f"xsd-{sources.digest[:32]}-{version}.sealed"
    places = "\n".join(f"{uri} {path}" for uri, path in sources.files)
    made_by = f"teikit {__version__} xmlschema {xmlschema.__version__} elementpath {elementpath.__version__}"
    context = f"{made_by} {platform.python_implementation()} {platform.python_version()} {sources.digest}\n{places}"
    folder = cache / "xsd" if cache else None
    known = sealed.load(folder, name, context) if folder else None
    if isinstance(known, xmlschema.XMLSchemaBase):
        return known
    try:
        fresh = _build(sources, version)
    except Unusable as error:
        return error
    if folder:
        sealed.save(folder, name, context, fresh)
    return fresh


def _build(sources: Sources, version: str) -> xmlschema.XMLSchemaBase:
    import xmlschema

    kind = xmlschema.XMLSchema11 if version == "1.1" else xmlschema.XMLSchema10
    opener = urllib.request.OpenerDirector()
    opener.add_handler(_Gathered(sources))
    try:
        with warnings.catch_warnings():
            # An import that cannot be had is only a hint; what is then missing is an error of its own.
            warnings.simplefilter("ignore", xmlschema.XMLSchemaIncludeWarning)
            warnings.simplefilter("ignore", xmlschema.XMLSchemaImportWarning)
            warnings.simplefilter("ignore", xmlschema.XMLSchemaTypeTableWarning)
            # Not "defused", which refuses every DOCTYPE with an entity, as those of the W3C have: expat, which reads
            # here, opens no external entity and does not let internal ones grow.
            return kind(sources.main, opener=opener, defuse="never")
    except (xmlschema.XMLSchemaException, etree.XMLSyntaxError, SyntaxError, RecursionError, ValueError) as error:
        raise Unusable(_reason(error)) from error


def _reason(error: Exception) -> str:
    """Return what is wrong in one line: the package's errors print the whole component."""
    said = str(getattr(error, "message", "") or error).strip() or type(error).__name__
    return " ".join(said.splitlines()[0].split()).rstrip(":.")[:300]


class _Gathered(urllib.request.BaseHandler):
    """Opens, for the package xmlschema, the parts that were gathered and the schemas that it ships; nothing else."""

    def __init__(self, sources: Sources) -> None:
        import xmlschema

        self.files = _by_address(sources)
        self.shipped = Path(xmlschema.__file__).parent / "schemas"

    def default_open(self, request: urllib.request.Request) -> addinfourl:
        path = self.files.get(_address(request.full_url))
        local = uris.local_path(request.full_url)
        if path is None and local is not None and reach.within(local, [self.shipped]):
            path = local
        if path is None:
            raise urllib.error.URLError("it is not a part of the schema that may be read")
        return addinfourl(io.BytesIO(reach.read(path)), Message(), request.full_url)


def _by_address(sources: Sources) -> dict[str, Path]:
    return {_address(uri): path for uri, path in sources.files}


def _address(uri: str) -> str:
    """Return one form for the ways in which the libraries write an address: a path, or a URI escaped or not."""
    if uris.is_web(uri):
        return uri
    path = uris.local_path(uri) or Path(uri)
    return str(reach.resolved(path) or path)


def quicken() -> None:
    """Let elementpath count the characters of a class such as \\p{L} by its ranges.

    It counts them one by one, a million steps for each pattern whenever it translates one; that is nine tenths of the
    time in which xmlschema builds tei_all.xsd, and most of that in which it validates. The number is the same. Where
    the library has changed inside, it is left as it is.
    """
    from elementpath.regex import UnicodeSubset

    sample = UnicodeSubset("a-cx")
    if getattr(sample, "_codepoints", None) != [(97, 100), 120]:
        return

    def length(self: Any) -> int:
        return sum(1 if isinstance(one, int) else one[1] - one[0] for one in self._codepoints)

    UnicodeSubset.__len__ = length  # type: ignore[method-assign]
