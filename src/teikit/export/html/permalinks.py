"""Links to the parts of a text: by xml:id, else by the number of the element in the file."""

from __future__ import annotations

from teikit.export.html.context import Context
from teikit.export.html.markup import child
from teikit.export.rules import tei_name
from teikit.xmlio import Element

WORDS = {
    "p": "Paragraph",
    "ab": "Paragraph",
    "u": "Utterance",
    "head": "Heading",
    "l": "Line",
    "item": "Item",
    "sp": "Speech",
}


def permalink(ctx: Context, el: Element, made: Element) -> None:
    """Put a link to a part of the text after it, outside of notes and records."""
    id_ = made.get("id")
    if id_ is None or ctx.aside or ctx.in_record:
        return
    kind = WORDS.get(tei_name(el.tag), "Place")
    ctx.counted[kind] = ctx.counted.get(kind, 0) + 1
    child(made, "a", class_="here", href=f"#{id_}", aria_label=f"{kind} {ctx.counted[kind]}")
