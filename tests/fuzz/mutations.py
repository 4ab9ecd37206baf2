"""Faulty XML out of good: the mutations that hand and machine make, on bytes, tags and encodings."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "cases"

# What breaks parsers, each of which is put in, or over something, somewhere.
PIECES = tuple(
    piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
    for piece in (
        *"<>&;:\"'=/!?-[]%#\0\x01\x0b\x7f\u0085\u2028\ufeff\ufffe\ud800é漢😀",
        *(
            "<p>",
            "</p>",
            "<p/>",
            "<p",
            "</",
            "<!--",
            "-->",
            "--",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "<?xml version='1.1'?>",
        ),
        *("&amp;", "&amp", "&nbsp;", "&#0;", "&#x110000;", "&#65;", "&x;", "&x:y;", "%x;", "&#xD800;", "&;"),
        *(' a="1"', " a='1' a='2'", " a=1", " a", ' xmlns=""', ' xmlns:p=""', ' p:a=""', ' xmlns:p="u"', ' xml:id="1"'),
        *("<p:q/>", "<a:b:c/>", "<:a/>", "<ꙮ/>", '<p ª="1"/>', "<·/>", "<?a:b?>", "<?XML?>", "<?xml-model href='x'?>"),
        *('<p xmlns="a b"/>', '<p xmlns:xml="u"/>', '<p xmlns:x="http://www.w3.org/2000/xmlns/"/>', '<p xmlns="%"/>'),
        "<!DOCTYPE TEI>",
        '<!DOCTYPE TEI [<!ENTITY x "y">]>',
        '<!DOCTYPE TEI [<!ENTITY x "<p>&#38;amp;</p>"><!ATTLIST p a CDATA "d" b ID #IMPLIED>]>',
        '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % y "z"> %y;]>',
        '<!DOCTYPE TEI SYSTEM "file:///etc/hostname" [<!ENTITY x "&y;"><!ENTITY y "&x;">]>',
        '<!DOCTYPE TEI [<!ENTITY x "y"><!ELEMENT p (#PCDATA)><!NOTATION n SYSTEM "n"><!-- c --><?pi?>]>',
        *(f'<?xml version="1.0" encoding="{name}"?>' for name in ("utf-16", "latin1", "koi8-r", "UTF8", "GBK", "x")),
        '<?xml version="1.0" standalone="yes"?>',
        *("\r", "\n", "\r\n", "\t", " ", "\u3000"),
        *(
            b"\xe9",
            b"\xc0\x80",
            b"\xff\xfe",
            b"\xfe\xff",
            b"\xef\xbb\xbf",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\x80",
        ),
    )
)
_TAG = re.compile(rb"</?[\w:.-]+[^<>]*>")
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "koi8-r", "shift_jis", "gbk", "cp037")

Mutation = Callable[[bytes, random.Random], bytes]


def seeds() -> list[bytes]:
    """Return small TEI files to begin with."""
    files = sorted(CASES.rglob("*.xml"), key=lambda path: (path.stat().st_size, path.name))
    return [path.read_bytes() for path in files if path.stat().st_size < 20_000 and "hostile" not in path.parts]


def _at(data: bytes, rng: random.Random) -> int:
    return rng.randint(0, len(data))


def put(data: bytes, rng: random.Random) -> bytes:
    at = _at(data, rng)
    return data[:at] + rng.choice(PIECES) + data[at + rng.choice((0, 0, 0, 1, 5)) :]


def put_at_tag(data: bytes, rng: random.Random) -> bytes:
    tags = list(_TAG.finditer(data))
    at = rng.choice(rng.choice(tags).span()) - rng.choice((0, 0, 1)) if tags else 0
    return data[: max(0, at)] + rng.choice(PIECES) + data[max(0, at) :]


def put_first(data: bytes, rng: random.Random) -> bytes:
    end = data.find(b"?>") + 2 if data.startswith(b"<?xml") and rng.random() < 0.7 else 0
    return rng.choice((data[:end], b"")) + rng.choice(PIECES) + data[end:]


def flip(data: bytes, rng: random.Random) -> bytes:
    at = _at(data, rng)
    return data[:at] + bytes([rng.randint(0, 255)]) + data[at + 1 :]


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: _at(data, rng)]


def drop(data: bytes, rng: random.Random) -> bytes:
    at = _at(data, rng)
    return data[:at] + data[at + rng.randint(1, 40) :]


def repeat(data: bytes, rng: random.Random) -> bytes:
    at, length = _at(data, rng), rng.randint(1, 400)
    return data[: at + length] + data[at : at + length] * rng.choice((1, 1, 1, 50)) + data[at + length :]


def drop_tag(data: bytes, rng: random.Random) -> bytes:
    tags = list(_TAG.finditer(data))
    one = rng.choice(tags) if tags else None
    return data[: one.start()] + data[one.end() :] if one else data


def swap_tags(data: bytes, rng: random.Random) -> bytes:
    tags = list(_TAG.finditer(data))
    if len(tags) < 2:
        return data
    one, other = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
    return data[: one.start()] + other[0] + data[one.end() : other.start()] + one[0] + data[other.end() :]


def recode(data: bytes, rng: random.Random) -> bytes:
    text, encoding = data.decode("utf-8", "replace"), rng.choice(_ENCODINGS)
    if rng.random() < 0.6:
        text = re.sub(r"encoding=[\"'][^\"']*[\"']", f'encoding="{encoding}"', text, count=1)
    return text.encode(encoding, "xmlcharrefreplace" if rng.random() < 0.7 else "replace")


MUTATIONS: tuple[Mutation, ...] = (
    *(put, put, put_at_tag, put_at_tag, put_first, flip, flip, cut, drop, repeat, drop_tag, swap_tags, recode),
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return a file with some mutations."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        data = rng.choice(MUTATIONS)(data, rng)
    return data
