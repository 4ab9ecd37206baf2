"""The teiHeader of a document made from plain text (TEI P5 Guidelines, HD)."""

from __future__ import annotations

import datetime
import re
from functools import cache

from teikit import data
from teikit.model import Aside, CorrespAction, DateValue, Document, Metadata, Party, Source
from teikit.tei.declarations import Program, encoding_desc
from teikit.tei.mixed import collapse
from teikit.xmlio import Element, sub

AGENT = "teikit"  # the xml:id of the program's respStmt
# "Old Style", "Julian calendar", "O. S.", "a. St.", "st. v.", "v. st." Each begins with its first space or stop and
# looks back for the rest, so that the search of a whole text goes from one of these to the next.
_OLD_STYLE = re.compile(
    r" (?:Style(?<=\bOld Style)|calendar(?<=\bJulian calendar))"
    r"|\.(?:(?<=\bO\.)\s?S\.|(?<=\ba\.)\s?St\.|(?<=\bst\.)\s?v\.|(?<=\bv\.)\s?s[t.])",
    re.IGNORECASE,
)


def write_header(root: Element, doc: Document, source: Source, program: Program) -> None:
    """Append the teiHeader. Every Aside of the document stands in it word for word."""
    meta = doc.metadata
    header = sub(root, "teiHeader")
    file_desc = sub(header, "fileDesc")
    _title_stmt(file_desc, meta, program)
    _publication_stmt(file_desc, doc)
    _notes_stmt(file_desc, doc)
    _source_desc(file_desc, doc, source)
    encoding_desc(header, doc, source, program)
    _profile_desc(header, doc)
    _revision_desc(header, program)


def _title_stmt(file_desc: Element, meta: Metadata, program: Program) -> None:
    stmt = sub(file_desc, "titleStmt")
    sub(stmt, "title", collapse(meta.title).strip() or "Untitled document")
    for author in meta.authors:
        _party(sub(stmt, "author"), author)
    for person in meta.responsibilities:
        resp = sub(stmt, "respStmt")
        sub(resp, "resp", person.resp)
        sub(resp, "persName", person.name)
        if person.affiliation:
            sub(resp, "orgName", person.affiliation)
    resp = sub(stmt, "respStmt", id=AGENT)
    sub(resp, "resp", "automatic encoding of structure, names and dates")
    sub(resp, "name", f"{program.name} {program.version}".strip())


def _publication_stmt(file_desc: Element, doc: Document) -> None:
    meta = doc.metadata
    stmt = sub(file_desc, "publicationStmt")
    rights = _texts(doc, "rights") or list(meta.rights)
    if not (meta.publisher or meta.idno or rights or meta.licence):
        sub(stmt, "p", "Not published; encoded from a plain-text file.")
        return
    # The content model wants somebody who publishes, distributes or authorises first.
    sub(stmt, "publisher" if meta.publisher else "authority", meta.publisher or "not stated")
    if meta.idno:
        sub(stmt, "idno", meta.idno)
    if rights or meta.licence:
        availability = sub(stmt, "availability")
        if meta.licence:
            is_url = meta.licence.startswith(("http://", "https://"))
            sub(
                availability, "licence", meta.licence, target=meta.licence if is_url and " " not in meta.licence else ""
            )
        for paragraph in rights:
            sub(availability, "p", paragraph)


def _notes_stmt(file_desc: Element, doc: Document) -> None:
    """Keep what was set aside, in the order of the source, each stretch in a q of its own."""
    groups = {
        "furniture": "Set aside from the page that the text was copied from:",
        "catalogue": "Set aside from the catalogue entry of the page that the text was copied from:",
    }
    notes = {name: [aside for aside in doc.metadata.asides if _note_type(aside) == name] for name in groups}
    if not any(notes.values()) and not doc.metadata.extra:
        return
    stmt = sub(file_desc, "notesStmt")
    for name, asides in notes.items():
        if not asides:
            continue
        note = sub(stmt, "note", groups[name], type=name, resp=f"#{AGENT}")
        for aside in asides:
            before = note[-1] if len(note) else None
            if before is None:
                note.text = f"{note.text} "
            else:
                before.tail = " "
            sub(note, "q", collapse(aside.span.of(doc.text)).strip())
    for key, value in doc.metadata.extra:
        sub(stmt, "note", value, type="".join(c if c.isalnum() or c in "-._" else "-" for c in key) or "other")


def _note_type(aside: Aside) -> str:
    if aside.role in ("source", "rights", "abstract"):
        return ""  # these have a place of their own
    return "furniture" if aside.role == "furniture" else "catalogue"


def _source_desc(file_desc: Element, doc: Document, source: Source) -> None:
    meta = doc.metadata
    desc = sub(file_desc, "sourceDesc")
    provenance = list(dict.fromkeys([*_texts(doc, "source"), *(collapse(text).strip() for text in meta.source)]))
    for text in provenance:
        sub(desc, "bibl", text, type="provenance")
    if meta.repository or meta.settlement:
        identifier = sub(sub(desc, "msDesc"), "msIdentifier")
        for name, value in (("settlement", meta.settlement), ("repository", meta.repository), ("idno", meta.idno)):
            if value:
                sub(identifier, name, value)
    bibl = sub(desc, "bibl", type="file")
    sub(bibl, "idno", source.name, type="filename")
    if meta.url:
        sub(bibl, "idno", meta.url, type="URL")
    if meta.retrieved:
        sub(bibl, "date", meta.retrieved, type="retrieved", when=meta.retrieved if _is_iso(meta.retrieved) else "")
    if source.sha256:
        sub(bibl, "idno", source.sha256, type="SHA-256")


def _profile_desc(header: Element, doc: Document) -> None:
    meta = doc.metadata
    profile = sub(header, "profileDesc")
    abstract = _texts(doc, "abstract") or ([meta.abstract] if meta.abstract else [])
    if abstract:
        el = sub(profile, "abstract")
        for paragraph in abstract:
            sub(el, "p", paragraph)
    if meta.date or meta.place:
        creation = sub(profile, "creation")
        if meta.place:
            sub(creation, "placeName", collapse(meta.place).strip())
        _date(creation, meta.date, meta.date_text)
    language = meta.language or "und"
    usage = sub(profile, "langUsage")
    sub(usage, "language", _language_names().get(language.split("-")[0], language), ident=language)
    _calendar_desc(profile, doc)
    _text_class(profile, meta)
    _corresp_desc(profile, meta)
    if meta.participants:
        people = sub(sub(profile, "particDesc"), "listPerson")
        for party in meta.participants:
            _participant(people, party)


@cache
def _language_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in data.table("languages")}


def _calendar_desc(profile: Element, doc: Document) -> None:
    """Declare the Julian calendar where the text speaks of it, so that dates can point to it."""
    dated = doc.metadata.date.calendar if doc.metadata.date else ""
    if dated or _OLD_STYLE.search(doc.text):
        calendar = sub(sub(profile, "calendarDesc"), "calendar", id="julian")
        sub(calendar, "p", "Julian calendar (Old Style); values are given in the Gregorian calendar.")


def _text_class(profile: Element, meta: Metadata) -> None:
    if not (meta.kind or meta.keywords or meta.classification):
        return
    text_class = sub(profile, "textClass")
    if meta.kind:
        sub(sub(text_class, "keywords"), "term", meta.kind, type="genre")
    if meta.classification:
        keywords = sub(text_class, "keywords", scheme="#classification")
        for term in meta.classification:
            sub(keywords, "term", collapse(term).strip())
    if meta.keywords:
        keywords = sub(text_class, "keywords")
        for term in meta.keywords:
            sub(keywords, "term", collapse(term).strip())


def _corresp_desc(profile: Element, meta: Metadata) -> None:
    actions = [action for action in meta.actions if action.who or action.place or action.date]
    if not any(action.who for action in actions):
        return
    desc = sub(profile, "correspDesc")
    for action in actions:
        _corresp_action(desc, action)


def _corresp_action(desc: Element, action: CorrespAction) -> None:
    el = sub(desc, "correspAction", type=action.kind)
    for party in action.who:
        _party(el, party)
    if action.place:
        sub(el, "placeName", collapse(action.place).strip())
    _date(el, action.date, action.date_text)


def _participant(people: Element, party: Party) -> None:
    person = sub(people, "person")
    sub(person, "persName", collapse(party.name).strip())
    if party.role:
        sub(sub(person, "state", type="role"), "label", collapse(party.role).strip())


def _revision_desc(header: Element, program: Program) -> None:
    desc = sub(header, "revisionDesc", status="draft")
    text = "Encoded from plain text: header, structure."
    sub(desc, "change", text, who=f"#{AGENT}", when=program.date, status="draft")


def _party(parent: Element, party: Party) -> None:
    sub(parent, party.kind, collapse(party.name).strip())


def _date(parent: Element, value: DateValue | None, text: str) -> None:
    if value is not None and value.attributes():
        shown = collapse(text).strip()
        el = sub(parent, "date", shown)
        for name, iso in value.attributes().items():
            el.set(name, iso)


def _texts(doc: Document, role: str) -> list[str]:
    texts = (collapse(aside.span.of(doc.text)).strip() for aside in doc.metadata.asides if aside.role == role)
    return [text for text in texts if text]


def _is_iso(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
