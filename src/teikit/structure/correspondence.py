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
RECEIVED = re.compile(r"[\s.—–-]*\((?:received|recd|translation|extract|telegraphic|confidential)\b[^()]*\)\W*$", re.I)
FROM = re.compile(r"\b(?:from|von|de|от|by)\s+", re.I)
TO = re.compile(r"\s(?:to|an|à|a|for)\s+", re.I)
# A style without a name over the name: "His Excellency".
STYLED = re.compile(
    r"(?:to )?(?:his|her|the|your) (?:excellency|majesty|highness|honou?r(?:able)?|right hon\w*)\W*", re.I
)
OF = re.compile(r"\s+(?:des|der|du|de la|de l[’']|del|della)\s*(?=\S.* (?:an|à|al|alla?) )", re.I)
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
    r"\b(?:professor|doktor|doctor|minister|ministre|präsident|président|sirs?|madam|friend|friends|comrades?|gentlemen|all|colleagues?|lords?|lordship|excellency|brother|sister|mother|father|mama|papa|wife|husband|son|daughter|parents|children|child|cousin|aunt|uncle|nephew|niece|folks|sweetheart|love|boy|girl|ones?|reader|madre|padre|amico|amica|fratello|sorella|ami|amie|frère|soeur|sœur|mère|père|maman|mutter|vater|eltern|freund(?:in)?|bruder|schwester|kollegen?|amigo|hermano|kinder|herr(?:en)?)$",
    re.I,
)
ROUTED = re.compile(r"\s+(?:NIACT |OPERATIONAL )?(?:IMMEDIATE|PRIORITY|FLASH|ROUTINE|URGENT)?\s*\d*$")
COURTESY = re.compile(
    r"(?:mr|mrs|miss|ms|messrs|dr|sir|lady|lord|prof|professor|rev|reverend|captain|capt|colonel|col|general|gen|major|maj"
    r"|admiral|senator|lt|lieut|lieutenant|comrade|cde|president|premier|mme|mlle|m|herrn?|frau|monsieur|madame|signor|señor|don"
    r"|judge|marshal|ambassador|count|countess|prince|princess|h\.\s?e|h\.\s?m)\b\.?\s+(?=[A-ZÀ-Þ])",
    re.I,
)
OWN = re.compile(
    r"(?:your|yours|thy|euer|eure|dein|deine|ihr|ihre|il tuo|la tua|ton|ta|tu|tvůj)\s+(?=[A-ZÀ-Þ]\w+$)", re.I
)
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
    flat = RECEIVED.sub("", " ".join(heading.split()))
    return MARK.sub("", NUMBER.sub("", flat)).strip()


def parties(heading: str) -> tuple[Party | None, Party | None]:
    """Return the sender and the recipient that a heading names."""
    text = plain(heading)
    text = re.sub(r",?\s*(?:undated|n\.d\.)\W*$", "", _without_date(text), flags=re.I)
    match = WRITES.search(text)
    if not match or match.start() > 60:
        return _plain_pair(text)
    rest = text[match.end() :]
    start = OF.match(rest) or FROM.search(rest)
    if start and not re.search(r"(?:^| )(?:an|to) ", rest[: start.start()].strip(" ,"), re.I):
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
    text = re.sub(r"^(?:from|von)\s+(?=\S+.* (?:to|an) )", "", text, flags=re.I)
    cut = _cut(text)
    if not cut or len(text) > 90:
        return None, None
    left, right = text[: cut[0]].strip(" ,"), re.sub(r"^the\s+", "", text[cut[1] :].strip(" ,."))
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
    text, _, after = text.partition(", ")
    words = text.split()
    office = data.words("structure_titles") | data.words("structure_offices")
    small = ("of", "for", "in", "to", "and", "&", "the")
    start = len(words)
    while start and phrases.bare(words[start - 1]) not in office and phrases.bare(words[start - 1]) not in small:
        start -= 1
    titled = bool(start) and start < len(words)
    after = "" if re.match(r"(?:of|member|jr|sr|esq)\b", after, re.I) else after.strip()
    if titled:
        return Party(" ".join(words[start:]), "persName", ", ".join(x for x in (" ".join(words[:start]), after) if x))
    if start or len(words) >= 6:
        return Party(f"{text}, {after}" if after else text, "name")
    return Party(text, "persName", after)


def from_lines(chunks: Sequence[Chunk], role: str) -> Party | None:
    """Return the party of a FROM or TO line: an office or a post, unless it reads like the name of a person."""
    found = [c for c in chunks[:30] if c.kind == "item" and c.type == role and c.text[c.label :].strip()]
    for c in sorted(found, key=lambda c: phrases.bare(c.text[: c.label]) not in ("to", "from")):
        text = re.split(r";|\s{4,}|\t", c.text[c.label :].strip())[0].strip(" .")
        if not personal(text):
            return _post(text)
        name, _, office = text.partition(",")
        who = party(name)
        return replace(who, role=who.role or office.strip()) if who else None
    return None


def _post(text: str) -> Party | None:
    """Make a party of an office or a post: an organisation where a word or capitals tell so."""
    text = ROUTED.sub("", text) if text.isupper() else text
    if not any(char.isalpha() for char in text):
        return None
    if inside := re.search(r"^(.*\S)\s*\(([^()]{2,40})\)$", text):
        return party(text) if personal(inside[2]) else Party(text, "orgName")
    words = [phrases.bare(word) for word in text.split()]
    body = any(word in data.words("structure_bodies") for word in words)
    office = words[0] in data.words("structure_titles") or (
        len(words) > 1 and words[1] in data.words("structure_titles")
    )
    return Party(text, "orgName" if body or (text.isupper() and not office) else "name")


def personal(text: str) -> bool:
    """Tell whether a text names a person: a title of courtesy, initials, or two names and no word of an office."""
    head = text.partition(",")[0].strip()
    words = head.split()
    offices = data.words("structure_offices") | data.words("structure_bodies") | data.words("structure_titles")
    if COURTESY.match(head) and not any(word.islower() and word in ("of", "for", "to") for word in words):
        return not re.match(r"h\.\s?e\.\s+the\b", head, re.I)
    if re.search(rf"(?:^|\s)[{shapes.CAPITAL}]\.(?:\s?[{shapes.CAPITAL}]\.)*\s*[{shapes.CAPITAL}]\w+", head):
        return not any(phrases.bare(word) in data.words("structure_bodies") for word in words)
    plain = [phrases.bare(word) for word in words]
    if (
        any(word in offices for word in plain[1:])
        or text.isupper()
        or plain[0] in ("the", *data.words("structure_bodies"))
    ):
        return False
    small = any(word in ("of", "for", "to", "at") for word in words)
    return 2 <= len(words) <= 5 and bool(shapes.NAME.match(head)) and not small


def addressed(chunks: Sequence[Chunk]) -> Party | None:
    """Return the person addressed: in an address, or in the salutation where it has a name."""
    for c in chunks:
        if c.kind == "address" and phrases.bare(c.text) not in ("to", "an", "à", "alla"):
            texts = [x.text for x in c.lines if not STYLED.fullmatch(x.text)] or [c.lines[0].text]
            line = next((text for text in texts if shapes.HONORIFIC.match(text)), texts[0])
            line = re.sub(r"^(?:for (?:my|the|his)?|to|an|à|alla?|al)\s+(?:(?-i:[a-z]+)\s+){0,3}", "", line, flags=re.I)
            line = re.sub(r"^(?:la|il|le|el|lo)\s+(?=[A-Z])", "", line)
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


def _signed_line(text: str) -> str:
    """Return a line of a signature without "signed", "your" and stray signs; initials keep their last stop."""
    bare = OWN.sub("", MARK.sub("", shapes.SIGNED.sub("", text)).strip(' ,/*_-—"'))
    return bare if shapes.INITIALS.match(bare) else bare.strip(" .")


def _name_among(lines: Sequence[str]) -> int:
    """Return which line of a signature is the name: the first, unless it is an office and the next a name."""
    first = [phrases.bare(word) for word in lines[0].split()]
    if len(lines) > 1 and len(first) == 1 and OWN.match(f"{lines[0]} Name"):
        return 1
    office = bool(first) and (
        first[0] in ("the", "le", "la", "der", "die", "el", "il") or any(w.islower() for w in lines[0].split())
    )
    return 1 if office and len(lines) > 1 and shapes.name(lines[1]) and not shapes.name(lines[0]) else 0


def signatory(chunks: Sequence[Chunk]) -> Party | None:
    """Return the person who signed: the first line of the last signature, or the name at the end of the formula."""
    last = max((at for at, c in enumerate(chunks) if c.kind == "closer"), default=0)
    for c in chunks[last:]:
        if c.kind == "signed":
            lines = [_signed_line(line.text) for line in c.lines[:4]]
            at = _name_among(lines)
            role = ", ".join(line for line in lines[:3] if line != lines[at] and line.lower() != lines[at].lower())
            if re.search(r"[^\W\d_]", lines[at]):
                return Party(lines[at], "persName", role)
    for c in reversed(chunks):
        if c.kind == "closer" and (
            match := re.search(r"(?:yours?|your[’']s|own|regards|servant|friend)\W+((?:[A-Z][\w.>]*\s*){1,4})$", c.text)
        ):
            return Party(match[1].strip(" ,"), "persName")
    return None
