"""What a check finds, before it is given its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from teikit.diagnostics import Severity
from teikit.xmlio import Element, Tree


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """Something wrong at an element.

    ``owner`` is the element whose content or attributes are at fault: two engines that name one owner mean one fault.
    ``attribute``: the Clark name of the attribute at fault, empty where the content is. ``worded``: the message is for
    an editor and exact; otherwise it is an engine's report, which gives way to any other of the same owner.
    """

    code: str
    el: Element
    owner: Element
    message: str
    help: str = ""
    attribute: str = ""
    severity: Severity = Severity.ERROR
    worded: bool = True


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names as "a, b and c", or "a, b … and 12 more"."""
    every = list(names)
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else ""


def quoted(text: str, most: int = 40) -> str:
    """Return a text in quotation marks, on one line and shortened."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= most else f"“{flat[: most - 1].rstrip()}…”"


def found_at(tree: Tree, path: str | None) -> Element:
    """Return the element that an engine names by its XPath, the root where there is none."""
    # libxml2 writes prefixes as they stand in the file, whatever they are bound to there.
    steps = re.sub(r"(?<=/)([^/\[\]:*()']+:[^/\[\]:*()']+)", r"*[name()='\1']", path or "")
    found = tree.xpath(steps) if steps else []
    if isinstance(found, list) and found and isinstance(found[0], etree._Element):
        return found[0]
    return tree.getroot()
