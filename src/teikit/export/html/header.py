"""The head of a page: what a document is, from whom to whom, when, by which rights; its foot: how it was encoded."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.export.html.context import Context
from teikit.export.html.markup import add_text, child, external, plain, squeeze
from teikit.export.html.names import html_date, iso
from teikit.export.html.records import record
from teikit.export.rules import content, has_words, tei_name
from teikit.xmlio import Element

LONG = 60
TOO_LONG = 320
Fact = tuple[str, str | None, str | None]  # text, address, datetime
Steps = list[tuple[str, list[Fact]]]


def title_of(root: Element) -> str:
    """Return the title of a document, or what comes nearest to one."""
    for path in (
        "{*}teiHeader/{*}fileDesc/{*}titleStmt/{*}title",
        ".//{*}titleStmt/{*}title",
        ".//{*}head",
        ".//{*}title",
    ):
        for el in root.iterfind(path):
            if plain(el):
                return plain(el)
    return "Untitled document"


def card(ctx: Context, root: Element, out: Element, *, level: int = 1) -> None:
    """Write the title and the facts of a document."""
    head = root.find("{*}teiHeader")
    if head is None:
        child(out, f"h{level}", title_of(root))
        return
    steps = _correspondence(head)
    _kicker(root, head, out)
    child(out, f"h{level}", title_of(root))
    _route(ctx, steps, out)
    for el in head.iterfind("{*}profileDesc/{*}abstract"):
        child(out, "p", " ".join(plain(part) for part in el) or plain(el), class_="abstract")
    facts = [(label, found) for label, found in _facts(head, steps) if found]
    if not facts:
        return
    made = child(out, "dl", class_="facts")
    for label, values in facts:
        box = child(made, "div")
        ctx.english(child(box, "dt", label))
        for text, href, datetime in values:
            slot = child(box, "dd")
            if len(text) > TOO_LONG:
                text = f"{text[:TOO_LONG].rpartition(' ')[0]} … "
            if href:
                child(slot, "a", text, href=href, rel="noreferrer")
            elif datetime:
                child(slot, "time", text, datetime=datetime)
            else:
                slot.text = text
            if text.endswith("… "):
                ctx.english(child(slot, "a", "in full below", href="#tk-about"))


def _kicker(root: Element, head: Element, out: Element) -> None:
    """Write the kind of the document and its date above the title."""
    kinds, dates = _kind(root, head), _dates(head)
    if not kinds and not dates:
        return
    made = child(out, "p", class_="kicker")
    for number, (text, _, datetime) in enumerate(kinds[:1] + dates[:1]):
        if number:
            add_text(made, " · ")
        child(made, "time" if datetime else "span", text, datetime=datetime)


def _route(ctx: Context, steps: Steps, out: Element) -> None:
    """Write from whom to whom a document went, and from where."""
    if not steps:
        return
    made = child(out, "p", class_="route")
    for label, facts in steps:
        add_text(made, " ")
        ctx.english(child(made, "span", label, class_="key"))
        add_text(made, " " + ", ".join(text for text, _, _ in facts))


def _facts(head: Element, steps: Steps) -> Iterator[tuple[str, list[Fact]]]:
    titles = list(head.iterfind("{*}fileDesc/{*}titleStmt/{*}title"))
    yield "Also titled", [_text(el) for el in titles[1:] if plain(el)]
    known = {fact for _, facts in steps for fact in facts}
    yield "Author", [fact for fact in _all(head, "{*}fileDesc/{*}titleStmt/{*}author") if fact not in known]
    yield "Editor", _all(head, "{*}fileDesc/{*}titleStmt/{*}editor")
    yield (
        "Source",
        [
            _text(part)
            for el in head.iterfind("{*}fileDesc/{*}sourceDesc")
            for part in (list(el) if not has_words(el) else [el])
            if plain(part) and part.get("type") != "file"  # of use to machines; it stands in the full header
        ],
    )
    yield "Publisher", _all(head, "{*}fileDesc/{*}publicationStmt/{*}publisher")
    yield (
        "Rights",
        [fact for el in head.iterfind("{*}fileDesc/{*}publicationStmt/{*}availability") for fact in _rights(el)],
    )
    yield "Responsibility", [_responsibility(el) for el in head.iterfind("{*}fileDesc/{*}titleStmt/{*}respStmt")]


def _all(head: Element, path: str) -> list[Fact]:
    return [_text(el) for el in head.iterfind(path) if plain(el)]


def _text(el: Element) -> Fact:
    return flat(el), None, None


def flat(el: Element) -> str:
    """Return a record on one line: words as they stand, parts separated by commas."""
    if not isinstance(el.tag, str):
        return ""
    parts = [part for part in el if isinstance(part.tag, str)]
    if has_words(el) or not parts:
        return squeeze(content(el))
    separator = " " if tei_name(el.tag) in ("persName", "name", "author", "editor") else ", "
    return separator.join(filter(None, map(flat, parts)))


def _kind(root: Element, head: Element) -> list[Fact]:
    """Return the kind of a document: the type of its text, a short keyword, or the type of its only division."""
    text = root.find("{*}text")
    divisions = root.findall("{*}text/{*}body/{*}div")
    found = [
        text.get("type") if text is not None else "",
        *(plain(el) for el in head.iterfind("{*}profileDesc/{*}textClass/{*}keywords/{*}term")),
        divisions[0].get("type") if len(divisions) == 1 else "",
    ]
    kinds = [kind for kind in found if kind and len(kind) < LONG]
    return [(kind[:1].upper() + kind[1:], None, None) for kind in kinds[:1]]


def _correspondence(head: Element) -> Steps:
    """Return who sent and who received a document, with the places."""
    steps: Steps = []
    for action in head.iterfind(".//{*}correspDesc/{*}correspAction"):
        kind = action.get("type") or ""
        label = {"sent": "From", "received": "To"}.get(kind, kind.capitalize() or "Step")
        who = [flat(el) for el in action if tei_name(el.tag) in ("persName", "orgName", "name", "rs")]
        where = [flat(el) for el in action if tei_name(el.tag) in ("placeName", "settlement")]
        facts: list[Fact] = [(text, None, None) for text in (*who, *where) if text]
        if facts:
            steps.append((label, facts))
    return steps


def _dates(head: Element) -> list[Fact]:
    """Return the date a document was sent, else that of its creation."""
    sent = [
        el
        for action in head.iterfind(".//{*}correspDesc/{*}correspAction")
        if action.get("type") != "received"
        for el in action.iterfind("{*}date")
    ]
    found = [_date(el) for el in sent or head.iterfind("{*}profileDesc/{*}creation/{*}date")]
    return [fact for fact in found if fact[0]]


def _date(el: Element) -> Fact:
    value, datetime = iso(el)
    return plain(el) or value, None, datetime if datetime else html_date(plain(el))


def _rights(el: Element) -> Iterator[Fact]:
    for part in el if not has_words(el) else [el]:
        if isinstance(part.tag, str):
            href = next(filter(None, map(external, (part.get("target") or "").split())), None)
            text = flat(part) or href
            if text and href and len(text) > LONG:
                yield text, None, None
                yield href, href, None
            elif text:
                yield text, href, None


def _responsibility(el: Element) -> Fact:
    what = ", ".join(flat(part) for part in el if tei_name(part.tag) == "resp")
    who = ", ".join(filter(None, (flat(part) for part in el if tei_name(part.tag) != "resp")))
    return (f"{who}: {what}" if what and who else who or what), None, None


def about(ctx: Context, root: Element, out: Element) -> None:
    """Write how the text was encoded, and the complete header, so that nothing of it is out of reach."""
    headers = list(root.iter("{*}teiHeader"))
    if not headers:
        return
    section = child(out, "section", class_="about", id="tk-about")
    child(section, "h2", "About this file")
    encoding = headers[0].find("{*}encodingDesc")
    if encoding is not None:
        fold = child(section, "details", open="")
        child(fold, "summary", "How this text was encoded")
        record(ctx, encoding, fold)
    for head in headers:
        fold = child(section, "details")
        child(
            fold, "summary", "The complete header" if len(headers) == 1 else f"The complete header of: {title_of(head)}"
        )
        for part in head:
            if isinstance(part.tag, str) and part is not encoding:
                box = child(fold, "div", class_="record-part")
                child(box, "h3", tei_name(part.tag) or "Other")
                record(ctx, part, box)
