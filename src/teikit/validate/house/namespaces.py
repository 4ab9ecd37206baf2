"""Elements outside the TEI namespace that were meant to be in it, and attributes left over from TEI P4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teikit.diagnostics import Edit, Fix
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault
from teikit.validate.house.index import Index, index, more
from teikit.validate.source import Parsed
from teikit.xmlio import TEI, Element, local, xml

_NEAR = re.compile(r"\s*https?://(?:www\.)?tei-c\.org/+(?:ns/+)?(?:p?\d+(?:\.\d+)*)[/#]*\s*", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_OLD = {"id": xml("id"), "lang": xml("lang")}


def check_namespaces(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield, once for each namespace, elements in none or in one that is nearly that of TEI."""
    for uri, els in index(doc).spaces.items():
        if uri and (uri == TEI or not _NEAR.fullmatch(uri)):
            continue
        first = els[0]
        known = "is in no namespace" if not uri else f"is in the namespace {uri}"
        message = f"This <{local(first)}> {known}, so that no software sees TEI in it{more(len(els) - 1, 'element')}."
        advice = f'The namespace of TEI is "{TEI}", exactly so.'
        if not uri:
            advice += ' Remove xmlns="" where it stands.'
        yield doc.fault("V050", first, message, advice)


def check_attributes(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield, once for each, the attributes of TEI P4 that P5 renamed or dropped."""
    idx = index(doc)
    for name, now in _OLD.items():
        old = [el for el in idx.outdated if el.get(name) is not None]
        if old:
            what = f"xml:{name}"
            message = f"@{name} of <{local(old[0])}> is TEI P4: in P5 it is @{what}{more(len(old) - 1)}."
            advice = f"Write {what}." + (" Pointers with # find only that." if name == "id" else "")
            yield doc.fault("V051", old[0], message, advice, fix=_renamed(doc, idx, old, name, now))
    forms = [el for el in idx.outdated if el.get("TEIform") is not None]
    if forms:
        message = f"@TEIform of <{local(forms[0])}> is TEI P4, and says nothing in P5{more(len(forms) - 1)}."
        yield doc.fault("V051", forms[0], message, "Remove it.")


def _renamed(doc: Parsed, idx: Index, els: list[Element], name: str, now: str) -> Fix | None:
    """Put xml: before the attributes, where the new one is not there yet and can hold the value."""
    values = [el.get(name, "") for el in els]
    if any(el.get(now) is not None for el in els):
        return None
    if name == "id" and (
        len(set(values)) < len(values) or any(one in idx.ids or not _NAME.fullmatch(one) for one in values)
    ):
        return None
    edits = []
    for el in els:
        node = doc.node(el)
        span = doc.value_span(el, name)
        if node is None or span is None:
            return None
        tag = doc.data[node.start : span[0]]
        found = re.search(rb"\s(%b)\s*=\s*[\"']\Z" % name.encode("ascii"), tag)
        if found is None:
            return None
        edits.append(Edit(node.start + found.start(1), node.start + found.start(1), b"xml:"))
    return Fix(f"Write xml:{name}", tuple(edits))
