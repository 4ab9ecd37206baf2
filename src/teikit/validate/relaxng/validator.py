"""The engine from outside: a grammar, and documents held against it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO

from teikit.validate.relaxng import ids as dtd
from teikit.validate.relaxng.automaton import Automaton
from teikit.validate.relaxng.errors import Error
from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.matcher import is_valid
from teikit.validate.relaxng.recover import errors
from teikit.validate.relaxng.stream import Document, Stream
from teikit.validate.relaxng.values import schema_needs_context


class Validator:
    """Hold documents against a grammar. What is learnt from one makes the next faster.

    It is not for several threads at a time.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._automaton = Automaton(grammar)
        self._scopes = schema_needs_context(grammar)

    @cached_property
    def roles(self) -> dtd.Roles:
        """Which attributes are IDs; its ``conflict`` says why the grammar does not tell, and then none is checked."""
        return dtd.roles(self.grammar)

    def validate(self, source: bytes | BinaryIO, *, ids: bool = True) -> Iterator[Error]:
        """Yield what is wrong with a document, in the order of the file, lost references to IDs last.

        ``source``: its bytes, or a file open for reading from where it stands; a file is read in pieces, and is not
        closed. ``ids``: check IDs and references to them.
        """
        with Document(source) as document:
            if not self._quickly_valid(document, ids=ids):
                yield from self._errors(document, ids=ids)

    def is_valid(self, source: bytes | BinaryIO, *, ids: bool = True) -> bool:
        """Tell whether a document is valid, stopping at the first thing that is wrong."""
        with Document(source) as document:
            if self._quickly_valid(document, ids=ids):
                return True
            # What the grammar does not tell for sure is an ID is not held against the document.
            if ids and self.roles.conflict and self._quickly_valid(document, ids=False):
                return True
            return document.mentions(b"XInclude") and next(self._errors(document, ids=ids), None) is None

    def _errors(self, document: Document, *, ids: bool) -> Iterator[Error]:
        roles = self.roles if ids and self.roles.of else None
        return errors(self._automaton, self._stream(document, exact_text=True), roles)

    def _quickly_valid(self, document: Document, *, ids: bool) -> bool:
        return is_valid(self._automaton, self._stream(document), dtd.Ids() if ids else None)

    def _stream(self, document: Document, *, exact_text: bool = False) -> Stream:
        return Stream(document, scopes=self._scopes, exact_text=exact_text)
