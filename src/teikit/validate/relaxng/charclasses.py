"""The characters that the parts of an XML Schema regular expression stand for (Part 2, F.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from teikit.validate.relaxng.characters import name_characters

CharClass = Callable[[str], object]
"""A test of one character."""


class RegexError(ValueError):
    """An expression that is none; the message says why, and reads on from "because"."""


MAX_NESTING = 60
_CATEGORIES = frozenset(
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Zs Zl Zp Sm Sc Sk So Cc Cf Co Cn".split()
)
_MAJOR = frozenset("LMNPZSC")
_SINGLE = dict(zip("nrt\\|.-^?*+{}()[]", "\n\r\t\\|.-^?*+{}()[]", strict=True))
_QUANTITY = re.compile(r"\{([0-9]{1,6})(?:(,)([0-9]{1,6})?)?\}")
_PROPERTY = re.compile(r"\{([A-Za-z0-9\-]+)\}")


def _not(test: CharClass) -> CharClass:
    return lambda character: not test(character)


def _digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


def _word(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZC"


_MULTIPLE: dict[str, Callable[[], CharClass]] = {
    "s": lambda: " \t\n\r".__contains__,
    "d": lambda: _digit,
    "w": lambda: _word,
    "i": lambda: re.compile(name_characters(False)).fullmatch,
    "c": lambda: re.compile(name_characters(True)).fullmatch,
}


def _category(name: str) -> CharClass:
    if name in _MAJOR:
        return lambda character: unicodedata.category(character)[0] == name
    if name in _CATEGORIES:
        return lambda character: unicodedata.category(character) == name
    if name.startswith("Is"):
        return _block(name)
    raise RegexError(f"there is no category {name}")


def _block(name: str) -> CharClass:
    # The table of blocks is elementpath's; it takes long to import, and few schemas name a block.
    from elementpath.regex import unicode_block

    try:
        block = unicode_block(name.removeprefix("Is"))
    except (KeyError, ValueError):
        raise RegexError(f"there is no block {name}") from None
    return lambda character: ord(character) in block


class Scanner:
    """Reads an expression from left to right. Mutable: it moves on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> bool:
        """Move past a string if it is next."""
        if self.text.startswith(wanted, self.at):
            self.at += len(wanted)
            return True
        return False

    def next(self) -> str:
        if self.at_end():
            raise RegexError("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def quantity(self) -> tuple[int, int | None] | None:
        """Return how often what came before is repeated, None where nothing is said."""
        for sign, quantity in {"?": (0, 1), "*": (0, None), "+": (1, None)}.items():
            if self.take(sign):
                return quantity
        if self.peek() != "{":
            return None
        found = _QUANTITY.match(self.text, self.at)
        if found is None:
            raise RegexError("a quantity in braces is not one")
        self.at = found.end()
        least = int(found[1])
        most = int(found[3]) if found[3] else None if found[2] else least
        if most is not None and most < least:
            raise RegexError(f"{{{least},{most}}} is the wrong way round")
        return least, most

    def character_class(self) -> CharClass:
        """Read a character, an escape, the point or a class in brackets."""
        character = self.next()
        if character == "[":
            return self.bracket(0)
        if character == "\\":
            return self.escape()
        if character == ".":
            return _not("\n\r".__contains__)
        if character in "?*+(){}|]":
            raise RegexError(f"{character} is out of place")
        return character.__eq__

    def escape(self) -> CharClass:
        kind = self.next()
        if kind in _SINGLE:
            return _SINGLE[kind].__eq__
        if kind.lower() in _MULTIPLE:
            test = _MULTIPLE[kind.lower()]()
        elif kind in "pP":
            found = _PROPERTY.match(self.text, self.at)
            if found is None:
                raise RegexError("a category must stand in braces")
            self.at = found.end()
            test = _category(found[1])
        else:
            raise RegexError(f"\\{kind} has no meaning")
        return _not(test) if kind.isupper() else test

    def bracket(self, depth: int) -> CharClass:
        """Read the rest of a class in brackets."""
        if depth > MAX_NESTING:
            raise RegexError("it is nested too deep")
        negative = self.take("^")
        single: set[str] = set()
        tests: list[CharClass] = []
        minus: CharClass | None = None
        begun = self.at
        while not self.take("]"):
            if self.at > begun and self.take("-["):
                minus = self.bracket(depth + 1)
                if not self.take("]"):
                    raise RegexError("a subtraction is not the last in its class")
                break
            self.member(single, tests, self.at == begun)
        if self.at == begun + 1 and self.text[begun] == "]":
            raise RegexError("a class is empty")
        return _combined(frozenset(single), tuple(tests), negative, minus)

    def member(self, single: set[str], tests: list[CharClass], first: bool) -> None:
        """Read one character, range or escape of a class."""
        low = self.single()
        if callable(low):
            tests.append(low)
            return
        if low == "-" and not first and self.text[self.at - 2] != "\\" and self.peek() != "]":
            raise RegexError("a hyphen must come first or last in a class, or be escaped")
        following = self.text[self.at : self.at + 2]
        if following[:1] != "-" or following in ("-]", "-["):
            single.add(low)
            return
        self.at += 1
        high = self.single()
        if callable(high) or high < low:
            raise RegexError("a range in a class is the wrong way round")
        tests.append(lambda character: low <= character <= high)

    def single(self) -> str | CharClass:
        character = self.next()
        if character == "[":
            raise RegexError("[ in a class must be escaped")
        if character != "\\":
            return character
        if self.peek() in _SINGLE:
            return _SINGLE[self.next()]
        return self.escape()


def _combined(
    single: frozenset[str], tests: tuple[CharClass, ...], negative: bool, minus: CharClass | None
) -> CharClass:
    def test(character: str) -> bool:
        found = character in single or any(part(character) for part in tests)
        return found != negative and not (minus is not None and minus(character))

    return test
