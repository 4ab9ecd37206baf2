"""Is a document valid? Over the events of expat, to the first thing wrong; ``recover`` tells what that is."""

from __future__ import annotations

import re
from typing import Any

from teikit.validate.relaxng.automaton import ELEMENTS, LISTENING, After, Automaton, Fork, State, Trouble
from teikit.validate.relaxng.derive import fits
from teikit.validate.relaxng.ids import Ids
from teikit.validate.relaxng.stream import Stream
from teikit.validate.relaxng.values import Allowed, is_blank

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*").fullmatch
_MOST_BLANKS = 1_000
_LONGEST_BLANK = 1_000


class _Blanks(dict[str, None]):
    """White space seen between elements. Its ``__getitem__`` is expat's handler of text there: it runs in C."""

    def __missing__(self, text: str) -> None:
        if not is_blank(text):
            raise Trouble
        if len(text) <= _LONGEST_BLANK:
            if len(self) >= _MOST_BLANKS:
                self.clear()
            self[text] = None


def is_valid(automaton: Automaton, stream: Stream, ids: Ids | None) -> bool:
    """Tell whether a document is well-formed and valid. ``ids``: notes the IDs in it; None: they are not checked."""
    _listen(automaton, stream, ids)
    try:
        stream.run()
    except Trouble:
        return False
    return stream.failure is None and (ids is None or ids.complete())


def _listen(automaton: Automaton, stream: Stream, ids: Ids | None) -> None:
    """Set the handlers. They are closures, not methods: they run a hundred thousand times a second."""
    state = automaton.start()
    pats = automaton.pats
    parser: Any = stream.parser
    hears = ELEMENTS
    blanks, texts, stack = _Blanks(), list[str](), list[Any]()
    text_handlers = (None, blanks.__getitem__, texts.append)  # for MIXED, ELEMENTS, LISTENING
    push: Any = stack.append
    pop: Any = stack.pop
    seen: set[str] = set() if ids is None else ids.seen
    add: Any = (lambda _: None) if ids is None else seen.add
    plain = _PLAIN_NAME

    def check(allowed: Allowed, value: str) -> None:
        role = allowed.role
        if role is not None and ids is not None and not ids.note(role, value):
            raise Trouble
        if not fits(pats, allowed.pattern, value, stream.context):
            raise Trouble
        allowed.note(value)

    def settle() -> None:
        nonlocal state
        text = "".join(texts)
        texts.clear()
        if not is_blank(text):
            state = state.told(text, stream.context)

    def fork(way: Fork, attributes: list[str]) -> tuple[State, After]:
        if ids is not None and not all(ids.note(role, attributes[i]) for i, role in way.roles):
            raise Trouble
        return way.take(attributes, stream.context), way.after

    def start(name: str, attributes: list[str]) -> None:
        nonlocal state, hears
        if hears == LISTENING:
            settle()
        if attributes:
            count = len(attributes)
            if count == 2:
                child, after, checks = state[name, attributes[0]]
            elif count == 4:
                child, after, checks = state[name, attributes[0], attributes[2]]
            elif count == 6:
                child, after, checks = state[name, attributes[0], attributes[2], attributes[4]]
            else:
                child, after, checks = state[(name, *attributes[::2])]
            for i, allowed in checks:
                value = attributes[i]
                if value not in allowed:
                    if allowed.is_id and value not in seen and plain(value):
                        add(value)
                    else:
                        check(allowed, value)
            if child is None:
                child, after = fork(after, attributes)
        else:
            child, after, _ = state[name]
        push(after)
        state = child
        if child.hears != hears:
            hears = child.hears
            parser.CharacterDataHandler = text_handlers[hears]

    def end(_name: str) -> None:
        nonlocal state, hears
        if hears == LISTENING:
            text = "".join(texts)
            texts.clear()
            mask = state.end_mask(text, stream.context)
        else:
            mask = state.mask
        state = pop()[mask]
        if state.hears != hears:
            hears = state.hears
            parser.CharacterDataHandler = text_handlers[hears]

    stream.on_start(start)
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text_handlers[hears]
