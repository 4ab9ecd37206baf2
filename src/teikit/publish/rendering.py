"""Pages from templates: each is a pure function of plain data, so that one whose data is as it was need not be made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as resources
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from teikit import __version__, files
from teikit.diagnostics import Diagnostic, Severity, TeikitError, counted
from teikit.publish.folder import holds
from teikit.publish.keeping import Store, reader

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be made.

    ``inputs``: everything that decides what it says, with the keys of documents in place of their texts. ``make``:
    returns of these and what is kept the data of the template. ``known``: key and hash of the last build.
    """

    name: str
    template: str
    inputs: Data
    make: Callable[[Data, Store], Data] | None = None
    known: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Made:
    """A page that is there now. ``key``: what it was made from."""

    name: str
    key: str = ""
    sha256: str = ""
    told: Diagnostic | None = None


def render(page: Page, *, root: Path, cache: Path, site: Data, said: str) -> Made:
    """Make a page and write it, if it is not there as it should be. ``said``: the data of the site, dumped."""
    try:
        parts = (stamp(), page.name, page.template, said, dumped(page.inputs))
        key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        if key == page.known[0] and holds(root / page.name, page.known[1]):
            return Made(page.name, *page.known)
        data = page.make(page.inputs, reader(cache)) if page.make is not None else page.inputs
        text = rendered(page.template, page.name, site, data)
        files.write(root / page.name, text, force=True)
        return Made(page.name, key, hashlib.sha256(text).hexdigest())
    except TeikitError as error:
        return Made(page.name, told=error.diagnostic)


def rendered(template: str, name: str, site: Data, data: Data) -> bytes:
    """Return a page. ``name``: of its file; its links are relative to where that lies."""
    root = "../" * name.count("/")
    made = environment().get_template(template).render(**data, site=site, root=root, page_name=name)
    return made.encode("utf-8", "replace")


def lost(page: Page, why: str) -> Made:
    """Return what is told of a page that could not be made."""
    message = f"teikit failed on this page: {why}"
    help = "this is a fault of teikit; please report it"
    return Made(page.name, told=Diagnostic("C009", Severity.ERROR, message, path=page.name, help=help))


def dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, sort_keys=True)


def asset(name: str) -> str:
    """Return a file of the templates' folder."""
    return (resources("teikit.data") / "publish" / name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Return the environment of all templates: what is put into a page is escaped unless it is markup of ours."""
    folder = resources("teikit.data") / "publish"
    texts = {one.name: one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".html")}
    made = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(number=number, counted=counted, web=web, markup=Markup, path=path, sections=sections)
    return made


def number(value: int) -> str:
    """Return a number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def web(url: str) -> str:
    """Return an address that may be linked to: one of the web, else nothing (a file may say javascript:)."""
    return url if url.startswith(("https://", "http://")) else ""


def path(url: str) -> str:
    """Return an address within the site as an attribute takes it."""
    name, hash, fragment = url.partition("#")
    return quote(name, safe="/.-_~") + hash + quote(fragment, safe="-._~!$&'()*+,;=:@/?")


def sections(rows: list[Data]) -> list[Data]:
    """Return rows in the sections that they name, in their order."""
    parts = groupby(rows, key=lambda row: row.get("section", ""))
    return [{"heading": heading, "rows": list(some)} for heading, some in parts]


@cache
def stamp() -> str:
    """Return a hash of everything that decides what a page looks like: this program, its templates and tables."""
    digest = hashlib.sha256(__version__.encode())
    top = Path(str(resources("teikit")))
    parts = [*top.rglob("*.py"), *(top / "data/publish").rglob("*"), *(top / "data/export").rglob("*")]
    for one in sorted(parts):
        if one.is_file():
            digest.update(one.relative_to(top).as_posix().encode() + one.read_bytes())
    return digest.hexdigest()
