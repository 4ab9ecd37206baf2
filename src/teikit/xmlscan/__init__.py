"""The bytes of XML: how they write characters, and where in them each element stands."""

from __future__ import annotations

from teikit.xmlscan.encoding import Encoding
from teikit.xmlscan.lines import Lines
from teikit.xmlscan.scan import Node, Scan, scan

__all__ = ["Encoding", "Lines", "Node", "Scan", "scan"]
