"""Random documents that a RELAX NG grammar allows: random trees, random attributes, every declared element in time."""

from __future__ import annotations

import random
from collections import Counter

from lxml import etree

from teikit.xmlio import RNG as RNG_NAMESPACE
from teikit.xmlio import TEI, XML

from .models import ANY, TEXT, Grammar

RNG = f"{{{RNG_NAMESPACE}}}"

WORDS = ("Havana", "27", "naïve", "the", "Ünal", "—", "«si»", "M.", "O’Hara", "東京", "and", "3/4")
BY_PATTERN = {
    r"\S+": ("#x1", "#a", "https://example.org/a?b=c", "geonames:3562981", "other.xml#p"),
    r"[^\p{C}\p{Z}]+": ("sent", "a-b", "x_1", "italic", "№", "1.2", "gloss"),
    "[0-9.,DHMPRSTWYZ/:+\\-]+": ("1962-10-27/1962-10-28", "P1Y", "1962-W43"),
    r"[0-9]+[a-z]*[0-9]*(\.[0-9]+[a-z]*[0-9]*){0,3}": ("0.1.0", "2a1", "1"),
    r"[0-9]+(\.[0-9]+)?(%|cm|mm|in|pt|pc|px|em|ex)": ("12cm", "3.5in", "100%"),
    r"[0-9]+(\.[0-9]+){0,2}": ("4.9.0", "5"),
    r".+": ("/", ", "),
    r"[a-z][a-z0-9+.\-]*": ("geonames", "x-1"),
}
BY_TYPE = {
    "date": ("1962-10-27", "1962-10-28", "-0044-03-15"), "gYear": ("1962", "-0100"), "gMonth": ("--10",),
    "gDay": ("---27",), "gYearMonth": ("1962-10",), "gMonthDay": ("--10-27",), "time": ("18:00:00",),
    "dateTime": ("1962-10-27T18:00:00Z",), "double": ("0.5", "1", "0", "1e-3"), "boolean": ("true", "0"),
    "language": ("en", "de-DE", "grc"), "nonNegativeInteger": ("0", "12"), "decimal": ("1.5", "-3"),
    "Name": ("teikit", "persName", "a:b"), "token": ("a b", "x"), "string": ("s", " / "), "anyURI": ("http://a.b/c",),
}  # fmt: skip


class Generator:
    """Makes documents; elements seldom made so far are preferred. ``made`` counts them."""

    def __init__(self, grammar: Grammar, seed: int, size: int = 250) -> None:
        self.grammar, self.random, self.size = grammar, random.Random(seed), size
        self.made: Counter[str] = Counter()
        self.heights = self._heights()
        self.left, self.ids, self.depth = 0, 0, 0

    def document(self) -> etree._Element:
        self.left, self.ids, self.depth = self.size, 0, 0
        return self._element("TEI")

    def _heights(self) -> dict[str, int]:
        heights = dict.fromkeys(self.grammar.elements, 999)
        heights[TEXT] = heights[ANY] = 0
        changed = True
        while changed:
            changed = False
            for name in self.grammar.elements:
                now = 1 + self._height(self.grammar.contents(name), heights)
                if now < heights[name]:
                    heights[name], changed = now, True
        return heights

    def _height(self, p, heights) -> int:
        kind = p[0]
        if kind == "sym":
            return heights[p[1]]
        if kind == "seq":
            return max(self._height(p[1], heights), self._height(p[2], heights))
        return min(self._height(x, heights) for x in p[1]) if kind == "or" else 0

    def _element(self, name: str) -> etree._Element:
        self.left -= 1
        self.depth += 1
        self.made[name] += 1
        el = etree.Element(f"{{{TEI}}}{name}", nsmap={None: TEI})
        for attribute, spec in self._attributes(self.grammar.attributes(name)):
            prefix, _, local = attribute.rpartition(":")
            el.set(f"{{{XML}}}{local}" if prefix == "xml" else local, self._attribute_value(attribute, spec))
        last = None
        for symbol in self._word(self.grammar.contents(name)):
            if symbol == TEXT:
                text = " ".join(self.random.choices(WORDS, k=self.random.randint(1, 4)))
                if last is None:
                    el.text = (el.text or "") + text
                else:
                    last.tail = (last.tail or "") + text
            else:
                last = etree.Element("{http://example.org/other}thing") if symbol == ANY else self._element(symbol)
                el.append(last)
        self.depth -= 1
        return el

    def _word(self, p) -> list[str]:
        kind = p[0]
        if kind == "sym":
            return [p[1]]
        if kind == "seq":
            return self._word(p[1]) + self._word(p[2])
        if kind == "star":
            times = 0 if self.left <= 0 else self.random.choice((1, 2, 3) if self.depth < 6 else (0, 0, 0, 1, 2))
            return [symbol for _ in range(times) for symbol in self._word(p[1])]
        return self._word(self._choose(sorted(p[1], key=repr))) if kind == "or" else []

    def _choose(self, options):
        if self.left <= 0:
            return min(options, key=lambda x: self._height(x, self.heights))
        return self.random.choices(options, [1 / (1 + self._uses(x)) for x in options])[0]

    def _uses(self, p) -> int:
        if p[0] == "sym":
            return self.made[p[1]] if p[1] != TEXT else 10
        if p[0] == "or":
            return min(self._uses(x) for x in p[1])
        if p[0] == "seq":
            return min(self._uses(p[1]), self._uses(p[2]))
        return self._uses(p[1]) if p[0] == "star" else 20

    def _attributes(self, p) -> list[tuple[str, etree._Element]]:
        kind = p[0]
        if kind == "attr":
            return [(p[1], p[2])]
        if kind == "seq":
            return self._attributes(p[1]) + self._attributes(p[2])
        if kind == "or":
            options = sorted(p[1], key=lambda x: x[0] == "empty")
            few = options[-1][0] == "empty" and self.random.random() < 0.85
            return [] if few else self._attributes(self.random.choice(options))
        return []

    def _attribute_value(self, name: str, spec) -> str:
        if name == "xml:id":
            self.ids += 1
            return f"x{self.ids}"
        return self._value(next((c for c in spec if isinstance(c.tag, str)), None))

    def _value(self, el) -> str:
        kind = "text" if el is None else el.tag.removeprefix(RNG)
        pick = self.random.choice
        if kind == "ref":
            return self._value(self.grammar.defines[el.get("name")][0][0])
        if kind == "choice":
            return self._value(pick(list(el)))
        if kind in ("list", "group"):
            return " ".join(self._value(child) for child in el)
        if kind in ("oneOrMore", "zeroOrMore"):
            return " ".join(self._value(el[0]) for _ in range(self.random.randint(kind == "oneOrMore", 2)))
        if kind == "value":
            return el.text or ""
        if kind == "data":
            pattern = el.find(f"{RNG}param[@name='pattern']")
            return pick(BY_TYPE[el.get("type")] if pattern is None else BY_PATTERN[pattern.text])
        return pick(("", "a", "two words", "/TEI"))
