"""The settings: frozen values that refuse what would make an invalid file or an empty check."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from teikit.diagnostics import Severity
from teikit.diagnostics.selection import Selection

DATE_ORDERS = ("", "dmy", "mdy", "ymd")
REGISTERS = ("standOff", "profileDesc", "back", "none")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # xs:language, as TEI's teidata.language has it
CERTS = ("number", "level")
CROSSINGS = ("split", "standOff", "report")


@dataclass(frozen=True, slots=True)
class Encode:
    """Settings of ``[encode]``: how TEI is made and marked.

    ``cert``: certainty as a ``number`` from 0 to 1, or as a ``level`` (high, medium, low). ``crossing``: what becomes
    of a mention that crosses elements of the file: ``split`` into parts, kept in ``standOff``, or only ``report``-ed.
    """

    profile: str = ""
    language: str = ""
    encoding: str = ""
    schema: str | None = None
    date_order: str = ""
    min_cert: float = 0.0
    registers: str = "standOff"
    cert: str = "number"
    crossing: str = "split"
    date: str = ""
    table: str = ""

    def __post_init__(self) -> None:
        """Refuse what would make an invalid file. Raises ValueError."""
        choices = {"date_order": DATE_ORDERS, "registers": REGISTERS, "cert": CERTS, "crossing": CROSSINGS}
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name.replace('_', '-')} must be one of {', '.join(a for a in allowed if a)}")
        if self.language and not LANGUAGE.fullmatch(self.language):
            raise ValueError(f"language must be a tag such as en or grc-Latn, not {self.language!r}")
        if self.date and not _is_date(self.date):
            raise ValueError(f"date must be an ISO date such as 2026-11-23, not {self.date!r}")


@dataclass(frozen=True, slots=True)
class Validate:
    """Settings of ``[validate]``: what is checked, and what of it is told.

    ``schema``: what counts instead of what the files name, as on the command line. ``catalogues``: OASIS XML Catalogs;
    ``copies``: addresses of schemas, and the files that stand for them. ``severity``: of codes, prefixes and groups;
    ``off`` switches off. ``per_file_ignores``: by patterns of paths, relative to the folder of the configuration.
    ``jobs``: files at a time, 0 to let teikit choose.
    """

    schema: tuple[str, ...] = ()
    phase: str = ""
    allow_network: bool = False
    catalogues: tuple[str, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str = ""
    jobs: int = 0
    fail_level: str = "warning"
    severity: Mapping[str, str] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse names of codes that mean nothing. Raises ValueError."""
        if self.fail_level not in list(Severity):
            raise ValueError(f"fail-level must be one of {', '.join(Severity)}")
        if self.jobs < 0:
            raise ValueError("jobs must not be negative")
        self.selection()

    def selection(self) -> Selection:
        """Return which codes are looked for, and how severe each is."""
        return Selection(self.select, self.ignore, self.severity, tuple(self.per_file_ignores.items()))


@dataclass(frozen=True, slots=True)
class Export:
    """Settings of ``[export]``: what data says of the edition that it comes from.

    ``base_url``: where the edition stands on the web. ``licence``: a URL.
    """

    base_url: str = ""
    title: str = ""
    description: str = ""
    publisher: str = ""
    licence: str = ""
    editor: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings.

    ``metadata``: what every document's header says unless its own sidecar or table row says otherwise.
    """

    encode: Encode = field(default_factory=Encode)
    metadata: Mapping[str, object] = field(default_factory=dict)
    path: str = ""
    validate: Validate = field(default_factory=Validate)
    export: Export = field(default_factory=Export)


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
