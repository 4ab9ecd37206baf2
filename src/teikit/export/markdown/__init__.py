"""Markdown as pandoc reads it: the way to word processors, web pages and print.

CommonMark where that has the means; beyond it, pandoc's footnotes, line blocks (verse), tables, small capitals,
underlining, strike-out, languages, divisions for notes that stand in the text, and the metadata block. Every character
that would be markup is escaped. Names, dates and all else that is marked in a paragraph leave no trace.
"""

from __future__ import annotations

from teikit.export.markdown import metadata
from teikit.export.markdown.write import document
from teikit.export.report import Exported, Report
from teikit.export.text import read_parts
from teikit.export.text.looks import Looks
from teikit.xmlio import Tree


def markdown(tree: Tree, path: str = "", *, wrap: int = 0) -> Exported:
    """Return a TEI tree as Markdown. ``wrap``: columns of a line, 0 for one line a paragraph."""
    report = Report(tree, path)
    parts = read_parts(tree, report, Looks(styled=True, language=metadata.language(tree)))
    body = document(parts, wrap)
    head = metadata.block(tree)
    return report.exported(f"{head}\n{body}" if head and body else head or body)
