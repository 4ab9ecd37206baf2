"""The layers of a text that a reader can switch off, each shown by its own sign; the style sheet does the rest."""

from __future__ import annotations

from teikit.data import table
from teikit.export.html.context import Context
from teikit.export.html.markup import child
from teikit.xmlio import Element


def write(ctx: Context, out: Element) -> None:
    """Write a box to tick for each layer that the page has."""
    shown = ctx.kinds if "machine" in ctx.kinds else ctx.kinds - {"editor"}
    rows = [row for row in table("export/layers") if row["layer"] in shown]
    if not rows:
        return
    made = child(out, "fieldset", class_="layers")
    child(made, "legend", "Show")
    for row in rows:
        label = child(made, "label")
        child(label, "input", type="checkbox", id=f"tk-show-{row['layer']}", checked="").tail = " "
        child(label, "span", row["label"], class_=row["class"] or None)
        label.tail = "\n"
