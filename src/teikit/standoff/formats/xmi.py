"""UIMA CAS XMI, as INCEpTION and DKPro write it; offsets in it are UTF-16 units, as in all of UIMA.

Read as the XML that it is, so that no type system is needed: every annotation with a begin and an end counts but for
tokens, sentences, what analyses grammar, and what describes the document. INCEpTION's archives (zip) are read as well.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, fromstring

from teikit.data import words
from teikit.standoff.records import whole
from teikit.standoff.spans import Annotation, Spans, unreadable

_XMI = "{http://www.omg.org/XMI}"
_CAS = "{http:///uima/cas.ecore}"
_LABELS = ("value", "label", "kind", "type", "category")
_REFS = ("identifier", "ref", "kbId", "uri")
_GRAMMAR = re.compile(r"/(?:lexmorph|morph|pos|syntax|chunk|segmentation|coref|semantics)[/.]")
_MOST_BYTES = 500_000_000


def read(data: bytes) -> Iterator[Spans]:
    """Yield the documents of a CAS, or of all CAS in an archive."""
    if data.startswith(b"PK"):
        yield from _archive(data)
    else:
        yield from _cas(data, "")


def _archive(data: bytes) -> Iterator[Spans]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [one for one in archive.infolist() if one.filename.lower().endswith(".xmi")]
            if sum(one.file_size for one in found) > _MOST_BYTES:
                raise unreadable(f"its files are more than {_MOST_BYTES // 10**6} MB")
            for one in found:
                yield from _cas(archive.read(one), PurePosixPath(one.filename).stem)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # the latter: unknown packing, a password
        raise unreadable(f"not a readable archive: {error}") from error
    if not found:
        raise unreadable("there is no .xmi file in the archive", help="Export the project as UIMA CAS XMI.")


def _cas(data: bytes, name: str) -> Iterator[Spans]:
    try:
        root = fromstring(data)
    except ParseError as error:
        line, column = error.position
        raise unreadable(f"not well-formed XML: {error.msg}", line=line, column=column + 1) from error
    except (LookupError, ValueError) as error:
        raise unreadable(f"not readable XML: {error}") from error
    sofas = {element.get(f"{_XMI}id", ""): element for element in root if element.tag == f"{_CAS}Sofa"}
    if not sofas:
        raise unreadable("it is XML, but no CAS: there is no Sofa, which holds the text")
    for id, sofa in sofas.items():
        inside = [element for element in root if element.get("sofa") == id]
        annotations, skipped = _annotations(inside)
        if annotations or len(sofas) == 1:
            text = sofa.get("sofaString")
            yield Spans(annotations, text, "utf16", names=(*_names(inside), *([name] if name else ())), skipped=skipped)


def _names(elements: list[Element]) -> tuple[str, ...]:
    """Return what DKPro's metadata call the document."""
    described = [element for element in elements if _type(element)[1] == "DocumentMetaData"]
    keys = ("documentUri", "documentId", "documentTitle")
    return tuple(name for element in described for key in keys if (name := element.get(key)))


def _type(element: Element) -> tuple[str, str]:
    """Return the package and the name of a type."""
    namespace, _, name = element.tag[1:].rpartition("}")
    return namespace, name


def _annotations(elements: list[Element]) -> tuple[tuple[Annotation, ...], dict[str, int]]:
    found: list[Annotation] = []
    skipped: Counter[str] = Counter()
    for number, element in enumerate(elements, 1):
        package, name = _type(element)
        if element.get("begin") is None or name in words("standoff_not_spans"):
            continue
        if _GRAMMAR.search(package):
            skipped[name] += 1
            continue
        start, end = whole(element.get("begin")), whole(element.get("end"))
        where = f"{name} {element.get(f'{_XMI}id') or number}"
        label = next((value for key in _LABELS if (value := element.get(key))), name)
        ref = next((value for key in _REFS if (value := element.get(key))), "")
        if start is None or end is None:
            found.append(Annotation(label, where=where, fault="its offset is not a whole number"))
        else:
            cert = element.get("confidence") or element.get("score") or ""
            found.append(Annotation(label, ((start, end),), ref=ref, cert=cert, where=where))
    return tuple(found), dict(skipped)
