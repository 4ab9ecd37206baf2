"""What a site is called, where it will stand, and who answers for it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a site; all may be empty.

    ``base_url``: the folder on the web where it will stand. ``licence``: a URL. ``editor``: as in config.Export, an
    address in ``<…>`` is left out of the pages. ``date``: the ISO date of this state of the site.
    """

    title: str = ""
    description: str = ""
    base_url: str = ""
    publisher: str = ""
    licence: str = ""
    editor: str = ""
    date: str = ""

    @property
    def name(self) -> str:
        """The title of the site, which is never empty."""
        return self.title or "Documents"

    @property
    def editor_name(self) -> str:
        return self.editor.partition("<")[0].strip()

    def absolute(self, name: str) -> str:
        """Return the address of a file of the site, an empty string where it is not known where it will stand."""
        if not self.base_url:
            return ""
        return f"{self.base_url.rstrip('/')}/{'' if name == 'index.html' else name}"

    def fault(self) -> str:
        """Return what is wrong with these settings in words, an empty string where all is well."""
        if self.base_url and not self.base_url.startswith(("https://", "http://")):
            return f"base-url must begin with https:// or http://, not {self.base_url!r}"
        if any(char.isspace() or char in '<>"' for char in self.base_url):
            return f"base-url is no address: {self.base_url!r}"
        if self.date and not _is_date(self.date):
            return f"date must be an ISO date such as 2026-11-23, not {self.date!r}"
        return ""


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
