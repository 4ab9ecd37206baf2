"""What expressions see beside the node at hand: variables, current(), keys, other documents, and what was found before.

One `Environment` serves one document from the first rule to the last. The order of nodes, lists of elements by name,
keys, and the values of expressions that depend on the document alone are made when first asked for, and kept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.nodes import ELEMENT, Attr, Doc, Text, all_descendants
from teikit.validate.schematron.values import atomise
from teikit.xmlio import XML, Element, Tree

Resolve = Callable[[str, str], bytes]
"""From a reference and the base it is relative to, to bytes. Raises OSError or ValueError for what it does not give."""

Order = tuple[int, int, int, int]


class Lazy:
    """A variable that is evaluated when first used; its error is kept as its value would be."""

    __slots__ = ("busy", "error", "locals", "make", "node", "value")

    def __init__(self, make: Callable[[Any, Environment], list[Any]], node: Any, locals: dict[str, Any]) -> None:
        self.make = make
        self.node = node
        self.locals = locals
        self.value: list[Any] | None = None
        self.error: EvaluationError | None = None
        self.busy = False

    def get(self, env: Environment) -> list[Any]:
        if self.value is None:
            if self.error is not None:
                raise self.error
            if self.busy:
                raise EvaluationError("a variable is defined by itself")
            self.busy = True
            kept, outer = env.focus(), env.locals
            env.set_focus((self.node, 1, 1))
            env.locals = self.locals
            try:
                self.value = self.make(self.node, env)
            except EvaluationError as error:
                self.error = error
                raise
            finally:
                self.busy = False
                env.locals = outer
                env.set_focus(kept)
        return self.value


class _Absent(dict[str, bool]):
    """Whether no element of a tree has a tag: most rules are about elements that a file does not have."""

    def __init__(self, root: Element) -> None:
        self.root = root

    def __missing__(self, tag: str) -> bool:
        found = self[tag] = next(self.root.iter(tag), None) is None
        return found


class _Unknown(dict[str, bool]):
    """What is known of tags where there are several trees."""

    def __missing__(self, tag: str) -> bool:
        return False


class Environment:
    """``current``: the node that the rule is about; ``pos``, ``size``: of the innermost predicate that asks for them.

    ``absent``: the tags that no element has, for sure. ``globals``, ``locals``: variables of the schema and of the
    rule, or of an expression that binds some.
    """

    def __init__(self, tree: Tree, resolve: Resolve | None = None, base: str = "") -> None:
        self.doc = Doc(tree.getroot())
        self.docs = {self.doc.root: self.doc}
        self.absent: dict[str, bool] = _Absent(self.doc.root)
        self.by_uri: dict[str, Doc] = {}
        self.resolve = resolve
        self.base = base
        self.current: Any = self.doc
        self.pos = self.size = 1
        self.globals: dict[str, Lazy] = {}
        self.locals: dict[str, Any] = {}
        self.cache: dict[Any, Any] = {}
        self.keys: dict[str, Callable[[Any, Environment], Iterator[tuple[Any, list[Any]]]]] = {}
        self.depth = 0
        self._places: dict[Element, int] = {}
        self._numbered: list[Element] = []
        self._ends: dict[Doc, int] = {}

    def focus(self) -> tuple[Any, int, int]:
        return self.current, self.pos, self.size

    def set_focus(self, focus: tuple[Any, int, int]) -> None:
        self.current, self.pos, self.size = focus

    # --- documents

    def doc_of(self, node: Any) -> Doc:
        """Return the document that a node stands in."""
        if len(self.docs) == 1:
            return self.doc
        while not isinstance(node, (Doc, ELEMENT)):
            node = node.getparent()
        if isinstance(node, Doc):
            return node
        root = node.getroottree().getroot()
        return self.add(root)

    def add(self, root: Element, uri: str = "") -> Doc:
        """Make a further tree known."""
        if root not in self.docs:
            self.absent = _Unknown()
        return self.docs.setdefault(root, Doc(root, uri))

    # --- document order

    def place(self, el: Element) -> int:
        """Return the number of an element, comment or processing instruction in document order."""
        found = self._places.get(el)
        if found is None:
            for each in self.doc_of(el).iter():
                self._places[each] = len(self._numbered)
                self._numbered.append(each)
            self._ends[self.doc_of(el)] = len(self._numbered)
            found = self._places[el]
        return found

    def end(self, el: Element) -> int:
        """Return the number just after that of the last descendant."""
        at: Element | None = el
        while at is not None:
            following = at.getnext()
            if following is not None:
                return self.place(following)
            at = at.getparent()
        self.place(el)
        return self._ends[self.doc_of(el)]

    def order(self, node: Any) -> Order:
        """Return a key that sorts nodes in document order."""
        if isinstance(node, ELEMENT):
            return (self.place(node), 0, 0, 0)
        if isinstance(node, Attr):
            return (self.place(node.parent), 1, list(node.parent.attrib).index(node.name), 0)
        if isinstance(node, Text):
            if not node.tail:
                return (self.place(node.holder), 2, 0, 0)
            depth = sum(1 for _ in node.holder.iterancestors())
            return (self.end(node.holder) - 1, 3, -depth, 0)
        return (self.place(next(node.iter())), -1, 0, 0)

    def sort(self, nodes: list[Any]) -> list[Any]:
        """Return nodes in document order, each once."""
        if len(nodes) < 2:
            return nodes
        return sorted(dict.fromkeys(nodes), key=self.order)

    # --- the long axes

    def tagged(self, node: Any, tag: Any) -> tuple[list[Any], list[int]]:
        """Return all elements of the tree of a node that fit a tag, and their numbers."""
        doc = self.doc_of(node)
        key = ("tag", doc, tag)
        found = self.cache.get(key)
        if found is None:
            every = list(doc.iter(tag))
            found = self.cache[key] = (every, [self.place(el) for el in every])
        return found

    def after(self, node: Any, tag: Any) -> Iterator[Any]:
        """Yield the elements of the following axis."""
        every, places = self.tagged(node, tag)
        for index in range(bisect_left(places, self.first_after(node)), len(every)):
            yield every[index]

    def first_after(self, node: Any) -> int:
        """Return the number from which elements follow a node and are not inside it."""
        if isinstance(node, Doc):
            return len(self._numbered)
        if isinstance(node, Attr):
            return self.place(node.parent) + 1
        if isinstance(node, Text):
            return self.end(node.holder) if node.tail else self.place(node.holder) + 1
        return self.end(node)

    def before(self, node: Any, tag: Any) -> Iterator[Any]:
        """Yield the elements of the preceding axis, nearest first."""
        if isinstance(node, Doc):
            return
        every, places = self.tagged(node, tag)
        above = set(node.iterancestors())
        if isinstance(node, Text):
            stop = self.end(node.holder) if node.tail else self.place(node.holder)
        else:
            stop = self.place(node.parent if isinstance(node, Attr) else node)
        for index in range(bisect_right(places, stop - 1) - 1, -1, -1):
            if every[index] not in above:
                yield every[index]

    def siblings_before(self, node: Any, tag: Any) -> int:
        """Return how many siblings before a node fit a tag."""
        parent = node.getparent()
        if parent is None or not isinstance(node, ELEMENT):
            return sum(1 for _ in node.itersiblings(tag, preceding=True))
        key = ("before", parent, tag)
        places = self.cache.get(key)
        if places is None:
            places = self.cache[key] = [self.place(el) for el in parent.iterchildren(tag)]
        return bisect_left(places, self.place(node))

    def number_before(self, node: Any, tag: Any) -> int:
        """Return how many elements of the preceding axis fit a tag."""
        if not isinstance(node, ELEMENT):
            return sum(1 for _ in self.before(node, tag))
        _, places = self.tagged(node, tag)
        return bisect_left(places, self.place(node)) - sum(1 for _ in node.iterancestors(tag))

    def everything(self, node: Any) -> list[Any]:
        """Return all nodes of the tree of a node but attributes, in document order."""
        doc = self.doc_of(node)
        key = ("all", doc)
        if key not in self.cache:
            self.cache[key] = list(all_descendants(doc))
        return self.cache[key]  # type: ignore[no-any-return]

    # --- ids and keys

    def by_id(self, words: list[str], node: Any) -> list[Any]:
        """Return the elements that bear one of the given xml:ids; of several with the same, the first."""
        doc = self.doc_of(node)
        ids = self.cache.get(("ids", doc))
        if ids is None:
            ids = self.cache["ids", doc] = {}
            for el in doc.iter("*"):
                written = el.get(f"{{{XML}}}id")
                if written is not None:
                    ids.setdefault(written.strip(), el)
        return self.sort([ids[word] for text in words for word in text.split() if word in ids])

    def by_key(self, name: str, values: list[Any], node: Any) -> list[Any]:
        """Return the nodes that an xsl:key finds by one of some strings."""
        if name not in self.keys:
            raise EvaluationError(f"the schema has no xsl:key named “{name}”")
        doc = self.doc_of(node)
        table = self.cache.get(("key", name, doc))
        if table is None:
            table = self.cache["key", name, doc] = self._key_table(name, doc)
        return self.sort([found for value in values for found in table.get(value, ())])

    def _key_table(self, name: str, doc: Doc) -> dict[Any, list[Any]]:
        table: dict[Any, list[Any]] = {}
        kept = self.focus()
        for found, values in self.keys[name](doc, self):
            for value in dict.fromkeys(map(str, atomise(values))):
                table.setdefault(value, []).append(found)
        self.set_focus(kept)
        return table
