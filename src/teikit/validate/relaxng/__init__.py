"""RELAX NG (ISO/IEC 19757-2): schemas compiled to simplified grammars, documents matched against them in one pass.

This package knows nothing of TEI.
"""

from __future__ import annotations

from teikit.validate.relaxng.errors import Error, Kind, SchemaError
from teikit.validate.relaxng.expected import attribute_names, element_names
from teikit.validate.relaxng.grammar import Grammar, Name
from teikit.validate.relaxng.store import compiled
from teikit.validate.relaxng.validator import Validator

__all__ = [
    "Error",
    "Grammar",
    "Kind",
    "Name",
    "SchemaError",
    "Validator",
    "attribute_names",
    "compiled",
    "element_names",
]
