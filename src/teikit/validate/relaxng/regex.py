"""Regular expressions of XML Schema (Part 2, appendix F), matched in time linear in the text whatever the expression.

Expressions become automata with empty moves (Thompson); the automaton without choice that belongs to one is built
lazily, one transition for each character met. No expression can make matching backtrack, categories of Unicode
need no tables, and what `re` and XML Schema mean differently is not in question.
"""

from __future__ import annotations

from collections.abc import Callable

from teikit.validate.relaxng.charclasses import CharClass, RegexError, Scanner

MAX_STATES = 100_000
"""States of an automaton; repetitions such as {1000} copy what they repeat."""
MAX_NESTING = 60
MAX_KNOWN = 5000
"""Sets of states that are remembered before they are forgotten, so that no text can fill the memory."""


class Pattern:
    """A compiled expression. Mutable: it remembers the transitions it was asked for.

    ``moves``: of each state, the test of a character and the state after it. ``jumps``: states reached without one.
    """

    def __init__(self, expression: str) -> None:
        """Compile an expression. Raises RegexError."""
        self.moves: list[tuple[CharClass, int] | None] = []
        self.jumps: list[list[int]] = []
        self.final = self.state()
        builder = _Builder(self, expression)
        self.first = builder.whole(self.final)
        self.forget()

    def state(self, move: tuple[CharClass, int] | None = None, *jumps: int) -> int:
        if len(self.jumps) >= MAX_STATES:
            raise RegexError(f"it needs more than {MAX_STATES} states")
        self.moves.append(move)
        self.jumps.append(list(jumps))
        return len(self.jumps) - 1

    def forget(self) -> None:
        self.numbers: dict[frozenset[int], int] = {}
        self.sets: list[frozenset[int]] = []
        self.steps: list[dict[str, int]] = []
        self.accepting: list[bool] = []
        self.number(self.closure([self.first]))

    def number(self, states: frozenset[int]) -> int:
        if states not in self.numbers:
            self.numbers[states] = len(self.sets)
            self.sets.append(states)
            self.steps.append({})
            self.accepting.append(self.final in states)
        return self.numbers[states]

    def closure(self, states: list[int]) -> frozenset[int]:
        """Return the states reached without a character; of these only those that matter, which test one or end."""
        seen = set(states)
        while states:
            for target in self.jumps[states.pop()]:
                if target not in seen:
                    seen.add(target)
                    states.append(target)
        return frozenset(state for state in seen if self.moves[state] is not None or state == self.final)

    def matches(self, text: str) -> bool:
        """Say whether the whole text matches."""
        current = 0
        steps = self.steps
        for character in text:
            following = steps[current].get(character)
            if following is None:
                following = self.step(current, character)
                steps = self.steps
            if following < 0:
                return False
            current = following
        return self.accepting[current]

    def step(self, current: int, character: str) -> int:
        moves = (self.moves[state] for state in self.sets[current])
        targets = [move[1] for move in moves if move is not None and move[0](character)]
        if len(self.sets) > MAX_KNOWN:
            self.forget()
            return self.number(self.closure(targets)) if targets else -1
        following = self.number(self.closure(targets)) if targets else -1
        self.steps[current][character] = following
        return following


Piece = Callable[[int], int]
"""Part of an expression: given the state to go on to, adds its states and returns the one to begin with."""


class _Builder:
    """The parser of one expression."""

    def __init__(self, pattern: Pattern, expression: str) -> None:
        self.pattern = pattern
        self.scanner = Scanner(expression)
        self.depth = 0

    def whole(self, final: int) -> int:
        piece = self.branches()
        if not self.scanner.at_end():
            raise RegexError(f"{self.scanner.peek()} is out of place")
        return piece(final)

    def branches(self) -> Piece:
        pieces = [self.branch()]
        while self.scanner.take("|"):
            pieces.append(self.branch())
        if len(pieces) == 1:
            return pieces[0]
        return lambda after: self.pattern.state(None, *[piece(after) for piece in pieces])

    def branch(self) -> Piece:
        pieces = []
        while not self.scanner.at_end() and self.scanner.peek() not in "|)":
            pieces.append(self.quantified())

        def build(after: int) -> int:
            for piece in reversed(pieces):
                after = piece(after)
            return after

        return build

    def quantified(self) -> Piece:
        piece = self.atom()
        quantity = self.scanner.quantity()
        if quantity is None:
            return piece
        least, most = quantity
        return lambda after: self.repeat(piece, least, most, after)

    def repeat(self, piece: Piece, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self.pattern.state(None, after)
            self.pattern.jumps[loop].append(piece(loop))
            after = loop
        else:
            exit_ = after
            for _ in range(most - least):
                after = self.pattern.state(None, exit_, piece(after))
        for _ in range(least):
            # An expression such as (){100000} adds no states of its own: the count must cost some.
            after = self.pattern.state(None, piece(after))
        return after

    def atom(self) -> Piece:
        if self.scanner.take("("):
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise RegexError("it is nested too deep")
            piece = self.branches()
            if not self.scanner.take(")"):
                raise RegexError("a parenthesis is not closed")
            self.depth -= 1
            return piece
        test = self.scanner.character_class()
        return lambda after: self.pattern.state((test, after))
