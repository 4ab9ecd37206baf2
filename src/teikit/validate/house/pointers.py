"""Pointers that lead nowhere: in this file, in others, and through private prefixes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from teikit.diagnostics import Edit, Fix, Severity
from teikit.validate import links
from teikit.validate.corpus import Corpus, Found, State, real
from teikit.validate.faults import Fault, listed, quoted
from teikit.validate.house.index import Index, index, more, written
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local, xml

Use = tuple[Element, str, str]
"""An element, its attribute, and the pointer in it."""

_MOST_IDS = 4_000
_LENGTHS = 2
_MOST_ADVICE = 40
_FEW, _MANY = 3, 10
_DIGITS = re.compile(r"\d+")


def tokens(idx: Index) -> Iterator[tuple[Element, str, str, tuple[links.Link, ...]]]:
    """Yield each pointer with what it may mean."""
    cache: dict[str, tuple[links.Link, ...]] = {}
    for el, attribute, value in idx.pointers:
        for token in value.split() if " " in value or "\n" in value else (value,):
            if token not in cache:
                cache[token] = links.resolve(token, idx.prefixes) if token else ()
            yield el, attribute, token, cache[token]


def follow(doc: Parsed, idx: Index, corpus: Corpus, el: Element, link: links.Link) -> Found:
    """Find what a link means."""
    if link.file:
        file = based(idx, el, link.file)
        return corpus.find(doc.path, file, link.fragment) if file else Found(State.UNKNOWN)
    if not link.fragment:
        return Found(State.UNKNOWN)
    target = idx.ids.get(link.fragment)
    if target is not None:
        return Found(State.THERE, local(target))
    return _elsewhere(doc, idx, corpus, link.fragment)


def based(idx: Index, el: Element, file: str) -> str:
    """Return a relative path after xml:base (XML Base, section 4); nothing where the base is no relative path."""
    if not idx.bases:
        return file
    path = file
    for above in (el, *el.iterancestors()):
        base = above.get(xml("base"), "").strip()
        if "://" in base or base.startswith("/") or path.startswith("/"):
            return ""
        folder, slash, _ = base.rpartition("/")
        path = folder + slash + path
    return path


def _elsewhere(doc: Parsed, idx: Index, corpus: Corpus, name: str) -> Found:
    """Find an id that is not in this file where it is one document with others through XInclude."""
    if idx.entities:
        return Found(State.UNKNOWN)
    found = [corpus.find(doc.path, file, name) for file in idx.includes if file]
    found.append(corpus.around(doc.path, name))
    if all(one.state is State.NO_ID for one in found):
        return Found(State.NO_ID)
    # A part that is not there may have it.
    return next((one for one in found if one.state is State.THERE), Found(State.UNKNOWN))


def check(doc: Parsed, corpus: Corpus) -> Iterator[Fault]:
    """Yield each thing that is pointed to and is not there, once."""
    idx = index(doc)
    lost: dict[tuple[str, ...], list[Use]] = {}
    found: set[tuple[str, str]] = set()
    for el, attribute, token, meant in tokens(idx):
        if token[:1] == "#" and token[1:] in idx.ids:
            found.add(("V040", _sort(el, attribute)))
            continue
        key = _lost(doc, idx, corpus, el, token, meant)
        if key:
            lost.setdefault(key, []).append((el, attribute, token))
    told: set[tuple[str, str]] = set()
    buckets = Counter(_bucket(key, uses) for key, uses in lost.items())
    for count, (key, uses) in enumerate(lost.items()):
        bucket = _bucket(key, uses)
        if buckets[bucket] <= (_FEW if bucket not in found else _MANY):
            yield _WORDS[key[0]](doc, idx, corpus, key, uses, count < _MOST_ADVICE)
        elif bucket not in told:
            told.add(bucket)
            yield _all_lost(doc, bucket, [one for one in lost.items() if _bucket(*one) == bucket], bucket in found)


def _lost(
    doc: Parsed, idx: Index, corpus: Corpus, el: Element, token: str, meant: tuple[links.Link, ...]
) -> tuple[str, ...]:
    """Return the cause for which a pointer leads nowhere, or nothing."""
    if not meant:
        return ("V044", token.partition(":")[0]) if ":" in token else ()
    if len(meant) == 1 and meant[0].prefix:
        return ("V043", meant[0].prefix) if idx.whole and real(doc.path) not in corpus.hosts else ()
    if meant[0].bare:
        return ("V049", token) if token in idx.ids else ()
    for link in meant:
        found = follow(doc, idx, corpus, el, link)
        if found.state in (State.THERE, State.UNKNOWN):
            return ()
    link = meant[0]
    if not link.file:
        # An @id of TEI P4 is told of by itself (V051): what points to it is right when that is.
        return () if link.fragment in idx.old_ids else ("V040", link.fragment)
    if meant[0].loose:
        return ("V044", token.partition(":")[0])
    return ("V042", link.file, link.fragment if found.state is State.NO_ID else "")


def _bucket(key: tuple[str, ...], uses: list[Use]) -> tuple[str, str]:
    """Return what losses of one cause have in common: a register that is not there, a folder that is not there."""
    if key[0] == "V040":
        return "V040", _sort(uses[0][0], uses[0][1])
    if key[0] == "V042":
        return "V042", key[1] if key[2] else ""
    return key[0], key[1]


def _sort(el: Element, attribute: str) -> str:
    """Return which pointers are alike: all @ref are, but @target means other things on other elements."""
    return f"{local(el)}/@target" if attribute == "target" else f"@{attribute}"


def _all_lost(
    doc: Parsed, bucket: tuple[str, str], lost: list[tuple[tuple[str, ...], list[Use]]], within: bool
) -> Fault:
    """Tell many losses of one cause at the first. ``within``: others of the kind lead to something in the file."""
    code, what = bucket
    el, attribute, _ = lost[0][1][0]
    names = listed([key[-1] if code == "V040" or what else key[1] for key, _ in lost], 5)
    places = sum(len(uses) for _, uses in lost)
    if code == "V040":
        message = f"@{attribute} points to {len(lost)} ids that nothing in this file has, in {places} places: {names}."
        advice = "If they are ids of another file, such as a register, its name belongs before the #: persons.xml#…"
        # Where not one leads anywhere, they are meant for a register elsewhere, which the project knows how to find.
        return doc.fault(code, el, message, advice, severity=None if within else Severity.WARNING)
    if what:
        message = f"{len(lost)} pointers into {what} ask for ids that it does not have: {names}."
        return doc.fault(code, el, message, "Correct the pointers, or add the entries.")
    message = f"Pointers lead to {len(lost)} files that are not there, in {places} places: {names}."
    advice = "Correct the paths, which start from the folder of this file, or add the files."
    return doc.fault(code, el, message, advice, severity=Severity.WARNING)


def _near(name: str, names: Iterator[str] | list[str], prefix: str = "#") -> str:
    """Return the most similar of some ids as a question, or nothing."""
    # Comparing is slow: only ids of about the length are asked, and not all of a very long register.
    every = [one for one in names if abs(len(one) - len(name)) <= _LENGTHS]
    same = [one for one in every if one.lower() == name.lower()]
    close = same or get_close_matches(name, every[:_MOST_IDS], 1, 0.75)
    if close and not same and _DIGITS.sub("", close[0]) == _DIGITS.sub("", name):
        return ""  # another number is as near as any
    return f"Did you mean {prefix}{close[0]}?" if close else ""


def _no_id(doc: Parsed, idx: Index, corpus: Corpus, key: tuple[str, ...], uses: list[Use], advise: bool) -> Fault:
    (el, attribute, token), name = uses[0], key[1]
    where = "in this file or those joined to it" if idx.includes or corpus.hosts.get(real(doc.path)) else "in this file"
    through = "" if token.startswith("#") else f", that is #{name}"
    message = f"@{attribute} points to {token}{through}, and nothing {where} has that xml:id{more(len(uses) - 1)}."
    if name == "#":
        message = f"@{attribute} is only a #, which points to nothing{more(len(uses) - 1)}."
        return doc.fault("V040", el, message, f"Write the xml:id that is meant after the #, or remove @{attribute}.")
    near = _near(name, list(idx.ids)) if advise else ""
    advice = near or f'Add an element with xml:id="{name}", or correct @{attribute}.'
    part = idx.root.tag not in _DOCUMENTS
    if part:
        advice += " If this file is a part of a larger one that has it, ignore this."
    return doc.fault("V040", el, message, advice, severity=Severity.INFO if part else None)


_DOCUMENTS = ("{http://www.tei-c.org/ns/1.0}TEI", "{http://www.tei-c.org/ns/1.0}teiCorpus")


def _no_file(doc: Parsed, idx: Index, corpus: Corpus, key: tuple[str, ...], uses: list[Use], advise: bool) -> Fault:
    (el, attribute, token), file, name = uses[0], key[1], key[2]
    if not name:
        message = f"@{attribute} points to {quoted(token, 80)}, and there is no file {file}{more(len(uses) - 1)}."
        advice = "Correct the path, which starts from the folder of this file, or add the file."
        return doc.fault("V042", el, message, advice, severity=Severity.WARNING)
    message = f"@{attribute} points to {quoted(token, 80)}, and nothing in {file} has the xml:id {name}"
    found = corpus.find(doc.path, based(idx, el, file), name)
    # With a private prefix the pointer is written with it, not as the path that it stands for.
    before = token[: -len(name)] if token.endswith(name) else f"{file}#"
    near = _near(name, list(found.near), before) if advise else ""
    return doc.fault("V042", el, f"{message}{more(len(uses) - 1)}.", near or "Correct the pointer, or add the entry.")


def _no_prefix(doc: Parsed, idx: Index, _c: Corpus, key: tuple[str, ...], uses: list[Use], _advise: bool) -> Fault:
    (el, attribute, token), prefix = uses[0], key[1]
    message = f"@{attribute} begins with the prefix {prefix}: ({quoted(token)}), which the header does not explain"
    advice = f'Add <prefixDef ident="{prefix}" …> to <listPrefixDef> in the <encodingDesc>.'
    severity = Severity.WARNING if idx.prefixes else Severity.INFO
    return doc.fault("V043", el, f"{message}{more(len(uses) - 1)}.", advice, severity=severity)


def _no_match(doc: Parsed, _idx: Index, _c: Corpus, key: tuple[str, ...], uses: list[Use], _advise: bool) -> Fault:
    el, attribute, token = uses[0]
    message = f"@{attribute} is {quoted(token)}, which does not fit the @matchPattern of the prefix “{key[1]}:”"
    advice = "Correct the pointer, or the pattern of the <prefixDef>: as it stands the pointer means nothing."
    return doc.fault("V044", el, f"{message}{more(len(uses) - 1)}.", advice)


def _no_hash(doc: Parsed, idx: Index, _c: Corpus, key: tuple[str, ...], uses: list[Use], _advise: bool) -> Fault:
    el, attribute, token = uses[0]
    message = f"@{attribute} is {token} without a #, which means a file of that name{more(len(uses) - 1)}."
    edits = [edit for use in uses for edit in _hash_edit(doc, use)]
    # Beside sigla that are no ids, it may be that the project writes all without a #.
    others = {other for use in uses for other in (use[0].get(use[1]) or "").split()}
    clear = all(other in idx.ids or "#" in other or ":" in other for other in others)
    fix = Fix(f"Write #{token}", tuple(edits)) if clear and len(edits) == len(uses) else None
    return doc.fault("V049", el, message, f"To point to the element with that xml:id write #{key[1]}.", fix=fix)


def _hash_edit(doc: Parsed, use: Use) -> Iterator[Edit]:
    el, attribute, token = use
    span = doc.value_span(el, written(attribute))
    raw = doc.encoding.encode(token)
    found = re.search(rb"(?<!\S)%b(?!\S)" % re.escape(raw), doc.data[span[0] : span[1]]) if span else None
    if span and found:
        yield Edit(span[0] + found.start(), span[0] + found.start(), b"#")


_WORDS = {"V040": _no_id, "V042": _no_file, "V043": _no_prefix, "V044": _no_match, "V049": _no_hash}
