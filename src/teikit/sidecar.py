"""Metadata from outside the text: a sidecar beside a document, a table for a corpus, what all documents share.

What is given wins over what was detected; where the two contradict, a Finding says so.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from teikit.config import LANGUAGE
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.model import CorrespAction, DateValue, Document, Finding, Metadata, Party, Responsibility, Span

SUFFIXES = (".yaml", ".yml", ".json")
Given = Mapping[str, object]

_TEXT = (
    "title",
    "kind",
    "language",
    "place",
    "settlement",
    "repository",
    "idno",
    "url",
    "retrieved",
    "publisher",
    "licence",
    "abstract",
)
_LISTS = ("source", "rights", "keywords", "classification")
_PARTIES = ("sender", "recipient", "author", "participants")
_ROLES = {"translator": "translation", "transcriber": "transcription", "editor": "editing", "encoder": "encoding"}
_OTHER = ("date", "collection", "file")
KEYS = (*_TEXT, *_LISTS, *_PARTIES, *_ROLES, *_OTHER)

_ISO_DATE = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?|--\d\d(-\d\d)?")


def parse_sidecar(data: bytes, path: str) -> Given:
    """Read a YAML or JSON sidecar. Raises TeikitError M002 where it is not a mapping of known kinds of values."""
    import yaml  # slow to import, and only for documents with a sidecar

    try:
        text = data.decode("utf-8-sig")
        # The base loader makes strings of all values: `language: no` is Norwegian, not False.
        loaded = json.loads(text) if path.endswith(".json") else yaml.load(text, Loader=yaml.BaseLoader)
    except (UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else getattr(error, "lineno", 0)
        reason = getattr(error, "problem", None) or getattr(error, "msg", None) or "not UTF-8 text"
        raise _bad(path, f"the sidecar cannot be read: {reason}", line) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise _bad(path, "the sidecar must be a list of keys with values, such as `title: A letter`")
    return {str(key): value for key, value in loaded.items()}


def parse_table(data: bytes, path: str) -> dict[str, Given]:
    """Read a CSV table: a column ``file`` names the document, every other column is a key of the sidecar.

    Comma, semicolon or tab. Keys are file names or paths, with or without suffix. Raises TeikitError M002.
    """
    text = data.decode("utf-8-sig", errors="replace")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [(name or "").strip() for name in rows.fieldnames or ()]
    if "file" not in names:
        raise _bad(path, "the table has no column `file` that names the documents", 1)
    rows.fieldnames = names
    table: dict[str, Given] = {}
    for row in rows:
        key = (row.get("file") or "").strip()
        given = {
            name: value.strip() for name, value in row.items() if name and isinstance(value, str) and value.strip()
        }
        if key in table:
            raise _bad(path, f"the table has two rows for {key}", rows.line_num)
        if key:
            table[key] = {name: value for name, value in given.items() if name != "file"}
    return table


def row_for(table: Mapping[str, Given], source: Path) -> Given:
    """Return the row of a document: by its path's end, its name, or its name without suffix."""
    for key in _keys(source):
        if key in table:
            return table[key]
    return {}


def unused_rows(table: Mapping[str, Given], sources: Iterable[Path]) -> list[Diagnostic]:
    """Return a warning for each row that names none of the documents."""
    known = {key for source in sources for key in _keys(source)}
    message = "the metadata table has a row for {}, which is not among the documents"
    help = "check the name in the column `file`"
    return [
        Diagnostic("M004", Severity.WARNING, message.format(key), path=key, help=help)
        for key in table
        if key not in known
    ]


def _keys(source: Path) -> Iterable[str]:
    parts = source.parts
    for start in range(len(parts)):
        yield "/".join(parts[start:])
        yield "/".join((*parts[start:-1], source.stem))


def merge(doc: Document, given: Given, path: str) -> Document:
    """Return the document with given metadata in place of detected. Raises TeikitError M002 for a wrong value."""
    meta = doc.metadata
    values: dict[str, object] = {name: _text(given, name, path) for name in _TEXT if given.get(name) not in (None, "")}
    values.update({name: _list(given[name]) for name in _LISTS if given.get(name) not in (None, "")})
    if not LANGUAGE.fullmatch(str(values.get("language", "en"))):
        raise _bad(path, f"the language {values['language']!r} is not a tag such as en, de or grc-Latn")
    if "collection" in given:
        values["repository"] = ", ".join(
            filter(None, (_text(given, "repository", path), _text(given, "collection", path)))
        )
    if given.get("date") not in (None, ""):
        values["date"], values["date_text"] = _date(given["date"], path), str(given["date"])
    if "author" in given:
        values["authors"] = _parties(given["author"], path)
    if "participants" in given:
        values["participants"] = _parties(given["participants"], path)
    values["responsibilities"] = (*_responsibilities(given), *_kept(meta, given))
    unknown = [key for key in given if key not in KEYS]
    values["extra"] = (*meta.extra, *((key, _plain(given[key])) for key in unknown))
    merged = replace(meta, **values)  # type: ignore[arg-type]  # names and types are those of the fields
    merged = replace(merged, actions=_actions(merged, given, path))
    findings = (*_contradictions(meta, merged, given), *(_unknown(key) for key in unknown))
    return replace(doc, metadata=merged).with_findings(*findings)


def _actions(meta: Metadata, given: Given, path: str) -> tuple[CorrespAction, ...]:
    """Return the correspondence with what was given for the sender, the recipient, the date and the place."""
    actions = {action.kind: action for action in meta.actions}
    for key, kind in (("sender", "sent"), ("recipient", "received")):
        if given.get(key):
            actions[kind] = replace(actions.get(kind, CorrespAction(kind)), who=_parties(given[key], path))
    if "sent" in actions:
        sent = actions["sent"]
        if given.get("date"):
            sent = replace(sent, date=meta.date, date_text=meta.date_text)
        if given.get("place"):
            sent = replace(sent, place=meta.place)
        actions["sent"] = sent
    return tuple(actions[kind] for kind in ("sent", "received") if kind in actions)


def _responsibilities(given: Given) -> Iterable[Responsibility]:
    for key, resp in _ROLES.items():
        for name in _list(given.get(key)):
            yield Responsibility(resp, name)


def _kept(meta: Metadata, given: Given) -> Iterable[Responsibility]:
    replaced = {resp for key, resp in _ROLES.items() if given.get(key)}
    return (person for person in meta.responsibilities if person.resp not in replaced)


def _contradictions(found: Metadata, merged: Metadata, given: Given) -> Iterable[Finding]:
    pairs = (
        ("date", found.date.first if found.date else "", merged.date.first if merged.date else ""),
        ("kind", found.kind, merged.kind),
        ("place", found.place, merged.place),
        ("language", found.language, merged.language),
    )
    people = [
        (key, _names(found, kind), _names(merged, kind))
        for key, kind in (("sender", "sent"), ("recipient", "received"))
    ]
    for key, before, after in (*pairs, *people):
        if given.get(key) and before and not _agree(before, after):
            message = f"the given {key} {after!r} contradicts {before!r} in the text; the given one was used"
            yield Finding("M001", message, Span(0, 0), f"correct the metadata, or leave {key} out of it")


def _names(meta: Metadata, kind: str) -> str:
    return ", ".join(party.name for action in meta.actions if action.kind == kind for party in action.who)


def _agree(before: str, after: str) -> bool:
    """Tell whether two values may mean the same: one begins the other, or they share a word ("Smith", "A. Smith")."""
    a, b = before.casefold(), after.casefold()
    words = [set(re.findall(r"[^\W\d_]{3,}", text)) for text in (a, b)]
    return a.startswith(b) or b.startswith(a) or bool(words[0] & words[1])


def _unknown(key: str) -> Finding:
    return Finding(
        "M003",
        f"the metadata key {key!r} is not known; it was kept as a note",
        Span(0, 0),
        f"known keys: {', '.join(KEYS)}",
    )


def _date(value: object, path: str) -> DateValue:
    text = value.isoformat()[:10] if isinstance(value, datetime.date) else str(value).strip()
    parts = text.split("/")
    if not all(_ISO_DATE.fullmatch(part) and _exists(part) for part in parts) or len(parts) > 2:
        raise _bad(path, f"the date {text!r} is not an ISO date such as 1962-10-27, 1962-10 or 1962-10-01/1962-10-27")
    return DateValue(when=text) if len(parts) == 1 else DateValue(from_=parts[0], to=parts[1])


def _exists(iso: str) -> bool:
    year, month, day = re.fullmatch(r"(-?\d{4}|-)(?:-(\d\d))?(?:-(\d\d))?", iso).groups()  # type: ignore[union-attr]
    try:
        datetime.date(2000 if year == "-" else abs(int(year)), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def _parties(value: object, path: str) -> tuple[Party, ...]:
    items = value if isinstance(value, list) else [value] if isinstance(value, dict) else _list(value)
    return tuple(_party(item, path) for item in items)


def _party(item: object, path: str) -> Party:
    if not isinstance(item, dict):
        return Party(_plain(item))
    if not item.get("name"):
        raise _bad(path, "a person in the metadata has no `name`")
    kind = {"person": "persName", "org": "orgName", "organisation": "orgName"}.get(
        str(item.get("kind", "person")), str(item.get("kind"))
    )
    if kind not in ("persName", "orgName", "name"):
        raise _bad(path, f"the kind of {item['name']!r} must be persName, orgName or name")
    return Party(_plain(item["name"]), kind, _plain(item.get("role", "")))


def _text(given: Given, key: str, path: str) -> str:
    value = given.get(key)
    if isinstance(value, (dict, list)):
        raise _bad(path, f"`{key}` must be a single value")
    return _plain(value)


def _list(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    text = _plain(value)
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _plain(value: object) -> str:
    """Return a value as XML-safe text."""
    text = (
        value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    )
    if isinstance(value, (datetime.date, int, float)) and not isinstance(value, bool):
        text = str(value)
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "\ufffd", " ".join(text.split()))


def _bad(path: str, message: str, line: int = 0) -> TeikitError:
    help = f"keys: {', '.join(KEYS)}"
    return TeikitError(
        Diagnostic("M002", Severity.ERROR, message, path=path, line=line, column=1 if line else 0, help=help)
    )
