"""Which characters a format can hold."""

from __future__ import annotations

import re

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (production 2)."""


def legal(text: str) -> str:
    """Return a text as XML can hold it: what is forbidden becomes U+FFFD, one for one."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
