"""Language tags: their form (RFC 5646), their subtags, and whether the header knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from teikit import data
from teikit.diagnostics import Edit, Fix, Severity
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault, listed, quoted
from teikit.validate.house.index import index, more, written
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local

_WELL_FORMED = re.compile(
    r"""(?P<language>[a-z]{2,3}(?P<extlang>(?:-[a-z]{3}){0,3})|[a-z]{4}|[a-z]{5,8})
        (?:-(?P<script>[a-z]{4}))?
        (?:-(?P<region>[a-z]{2}|\d{3}))?
        (?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)
        (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*
        (?:-x(?:-[a-z0-9]{1,8})+)?
        |x(?:-[a-z0-9]{1,8})+""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MANY = ("otherLangs",)
Use = tuple[Element, str]


@cache
def _subtags() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in data.table("validate_house_subtags"):
        found.setdefault(row["kind"], set()).update(row["subtags"].split())
    return {kind: frozenset(names) for kind, names in found.items()}


@cache
def _preferred() -> dict[str, str]:
    return {row["tag"]: row["instead"] for row in data.table("validate_house_preferred")}


def check_tags(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield each tag that is malformed, or has subtags that no registry knows or that are not the ones to use."""
    uses: dict[str, list[Use]] = {}
    for el, attribute, value in index(doc).languages:
        for tag in value.split() if attribute in _MANY else (value,):
            if tag:
                uses.setdefault(tag, []).append((el, attribute))
    for tag, where in uses.items():
        found = _judged(tag)
        if found:
            code, message, advice, instead, severity = found
            el, attribute = where[0]
            words = f"@{written(attribute)} of <{local(el)}> is {quoted(tag)}{message}{more(len(where) - 1)}."
            yield doc.fault(code, el, words, advice, severity=severity, fix=_fix(doc, tag, instead, where))


def _fix(doc: Parsed, tag: str, instead: str, where: list[Use]) -> Fix | None:
    """Write another tag wherever one stands; not where other values of the file repeat it (@ident, @target)."""
    if not instead or any(local(el) == "language" for el, _ in where):
        return None
    edits = []
    for el, attribute in where:
        span = doc.value_span(el, written(attribute))
        if span is None or doc.data[span[0] : span[1]] != doc.encoding.encode(tag):
            return None
        edits.append(Edit(*span, instead.encode("ascii")))
    return Fix(f"Write {instead}", tuple(edits))


Judged = tuple[str, str, str, str, Severity | None]
_ADVICE = "A language tag is a language code, then where needed script, region and variant: de, de-CH, grc-Latn."


@cache
def _judged(tag: str) -> Judged | None:
    """Return code, message, advice, the tag to write instead, and a severity; None for a good tag."""
    lower = tag.lower()
    if lower in _subtags()["whole"]:
        return None
    found = _WELL_FORMED.fullmatch(tag)
    if found is None:
        instead = tag.strip().replace("_", "-")
        if instead != tag and _WELL_FORMED.fullmatch(instead) and _judged(instead) is None:
            return "V077", ", which is no language tag", f"Write {instead}: parts are joined by hyphens.", instead, None
        return "V077", ", which is no language tag", _ADVICE, "", None
    return _unknown(tag, found) if found["language"] else None


def _unknown(tag: str, found: re.Match[str]) -> Judged | None:
    language = found["language"].lower().partition("-")[0]
    better = _preferred().get(language)
    if better:
        instead = better + tag[len(language) :]
        words = f", where {better} is the code to use"
        if len(better) == 2:
            # No fix: some projects write codes of three letters throughout, and their software asks for them.
            return "V078", words, f"Write {instead}, so that software knows the language.", "", Severity.INFO
        # A code that was withdrawn may have been a slip for another: which language is meant, only an editor knows.
        words = f", and the code {language} was withdrawn in favour of {better}"
        return "V078", words, f"Write {instead}, if that language is meant.", "", Severity.INFO
    if not _known("language", language):
        near = get_close_matches(language, _subtags()["language"], 1, 0.6) if len(language) > 3 else []
        words = f", and there is no language code {language}"
        return "V078", words, f"Did you mean {near[0]}?" if near else _ADVICE, "", None
    for kind, what in (("script", "script"), ("region", "region")):
        part = (found[kind] or "").lower()
        if part and not _known(kind, part):
            return "V078", f", and there is no {what} code {found[kind]}", _ADVICE, "", None
    for part in (found["variants"] or "").lower().split("-")[1:]:
        if not _known("variant", part):
            private = f"{tag[: found.start('variants')]}-x-{part}"
            return "V078", f", and {part} is no registered variant", f"A private one is {private}.", "", Severity.INFO
    return None


def _known(kind: str, part: str) -> bool:
    return part in _subtags()[kind] or (kind != "variant" and _is_private(kind, part))


def _is_private(kind: str, part: str) -> bool:
    """Tell whether a subtag lies in the ranges that the registry leaves to users (RFC 5646, 2.2)."""
    if kind == "script":
        return part.startswith("qa") and "qaaa" <= part <= "qabx"
    if kind == "region":
        return part in ("aa", "zz") or (len(part) == 2 and ("qm" <= part <= "qz" or part[0] == "x"))
    return len(part) == 3 and "qaa" <= part <= "qtz"


def check_declared(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield, once, the languages of the text that langUsage does not list; nothing where there is no langUsage."""
    idx = index(doc)
    declared = {el.get("ident", "").lower() for el in idx.named("language")}
    if not declared or not list(idx.named("langUsage")):
        return
    bases = {tag.partition("-")[0] for tag in declared}
    missing: dict[str, Element] = {}
    for el, attribute, value in idx.languages:
        tag = value.lower()
        # A tag more exact than one declared is declared by it, and the other way round.
        base = tag.partition("-")[0]
        plain = attribute.endswith("}lang") and _WELL_FORMED.fullmatch(tag)
        if (
            plain
            and base not in bases
            and _preferred().get(base, base) not in bases
            and tag not in ("und", "zxx", "mul")
            and not tag.startswith("x-")
        ):
            better = _preferred().get(base, base)
            missing.setdefault(better + value[len(base) :] if better != base else value, el)
    if missing:
        names = listed(missing)
        first = next(iter(missing.values()))
        message = f"<langUsage> does not list {'a language' if len(missing) == 1 else 'languages'} used here: {names}."
        yield doc.fault("V079", first, message, "Add a <language> with this @ident to <langUsage>.")
