"""Text for reading, the characters of a text alone, or the exact text with the bytes that it was read from."""

from __future__ import annotations

from teikit import tei
from teikit.export.report import Exported, Original, Report, parsed
from teikit.export.text.blocks import handlers as blocks
from teikit.export.text.layout import Layout, laid_out
from teikit.export.text.looks import Looks
from teikit.export.text.losses import Losses
from teikit.export.text.parts import Part
from teikit.export.text.phrases import handlers as phrases
from teikit.export.text.plain import plain as plain_text
from teikit.export.text.plain import texts
from teikit.export.text.reading import Reader
from teikit.tei.offsetmap import offset_map
from teikit.xmlio import Tree

__all__ = ["read_parts", "text", "texts"]


def text(
    original: Original,
    *,
    plain: bool = False,
    wrap: int = 0,
    lines: bool = False,
    notes: str = "end",
    offsets: bool = False,
) -> Exported:
    """Return the text of a TEI file for reading: headings, verse, lists, tables and notes laid out.

    ``plain``: nothing but the characters of the text in their order; what is said of the layout does not hold then.
    ``wrap``: columns of a line, 0 for no limit; words and tables are never broken. ``lines``: the line ends of the
    source are kept. ``notes``: at the ``end`` under numbers, ``inline`` in brackets, or ``none``. ``offsets``: the text
    exactly as `tei.view` reads it, and beside it ``.offsets.json``, the map of `tei.offsetmap`; no other option counts.

    Raises TeikitError X003 where the file is not well-formed; with ``offsets`` P001 and, for what is not TEI P5, P005.
    """
    if offsets:
        return _exact(original)
    tree = parsed(original.data, original.path)
    report = Report(tree, original.path)
    if plain:
        return report.exported(plain_text(tree, report))
    return report.exported(laid_out(read_parts(tree, report, Looks(), lines=lines), Layout(wrap, notes)))


def read_parts(tree: Tree, report: Report, looks: Looks, *, lines: bool = False) -> Part:
    """Return the parts of the text of a tree; what they leave out is put into the report."""
    losses = Losses(report)
    reader = Reader(report, looks, losses, {**blocks(), **phrases()}, lines=lines)
    made = reader.read(texts(tree.getroot(), report))
    losses.told()
    return made


def _exact(original: Original) -> Exported:
    """Return the text of `tei.view`, without a line end that it does not have, and its map."""
    found = offset_map(tei.view(original.data))
    return Exported(found.text.encode(), (), ((".offsets.json", found.to_json().encode()),))
