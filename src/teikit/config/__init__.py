"""``teikit.toml``: what all documents of a project share.

The file is looked for in the working directory and above it. Unknown keys are errors: a setting that is misspelt
must not be passed over.
"""

from __future__ import annotations

from teikit.config.loading import NAME, find, load
from teikit.config.settings import (
    CERTS,
    CROSSINGS,
    DATE_ORDERS,
    LANGUAGE,
    REGISTERS,
    Config,
    Encode,
    Export,
    Validate,
)

__all__ = [
    "CERTS",
    "CROSSINGS",
    "DATE_ORDERS",
    "LANGUAGE",
    "NAME",
    "REGISTERS",
    "Config",
    "Encode",
    "Export",
    "Validate",
    "find",
    "load",
]
