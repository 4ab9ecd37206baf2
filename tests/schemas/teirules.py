"""The TEI's own Schematron rules, which are XPath 2.0, evaluated in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import elementpath
from lxml import etree

from teikit.xmlio import SCH, TEI

NAMESPACES = {"tei": TEI, "xs": "http://www.w3.org/2001/XMLSchema", "teix": "http://www.tei-c.org/ns/Examples"}


class Rules:
    """The rules of a Schematron file whose context is an element that the grammar in hand has."""

    def __init__(self, path: Path, elements: set[str]) -> None:
        self.rules = []
        for rule in etree.parse(str(path)).getroot().iter(f"{{{SCH}}}rule"):
            contexts = re.split(r"\s*\|\s*(?![^\[\(]*[\]\)])", rule.get("context").strip())
            named = {name for context in contexts for name in re.findall(r"tei:([\w.]+|\*)", context.partition("[")[0])}
            if not named <= elements | {"*"} or "//" in rule.get("context"):
                continue
            lets = {let.get("name"): let.get("value") for let in rule.iter(f"{{{SCH}}}let")}
            for check in rule.iter(f"{{{SCH}}}assert", f"{{{SCH}}}report"):
                if check.get("role") not in ("info", "warning") and not lets:
                    self.rules.append((contexts, check.get("test"), check.tag.endswith("report")))

    def broken(self, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """Yield (element, test) for each rule that the document breaks."""
        for contexts, test, report in self.rules:
            for context in contexts:
                for el in root.xpath(f"//{self._xpath1(context)}", namespaces=NAMESPACES):
                    if self._holds(root, el, test) == report:
                        yield el, test

    @staticmethod
    def _xpath1(context: str) -> str:
        return context.replace(" eq ", " = ")

    @staticmethod
    def _holds(root: etree._Element, el: etree._Element, test: str) -> bool:
        bound = re.sub(r"current\(\)", "$here", " ".join(test.split()))
        return bool(elementpath.select(root, f"some $here in . satisfies ({bound})", NAMESPACES, item=el))
