"""XML Schema, 1.0 and 1.1: libxml2 gives the verdict, the package xmlschema the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from teikit.validate.faults import WHOLE_FILE, Fault, quoted
from teikit.validate.selection import NotHere, Options
from teikit.validate.source import Parsed
from teikit.validate.wording import Vocabulary, message
from teikit.validate.xsd.causes import Cause, causes, vocabulary
from teikit.validate.xsd.compiled import Unusable, reasons, verdict
from teikit.validate.xsd.sources import Sources, gather
from teikit.xmlio import Element, local

__all__ = ["check"]

VERSIONS = ("", "1.0", "1.1")


def check(
    doc: Parsed,
    schema: Path,
    *,
    version: str = "",
    cache: Path | None = None,
    base: str = "",
    options: Options = Options(),  # noqa: B008  # a frozen value
) -> Iterator[Fault]:
    """Yield what an XML Schema refuses in a file, each cause once.

    A schema of version 1.0 that libxml2 can compile and the file is valid against yields nothing, and the package
    xmlschema is not troubled. Else that package says what is wrong; where it finds nothing, the file is valid; where it
    cannot build the schema, libxml2's own reports are given. ``version``: 1.0 or 1.1, else the schema itself tells.
    ``cache``: the user's own folder, where what xmlschema has built is kept. ``base`` and ``options``: as `SchemaRef`
    and `selection.choose` have them; parts of the schema are read where these allow. A schema that cannot be used is a
    fault too (V090), as is a part of it that is missing (V092, V093). Raises ValueError for another version.
    """
    if version not in VERSIONS:
        raise ValueError(f"there is no version {version} of XML Schema")
    try:
        sources = gather(schema, base, options)
    except NotHere as error:
        yield error.fault(WHOLE_FILE)
        return
    wanted = version or sources.version
    engine = verdict(sources) if wanted == "1.0" else None
    if engine is not None and engine.validate(doc.tree):
        return
    try:
        explaining = reasons(sources, wanted, cache)
        for cause in causes(explaining, doc.tree):
            yield _fault(doc, cause, Vocabulary(vocabulary(explaining)))
    except Unusable as error:
        yield from _by_libxml2(doc, engine) if engine is not None else [_unusable(sources, error)]


def _fault(doc: Parsed, cause: Cause, names: Vocabulary) -> Fault:
    if cause.error is not None:
        return doc.fault("V030", cause.el, *message(cause.error, names))
    if cause.rule:
        said = cause.documentation or f"<{local(cause.el)}> breaks a rule of the schema: {quoted(cause.rule, 200)}."
        return doc.fault("V031", cause.el, said, f"What must be true of <{local(cause.el)}>: {cause.rule}")
    said = f"<{local(cause.el)}> is not valid against the XML Schema: {cause.reason.rstrip('.')}."
    return doc.fault("V030", cause.el, said, "Correct it as the reason says.")


def _unusable(sources: Sources, error: Unusable) -> Fault:
    name = sources.files[0][1].name
    said = f"{name} cannot be used as an XML Schema: {error}."
    return Fault("V090", WHOLE_FILE, said, "Correct the schema, or name another; the file was not checked against it.")


def _by_libxml2(doc: Parsed, engine: etree.XMLSchema) -> Iterator[Fault]:
    """Yield libxml2's reports, with the names of elements and attributes as an editor writes them."""
    told: set[tuple[Element, str]] = set()
    entries: Any = engine.error_log
    for entry in entries:
        el = _element(doc, entry.path)
        said = re.sub(r"\{[^}]*\}", "", entry.message).strip()
        said = re.sub(r"^Element '([^']+)'(?:, attribute '([^']+)')?: ", "", said)
        if (el, said) not in told:
            told.add((el, said))
            yield doc.fault("V030", el, f"<{local(el)}> is not valid against the XML Schema: {said}")


def _element(doc: Parsed, path: str | None) -> Element:
    """Return the element that libxml2 names by its XPath, with prefixes that are those of the file, or none."""
    steps = re.sub(r"(?<=/)([^/\[\]:*()'@]+:[^/\[\]:*()']+)", r"*[name()='\1']", (path or "").partition("/@")[0])
    found: Any = doc.tree.xpath(steps) if steps else []
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else doc.root
