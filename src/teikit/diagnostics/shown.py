"""Text from files made safe to show: no character in it can move the cursor, break a line or turn the writing round."""

from __future__ import annotations

import re

# Control characters (C0, DEL, C1), line and paragraph separators, embeddings, overrides and isolates of the
# bidirectional algorithm, the byte order mark, interlinear marks, tag characters, non-characters and lone surrogates.
# Left-to-right and right-to-left marks and joiners belong to ordinary Hebrew, Persian or Hindi and stay.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return a text of the same length in which characters that are not safe to show have a picture instead.

    >>> visible("a\\x1b[31m")
    'a␛[31m'
    """
    return _UNSAFE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def flat(text: str) -> str:
    """Return a text on one line, single-spaced and safe to show."""
    return visible(" ".join(text.split()))
