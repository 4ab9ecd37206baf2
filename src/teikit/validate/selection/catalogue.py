"""OASIS XML Catalogs 1.1: from the address that a file names to the copy that is here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from teikit.validate.selection import reach, uris
from teikit.validate.selection.values import NotHere
from teikit.xmlio import XML, Element, local, parser

NAMESPACE = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_DEPTH = 16
_MOST = 200
_URN = "urn:publicid:"
_WHOLE = {"URI": "uri", "System": "system", "Public": "public"}

# The attribute that holds what an entry matches, and the one that holds where it leads.
_ENTRIES = {
    "uri": ("name", "uri"),
    "system": ("systemId", "uri"),
    "public": ("publicId", "uri"),
    "rewriteURI": ("uriStartString", "rewritePrefix"),
    "rewriteSystem": ("systemIdStartString", "rewritePrefix"),
    "uriSuffix": ("uriSuffix", "uri"),
    "systemSuffix": ("systemIdSuffix", "uri"),
    "delegateURI": ("uriStartString", "catalog"),
    "delegateSystem": ("systemIdStartString", "catalog"),
    "delegatePublic": ("publicIdStartString", "catalog"),
}


class Entry(NamedTuple):
    """``match``: a whole identifier, or the start or the end of one. ``target``: absolute."""

    kind: str
    match: str
    target: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One catalogue file. ``following``: the files that its nextCatalog entries name."""

    path: Path
    entries: tuple[Entry, ...]
    following: tuple[str, ...]


def load(path: Path) -> Catalogue:
    """Read a catalogue. Raises NotHere V096 where it is none."""
    stamp = _stamp(path)
    return _load(path, stamp)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except (OSError, ValueError) as error:
        message = f"The catalogue {path} cannot be read."
        raise NotHere("V096", message, "Correct the path of the catalogue, or leave it out.") from error
    return stat.st_mtime_ns, stat.st_size


@lru_cache(256)
def _load(path: Path, _stamp: tuple[int, int]) -> Catalogue:
    try:
        root = etree.fromstring(reach.read(path), parser())
    except (etree.XMLSyntaxError, NotHere) as error:
        raise NotHere(
            "V096", f"The catalogue {path} cannot be read: {error}.", "Correct it, or leave it out."
        ) from error
    if root.tag != f"{{{NAMESPACE}}}catalog":
        advice = f'A catalogue begins with <catalog xmlns="{NAMESPACE}">.'
        raise NotHere("V096", f"{path} is not an XML catalogue: its root is <{local(root)}>.", advice)
    entries: list[Entry] = []
    following: list[str] = []
    for el in root.iter(f"{{{NAMESPACE}}}*"):
        name = local(el)
        if name == "nextCatalog" and el.get("catalog"):
            following.append(uris.join(_base(el, path), el.get("catalog") or ""))
        elif name in _ENTRIES:
            match, target = (el.get(attribute) for attribute in _ENTRIES[name])
            if match is not None and target is not None:
                entries.append(Entry(name, _normal(match, name), uris.join(_base(el, path), target)))
    return Catalogue(path, tuple(entries), tuple(following))


def _base(el: Element, path: Path) -> str:
    """Return what relative addresses of an entry are relative to: the xml:base around it, or the catalogue."""
    base = uris.base_of(path)
    for one in [*reversed(list(el.iterancestors())), el]:
        base = uris.join(base, one.get(f"{{{XML}}}base") or "") if one.get(f"{{{XML}}}base") else base
    return base


def _normal(identifier: str, kind: str) -> str:
    return public_id(identifier) if "ublic" in kind else unquote(identifier.strip())


def public_id(text: str) -> str:
    """Return a public identifier in its normal form (section 6.2), which a urn:publicid: address gives too (6.4)."""
    flat = " ".join(text.split())
    if flat.lower().startswith(_URN):
        for shown, meant in (("+", " "), (":", "//"), (";", "::")):
            flat = flat[:13] + flat[13:].replace(shown, meant)
        flat = unquote(flat[13:])
    return flat


def lookup(path: Path, uri: str, roots: tuple[Path, ...] | None = None) -> str:
    """Return where a catalogue says that an address is, an empty string where it says nothing.

    The entries for URIs are asked first, then those for system identifiers: many catalogues have only these. ``roots``:
    catalogues that it leads to are read only where they lie in these folders; None: wherever they lie. Raises NotHere
    V096 for a catalogue that cannot be read.
    """
    families = [("Public", public_id(uri))] if uri.lower().startswith(_URN) else []
    for family, wanted in [*families, ("URI", unquote(uri)), ("System", unquote(uri))]:
        target, _ = _find(path, family, wanted, roots, {})
        if target:
            return target
    return ""


def _find(
    path: Path, family: str, wanted: str, roots: tuple[Path, ...] | None, seen: dict[Path, int]
) -> tuple[str, bool]:
    """Return the target, and whether the search ends here (section 7.2.2). ``seen``: catalogues, with their depth.

    A catalogue is read once in a search, so that those which name one another come to an end.
    """
    depth = seen.setdefault(path, max(seen.values(), default=0))
    catalogue = load(path)
    target = _matched(catalogue, family, wanted)
    if target:
        return target, True
    delegates = _delegates(catalogue, f"delegate{family}", wanted)
    for uri in delegates or catalogue.following:
        following = _readable(uri, roots)
        if following in seen or depth >= _DEPTH or len(seen) >= _MOST:
            continue
        seen[following] = depth + 1
        target, final = _find(following, family, wanted, roots, seen)
        if target or final:
            return target, True
    return "", bool(delegates)


def _matched(catalogue: Catalogue, family: str, wanted: str) -> str:
    """Return the target of the best entry: a whole identifier, else the longest start, else the longest end."""
    entries = [one for one in catalogue.entries if one.kind == _WHOLE[family] and one.match == wanted]
    if entries:
        return entries[0].target
    starts = [one for one in catalogue.entries if one.kind == f"rewrite{family}" and wanted.startswith(one.match)]
    if starts:
        best = max(starts, key=lambda one: len(one.match))
        return best.target + wanted[len(best.match) :]
    suffix = f"{_WHOLE[family]}Suffix"
    ends = [one for one in catalogue.entries if one.kind == suffix and wanted.endswith(one.match)]
    return max(ends, key=lambda one: len(one.match)).target if ends else ""


def _delegates(catalogue: Catalogue, kind: str, wanted: str) -> list[str]:
    found = [one for one in catalogue.entries if one.kind == kind and wanted.startswith(one.match)]
    return [one.target for one in sorted(found, key=lambda one: -len(one.match))]


def _readable(uri: str, roots: tuple[Path, ...] | None) -> Path:
    path = uris.local_path(uri)
    if path is None:
        message = f"The catalogue {uri} is not on this machine."
        raise NotHere("V096", message, "Put a copy of it beside the catalogue that names it, and name the copy.")
    if roots is not None and not reach.within(path, roots):
        message = f"The catalogue {path} lies outside the folders of the project, and was not read."
        raise NotHere("V096", message, "Name it with --catalogue, or put it into the project.")
    return path
