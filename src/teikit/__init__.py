"""teikit: plain text in, TEI P5 out."""

__version__ = "0.1.0"
