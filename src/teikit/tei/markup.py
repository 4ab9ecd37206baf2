"""Tags as strings: what splice inserts. The only place outside lxml that writes XML."""

from __future__ import annotations

from collections.abc import Mapping

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Return characters as they stand between tags."""
    return text.translate(_TEXT)


def start_tag(name: str, attributes: Mapping[str, str]) -> str:
    """Return a start-tag; attributes without a value are left out."""
    return f"<{name}{''.join(attribute(key, value) for key, value in attributes.items() if value)}>"


def attribute(name: str, value: str) -> str:
    return f' {name}="{value.translate(_QUOTED)}"'


def end_tag(name: str) -> str:
    return f"</{name}>"


class Writer:
    """Writes TEI elements with the prefix that the TEI namespace has where they will stand."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def name(self, local: str) -> str:
        return f"{self.prefix}:{local}" if self.prefix else local

    def el(self, local: str, attributes: Mapping[str, str], *content: str) -> str:
        """Return an element; its content is markup."""
        name = self.name(local)
        return f"{start_tag(name, attributes)}{''.join(content)}{end_tag(name)}"

    def leaf(self, local: str, text: str, **attributes: str) -> str:
        """Return an element that holds only text."""
        return self.el(local, attributes, escape(text))

    def block(self, local: str, attributes: Mapping[str, str], children: list[str], indent: str) -> str:
        """Return an element with its children on lines of their own.

        ``indent``: the line end and the space that it stands behind; where it is empty, all is one line.
        """
        inner = deeper(indent)
        return self.el(local, attributes, *(inner + child for child in children), indent)


def deeper(indent: str) -> str:
    """Return the indentation of children; where elements have none, these have none."""
    return f"{indent}  " if indent else ""
