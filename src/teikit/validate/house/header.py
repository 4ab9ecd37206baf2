"""What every header should say: under which licence the file may be used, what it was made from, who publishes it."""

from __future__ import annotations

from collections.abc import Iterator

from teikit import data
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault, listed, quoted
from teikit.validate.house.index import content, index
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local, tei

_PUBLISHERS = ("publisher", "distributor", "authority")


def _headers(doc: Parsed) -> Iterator[tuple[Element, Element | None]]:
    """Yield each header of a document, with the header of the corpus that it is in and that speaks for it too."""
    for header in index(doc).named("teiHeader"):
        parent = header.getparent()
        if parent is None or local(parent) not in ("TEI", "teiCorpus"):
            continue
        above = next((el.find(tei("teiHeader")) for el in parent.iterancestors(tei("teiCorpus"))), None)
        yield header, above


def _part(header: Element | None, *path: str) -> Element | None:
    return header.find("/".join(tei(name) for name in path)) if header is not None else None


def _is_placeholder(text: str) -> bool:
    return not any(char.isalnum() for char in text) or text.strip(" .…[]()<>-").casefold() in _placeholders()


def _placeholders() -> frozenset[str]:
    return data.words("validate_house_placeholders")


def _empty(el: Element) -> bool:
    """Tell whether an element says nothing: no text, and no attribute that points to what it would say."""
    return _is_placeholder(content(el)) and not any(
        child.get(name)
        for child in el.iter(tei("*"))
        for name in ("target", "ref", "corresp", "url", "status", "sameAs")
    )


def check_licence(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a header, of a file or a corpus, that does not say how the file may be used."""
    for header, above in _headers(doc):
        statement = _part(header, "fileDesc", "publicationStmt")
        found = _part(header, "fileDesc", "publicationStmt", "availability")
        found = found if found is not None else _part(above, "fileDesc", "publicationStmt", "availability")
        if statement is None or _prose(statement):
            continue
        if found is None:
            message = "The header does not say under which licence the file may be used."
            yield doc.fault("V080", statement, message, _LICENCE)
        elif _empty(found):
            yield doc.fault("V080", found, "This <availability> says nothing.", _LICENCE)


_LICENCE = 'Add <availability><licence target="…"> to <publicationStmt>, with the address of the licence.'


def _prose(statement: Element) -> bool:
    """Tell whether a statement is written as paragraphs, which may say anything."""
    return any(local(el) in ("p", "ab") and not _empty(el) for el in statement)


def check_source(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a sourceDesc that does not say what the file was made from."""
    for header, _ in _headers(doc):
        source = _part(header, "fileDesc", "sourceDesc")
        if source is not None and _empty(source):
            message = "This <sourceDesc> does not say what the file was made from"
            words = quoted(content(source))
            found = f" (it reads {words})" if content(source) else ""
            yield doc.fault(
                "V081", source, f"{message}{found}.", "Describe the source, or say that it is born digital."
            )


def check_title(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a file whose titles are all empty or left as the template had them."""
    for header, _ in _headers(doc):
        statement = _part(header, "fileDesc", "titleStmt")
        titles = statement.findall(tei("title")) if statement is not None else []
        if titles and all(_empty(title) for title in titles):
            words = f"reads {quoted(content(titles[0]))}" if content(titles[0]) else "is empty"
            yield doc.fault("V082", titles[0], f"The title of the file {words}.", "Give the file a title of its own.")


def check_publication(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a publicationStmt that does not say by whom and when the file was published."""
    for header, above in _headers(doc):
        statement, higher = (_part(one, "fileDesc", "publicationStmt") for one in (header, above))
        if statement is None or _prose(statement) or _unpublished(statement):
            continue
        missing = []
        if not _says(statement, higher, *_PUBLISHERS):
            missing.append("by whom (<publisher>)")
        if not _says(statement, higher, "date"):
            missing.append("when (<date>)")
        if missing:
            message = f"This <publicationStmt> does not say {listed(missing)} the file was published."
            yield doc.fault("V083", statement, message, "Add it: catalogues and citations need it.")


def _unpublished(statement: Element) -> bool:
    return "unpublished" in content(statement).lower()


def _says(statement: Element, above: Element | None, *names: str) -> bool:
    statements = [one for one in (statement, above) if one is not None]
    found = [el for one in statements for name in names for el in one.iter(tei(name))]
    return any(not _empty(el) or el.attrib for el in found)


def check_language(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a file that says nowhere in which language its text is."""
    idx = index(doc)
    headers = list(_headers(doc))
    if not headers or any(True for _ in idx.named("language", "langUsage", "textLang")):
        return
    tops = (doc.root, *idx.named("TEI", "text", "body", "front", "back", "group", "div", "sourceDoc", "standOff"))
    if not any(el.get("{http://www.w3.org/XML/1998/namespace}lang") for el in tops) and idx.first("text") is not None:
        message = "The file does not say in which language its text is."
        yield doc.fault("V084", doc.root, message, "Give <text> an @xml:lang, or the header a <langUsage>.")
