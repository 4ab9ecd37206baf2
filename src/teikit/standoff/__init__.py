"""Spans made elsewhere: read from many formats, found again in a text, their labels and values made TEI's."""

from teikit.standoff.locating import Located, locate
from teikit.standoff.reading import FORMATS, read, read_all
from teikit.standoff.spans import UNITS, Annotation, Spans

__all__ = ["FORMATS", "UNITS", "Annotation", "Located", "Spans", "locate", "read", "read_all"]
