"""teikit: plain text in, TEI P5 out.

>>> import teikit
>>> made = teikit.encode(b"Paris, 3 May 1901\\n\\nDear Hay, all is well.\\n", "letter.txt")
>>> b'<date when="1901-05-03"' in made.data
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from teikit.diagnostics import Diagnostic, TeikitError
    from teikit.pipeline import Encoded, annotate, encode

__all__ = ["Diagnostic", "Encoded", "TeikitError", "annotate", "encode"]

_HOMES = {
    "Diagnostic": "teikit.diagnostics",
    "Encoded": "teikit.pipeline",
    "TeikitError": "teikit.diagnostics",
    "annotate": "teikit.pipeline",
    "encode": "teikit.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: `teikit --help` must not wait for all of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'teikit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
