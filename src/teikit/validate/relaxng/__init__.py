"""RELAX NG (ISO/IEC 19757-2): schemas compiled to simplified grammars, documents matched against them in one pass.

This package knows nothing of TEI.
"""
