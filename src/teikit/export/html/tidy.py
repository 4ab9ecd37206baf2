"""Make the page legal HTML: TEI nests more freely than HTML, in which a paragraph holds no list and a link no link."""

from __future__ import annotations

from lxml import etree

from teikit.export.html.markup import add_text, child
from teikit.xmlio import Element

FLOW = frozenset(
    "address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol p pre"
    " section table ul".split()
)
PHRASING_ONLY = frozenset(
    "a abbr b cite code del em h1 h2 h3 h4 h5 h6 i ins p pre q s small span strong sub sup time u".split()
)
NEW_LINE = FLOW | frozenset(("li", "dt", "dd", "tr", "td", "th", "tbody", "caption", "figcaption", "summary"))


def tidy(root: Element) -> None:
    """Turn phrasing elements that hold blocks into blocks, split links that hold links; from the leaves up."""
    holds_block: set[Element] = set()
    holds_link: set[Element] = set()
    for el in reversed(list(root.iter(etree.Element))):
        parent = el.getparent()
        if el in holds_link and el.tag == "a":
            _split(el)
        if el in holds_block and el.tag in PHRASING_ONLY:
            _to_block(el)
        if parent is not None:
            if el in holds_block or el.tag in FLOW:
                holds_block.add(parent)
            if el in holds_link or el.tag == "a":
                holds_link.add(parent)
        if el.tag in NEW_LINE and not (el.tail and el.tail.strip()):
            el.tail = "\n"


def _to_block(el: Element) -> None:
    """Keep what an element says with a tag that may hold blocks."""
    tag = str(el.tag)
    if tag == "a":
        return
    if tag[0] == "h" and tag[1:].isdigit():
        el.set("role", "heading")
        el.set("aria-level", tag[1:])
    if "datetime" in el.attrib:
        del el.attrib["datetime"]
    if tag not in ("span", "p"):
        el.set("class", f"{el.get('class') or ''} {tag}".strip())
    elif tag == "p" and not el.get("class"):
        el.set("class", "p")
    el.tag = "blockquote" if tag == "q" else "div"


def _split(link: Element) -> None:
    """Let inner links be; what else stands in a link becomes one or more links of its own."""
    href, label, rel = link.get("href") or "", link.get("title"), link.get("rel")
    for name in ("href", "rel", "role"):
        if name in link.attrib:
            del link.attrib[name]
    content: list[str | Element] = [link.text or ""]
    for inner in list(link):
        content += [inner, inner.tail or ""]
        inner.tail = None
        link.remove(inner)
    link.tag, link.text = "span", None
    run: Element | None = None
    runs = 0
    for part in content:
        if isinstance(part, str):
            if not part.strip() and run is None:
                add_text(link, part)
                continue
        elif next(part.iter("a"), None) is not None:
            link.append(part)
            run = None
            continue
        if run is None:
            run, runs = child(link, "a", href=href, title=label, rel=rel), runs + 1
        if isinstance(part, str):
            add_text(run, part)
        else:
            run.append(part)
    if not runs:
        child(link, "a", "→", class_="also", href=href, rel=rel, aria_label=label or href)
