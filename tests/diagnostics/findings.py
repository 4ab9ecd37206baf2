"""Findings for the tests of diagnostics, ordinary and hostile."""

from __future__ import annotations

from teikit.diagnostics import Diagnostic, Edit, Excerpt, Fix, Report, Severity

ERROR = Diagnostic(
    "V010", Severity.ERROR, "<div> is not\nallowed, 50%.", "a,b:c.xml", 3, 5, "/TEI/text/p[2]", "Close <p> first."
)
WARNING = Diagnostic("R001", Severity.WARNING, "Decoded as Windows-1252.", "b.txt")
INFO = Diagnostic("D001", Severity.INFO, "No year.")
FIXABLE = Diagnostic(
    "V041",
    Severity.ERROR,
    "The xml:id “p” stands twice.",
    "dir with space/ü.xml",
    7,
    3,
    "/TEI/text/p[1]",
    "Give one another name.",
    "https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-p.html",
    Excerpt('\t<p xml:id="p">', 1, 14),
    Fix("Rename it", (Edit(10, 11, b"q"), Edit(20, 20, "é".encode("latin-1")))),
)
NASTY = (
    "\x1b[31mred\x07 \x00 \u202eoverride\u2066 line\r\nbreak\u2028 ]]> --> </script><script>alert(1)</script> | `code` "
    "**b** @team #12 !3 ##[error]x ::error::y %0A \ud800 \ufffe \x9b31m {0} [a](b) <!-- \\"
)
HOSTILE = Diagnostic(
    "V010",
    Severity.ERROR,
    NASTY,
    f"dir/{NASTY.replace('/', '')}\udcff.xml",
    1,
    1,
    NASTY,
    NASTY,
    "javascript:alert(1)",
    Excerpt(NASTY, 3, 500),
    Fix(NASTY, (Edit(0, 0, NASTY.encode("utf-8", "replace")),)),
)


def report(*diagnostics: Diagnostic, files: tuple[str, ...] = ()) -> Report:
    return Report(diagnostics, files or tuple(dict.fromkeys(one.path for one in diagnostics if one.path)))
