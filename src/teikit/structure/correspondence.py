"""Who wrote to whom: from the heading, FROM and TO lines, the salutation, the address and the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit import data
from teikit.model import Party
from teikit.structure import phrases, shapes
from teikit.structure.lines import Chunk

NUMBER = re.compile(r"^\W*(?:(?:no\.?|document|doc\.?)\s*)?\d+\s*[.:)]\s+", re.I)
MARK = re.compile(r"(?:\[\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[a-zA-Z).])\d{1,2}|\*+|†)\s*$")
FROM = re.compile(r"\b(?:from|von|de|от|by)\s+", re.I)
TO = re.compile(r"\s(?:to|an|à|a|for)\s+", re.I)
WRITES = re.compile(
    r"\b(?:letters?|telegrams?|cable(?:gram)?s?|messages?|memorand(?:um|a)|memo|notes?|airgrams?|desp[ai]tch(?:es)?|dispatch"
    r"|aide[- ]m[ée]moire|circular|report"
    r"|brief|schreiben|telegramm|lettre|télégramme|carta|lettera|letter-telegram"
    r"|instructions?|statement delivered|message delivered|note delivered)\b",
    re.I,
)
OFFICE_TO = re.compile(
    r"\b(?:ambassador|representatives?|minister|envoy|delegate|mission|assistant|advis[eo]r|consul|legation|embassy|counsel?lor|aide|delegation|commissioner"
    r"|secretary|legate|nuncio|liaison|attaché|chargé|botschafter|gesandter|ambassadeur)$",
    re.I,
)
GENERIC = re.compile(
    r"\b(?:professor|doktor|doctor|minister|ministre|präsident|président|sirs?|madam|friend|friends|comrades?|gentlemen|all|colleagues?|brother|sister|mother|father|mama|papa|herr(?:en)?)$",
    re.I,
)
ROUTED = re.compile(r"\s+(?:NIACT |OPERATIONAL )?(?:IMMEDIATE|PRIORITY|FLASH|ROUTINE|URGENT)?\s*\d*$")
CORRESPONDENCE = frozenset(
    [
        "letter",
        "telegram",
        "message",
        "memorandum",
        "airgram",
        "despatch",
        "note",
        "aide-mémoire",
        "circular",
        "report",
        "statement",
        "petition",
    ]
)


def plain(heading: str) -> str:
    """Return a heading without its number and the mark of a note."""
    return MARK.sub("", NUMBER.sub("", " ".join(heading.split()))).strip()


def parties(heading: str) -> tuple[Party | None, Party | None]:
    """Return the sender and the recipient that a heading names."""
    text = plain(heading)
    text = re.sub(r",?\s*(?:undated|n\.d\.)\W*$", "", _without_date(text), flags=re.I)
    match = WRITES.search(text)
    if not match or match.start() > 60:
        return _plain_pair(text)
    rest = text[match.end() :]
    start = FROM.search(rest)
    if start and not rest[: start.start()].strip(" ,").lower().startswith(("to ", "an ")):
        cut = _cut(rest[start.end() :])
        sender, recipient = rest[start.end() :], ""
        if cut:
            sender, recipient = rest[start.end() :][: cut[0]], rest[start.end() :][cut[1] :]
        return party(sender), party(recipient)
    to = TO.match(rest) or re.match(r"\s*[\w,]*\s+(?:to|an|à)\s+", rest, re.I)
    if not to:
        return _plain_pair(re.sub(r"^[\s\d.:#–—-]+", "", rest))
    back = FROM.search(rest, to.end())
    if back:
        return party(rest[back.end() :]), party(rest[to.end() : back.start()])
    return None, party(rest[to.end() :])


def _plain_pair(text: str) -> tuple[Party | None, Party | None]:
    """Read "Marx to Engels": two names and nothing else."""
    cut = _cut(text)
    if not cut or len(text) > 90:
        return None, None
    left, right = text[: cut[0]].strip(" ,"), text[cut[1] :].strip(" ,.")
    if shapes.NAME.match(left) and shapes.NAME.match(right) and len(left.split()) <= 5 and len(right.split()) <= 6:
        return party(left), party(right)
    return None, None


def _without_date(text: str) -> str:
    found = list(phrases.date().finditer(text))
    if not found or found[-1].start() < 12:
        return text
    match = found[-1]
    head = text[: match.start()].rstrip(" ,.([0123456789")
    return head if len(text) - match.end() < 25 else text


def _cut(text: str) -> tuple[int, int] | None:
    """Find the "to" between sender and recipient: not the one of "Ambassador to Cuba"."""
    found = list(TO.finditer(text))
    closed = [m for m in found if text[: m.start()].endswith(")")]
    if closed:
        return closed[0].start(), closed[0].end()
    free = [
        m for m in found if m[0].split()[0].lower() in ("to", "an", "à") and not OFFICE_TO.search(text[: m.start()])
    ]
    chosen = free or [m for m in found if m[0].split()[0].lower() == "to"][:1]
    return (chosen[0].start(), chosen[0].end()) if chosen else None


def party(text: str) -> Party | None:
    """Make a party of words in a heading: the name in brackets or after the titles; an office as it stands."""
    text = re.sub(r"^(?:the|den|dem|der|die|le|la|l[’'])\s+", "", text.strip(" ,.;:"), flags=re.I).strip(" ,.;:")
    if text.isupper():
        text = ROUTED.sub("", text)
    if not text or not any(c.isalpha() for c in text):
        return None
    inside = re.search(r"^(.*\S)\s*\(([^()]{2,40})\)$", text)
    if (inside and not re.fullmatch(r"[A-Z]{3,}|\d+", inside[2])) or (inside and text.isupper()):
        return Party(inside[2].strip(), "persName", inside[1].strip())
    words = text.split()
    if any(phrases.bare(word) in data.words("structure_bodies") for word in words[:4]) and not shapes.INITIALS.match(
        words[-1]
    ):
        return Party(text, "orgName")
    return _person(text, words)


def _person(text: str, words: list[str]) -> Party:
    text = re.split(r",\s+(?:of|member|chairman|director)\s", text)[0]
    words = text.split()
    office = data.words("structure_titles") | data.words("structure_offices")
    small = ("of", "for", "in", "to", "and", "&", "the")
    start = len(words)
    while start and phrases.bare(words[start - 1]) not in office and phrases.bare(words[start - 1]) not in small:
        start -= 1
    titled = bool(start) and start < len(words)
    if titled:
        return Party(" ".join(words[start:]), "persName", " ".join(words[:start]))
    return Party(text, "persName" if start == 0 and len(words) < 6 else "name")


def from_lines(chunks: Sequence[Chunk], role: str) -> Party | None:
    """Return the party of a FROM or TO line."""
    for c in chunks[:30]:
        if c.kind == "item" and c.type == role and c.text[c.label :].strip():
            name, _, role = c.text[c.label :].split(";")[0].partition(",")
            found = party(name)
            return replace(found, role=found.role or role.strip()) if found else None
    return None


def addressed(chunks: Sequence[Chunk]) -> Party | None:
    """Return the person addressed: in an address, or in the salutation where it has a name."""
    for c in chunks:
        if c.kind == "address":
            line = next((x.text for x in c.lines if shapes.HONORIFIC.match(x.text)), c.lines[0].text)
            line = re.sub(r"^(?:to|an|à)\s+", "", line, flags=re.I)
            line = re.sub(r",?\s*(?:-+\s*)?\b(?:esq(?:r|re|uire)?|bart)\b.*$", "", line, flags=re.I)
            return Party(line.strip(" ,.-—"), "persName") if re.search(r"[^\W\d_]{2}", line) else None
    for c in chunks[:20]:
        if c.kind == "salute" or (c.kind in ("p", "") and re.match(r"(?:my )?dear ", c.text, re.I)):
            return _in_salute(c.text)
    return None


def _in_salute(text: str) -> Party | None:
    match = phrases.salute().match(text[:80])
    if not match:
        return None
    rest = re.split(r"[,:;!—–]|--", text[match.end() : 80])[0].strip(" .")
    if text[match.start() : match.end()].strip()[-1:].isalpha() and not re.search(
        r"(?:dear(?:est)?|liebe[rs]?|chère?|cher)\s*$", match[0].strip(), re.I
    ):
        rest = re.sub(
            r"^(?:my |mon |ma )?(?:very |sehr )?(?:dear|cher|chère|liebe[rs]?|geehrte[rs]?|verehrte[rs]?)\s+",
            "",
            f"{match[0]}{text[match.end() : 80]}",
            flags=re.I,
        )
        rest = re.split(r"[,:;!—–]|--", rest)[0].strip(" .")
    if not rest or GENERIC.search(rest) or len(rest.split()) > 5 or not re.match(rf"[{shapes.CAPITAL}]", rest):
        return None
    return Party(rest, "persName")


def signatory(chunks: Sequence[Chunk]) -> Party | None:
    """Return the person who signed: the first line of the last signature, or the name at the end of the formula."""
    last = max((at for at, c in enumerate(chunks) if c.kind == "closer"), default=0)
    for c in chunks[last:]:
        if c.kind == "signed":
            name = MARK.sub("", shapes.SIGNED.sub("", c.first.text)).strip(' .,/*_-—"')
            role = ", ".join(line.text for line in c.lines[1:3])
            if re.search(r"[^\W\d_]", name):
                return Party(name, "persName", role)
    for c in reversed(chunks):
        if c.kind == "closer" and (
            match := re.search(r"(?:yours?|your[’']s|own|regards|servant|friend)\W+((?:[A-Z][\w.>]*\s*){1,4})$", c.text)
        ):
            return Party(match[1].strip(" ,"), "persName")
    return None
