"""Dates that contradict one another: of a letter, of those who wrote it, and of what was published."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.diagnostics import Severity
from teikit.validate import links
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault, quoted
from teikit.validate.house.calendar import LAST_OLD_STYLE, Extent, bounds, number
from teikit.validate.house.dates import parse
from teikit.validate.house.index import Index, content, index, inside
from teikit.validate.house.pointers import follow
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local, tei


def _sent(idx: Index) -> list[tuple[Element, Element]]:
    """Return the sending actions that have one date, with it."""
    found = []
    for action in idx.named("correspAction"):
        dates = list(action.iter(tei("date"))) if action.get("type") == "sent" else []
        if len(dates) == 1:
            found.append((action, dates[0]))
    return found


def check_dateline(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a dateline whose date is not the one that the header gives for the sending."""
    idx = index(doc)
    sent = [bounds(date) for _, date in _sent(idx)]
    descriptions = list(idx.named("correspDesc"))
    if len(sent) != 1 or sent[0] is None or len(descriptions) != 1 or len(list(idx.named("teiHeader"))) != 1:
        return
    dates = [el for el in idx.named("date") if inside(el, "dateline", "opener") and not _quoted(el)]
    dated = [(el, span) for el in dates if (span := bounds(el)) is not None]
    if not dated or any(_agree(sent[0], span) for _, span in dated):
        return
    el = dated[0][0]
    value = _value(el)
    message = (
        f"The letter is dated {quoted(content(el))} ({value}), but the header says that it was sent {_words(sent[0])}."
    )
    yield doc.fault("V063", el, message, "Correct the date here or in <correspAction>, or say there in a <note> why.")


def _quoted(el: Element) -> bool:
    return inside(el, "floatingText", "quote", "q", "note", "cit", "teiHeader")


def _agree(one: Extent, other: Extent) -> bool:
    """Tell whether two dates may be of the same day, in the same calendar or one in each."""
    if one.first <= other.last and other.first <= one.last:
        return True
    if not (one.exact and other.exact and one.first[0] < LAST_OLD_STYLE):
        return False
    return number(one.first, julian=True) == number(other.first) or number(other.first, julian=True) == number(
        one.first
    )


def _value(el: Element) -> str:
    names = ("when", "from", "to", "notBefore", "notAfter")
    return " ".join(value for name in names for value in [el.get(name) or el.get(f"{name}-iso")] if value)


def _words(span: Extent) -> str:
    first, last = ("-".join(f"{part:02}" for part in day) for day in (span.first, span.last))
    return f"on {first}" if span.exact else f"between {first} and {last}"


def check_lives(doc: Parsed, corpus: Corpus) -> Iterator[Fault]:
    """Yield letters sent by someone not yet born or no longer alive, and persons who died before they were born."""
    idx = index(doc)
    yield from _impossible_lives(doc, idx)
    for action, date in _sent(idx):
        span = bounds(date)
        for sender in action.iter(tei("persName"), tei("rs"), tei("name")):
            life = _life(doc, idx, corpus, sender) if span is not None else ("", "")
            born, died = parse(life[0]), parse(life[1])
            if span and died and span.first > died.last:
                yield _cannot(doc, sender, date, f"died {life[1]}")
            elif span and born and span.last < born.first:
                yield _cannot(doc, sender, date, f"was born {life[0]}")


def _cannot(doc: Parsed, sender: Element, date: Element, why: str) -> Fault:
    name = content(sender) or sender.get("ref", "")
    message = f"The letter was sent {_value(date)}, but its sender {quoted(name)} {why}."
    return doc.fault("V064", date, message, "Correct the date, the sender (@ref), or the dates of the person's life.")


def _life(doc: Parsed, idx: Index, corpus: Corpus, sender: Element) -> tuple[str, str]:
    """Return the dates of birth and death of whom a name means, from the register in this file or in another."""
    for token in (sender.get("ref") or "").split():
        for link in links.resolve(token, idx.prefixes):
            if link.file:
                return follow(doc, idx, corpus, sender, link).life
            target = idx.ids.get(link.fragment)
            if target is not None and local(target) == "person":
                return _life_of(target)
    return "", ""


def _life_of(person: Element) -> tuple[str, str]:
    born, died = person.find(tei("birth")), person.find(tei("death"))
    return _first_of(born, "when", "notBefore", "from"), _first_of(died, "when", "notAfter", "to")


def _first_of(el: Element | None, *names: str) -> str:
    return next((value for name in names if (value := el.get(name))), "") if el is not None else ""


def _impossible_lives(doc: Parsed, idx: Index) -> Iterator[Fault]:
    for person in idx.named("person"):
        birth, death = person.find(tei("birth")), person.find(tei("death"))
        born = bounds(birth) if birth is not None else None
        died = bounds(death) if death is not None else None
        if birth is not None and death is not None and born and died and died.last < born.first:
            message = f"This person is said to have died ({_value(death)}) before the birth ({_value(birth)})."
            yield doc.fault("V064", death, message, "One of the two dates is wrong.")


def check_publication(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield a publication that is dated before what it publishes was made."""
    for header in index(doc).named("teiHeader"):
        published = header.findall(f"{tei('fileDesc')}/{tei('publicationStmt')}/{tei('date')}")
        made = header.findall(f"{tei('profileDesc')}/{tei('creation')}/{tei('date')}")
        if len(published) != 1 or len(made) != 1:
            continue
        after, before = bounds(published[0]), bounds(made[0])
        if after and before and after.last < before.first:
            message = f"The file was published ({_value(published[0])}) before its text was made ({_value(made[0])})."
            advice = "In <publicationStmt> stands the date of this digital edition, in <creation> that of the text."
            yield doc.fault("V065", published[0], message, advice, severity=Severity.WARNING)
