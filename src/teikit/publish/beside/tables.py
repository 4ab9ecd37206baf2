"""The tables of the corpus, as `teikit export csv` makes them; of each document its lines are kept."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic
from teikit.edition import Edition
from teikit.export.standoff import tables
from teikit.export.standoff.tables_cells import CSV, told_defused
from teikit.export.standoff.tables_registers import KINDS
from teikit.publish.keeping import Lines, Store
from teikit.publish.world import World

TABLES = ("documents", "mentions", "persons", "places", "orgs", "letters")


def lines(edition: Edition) -> tuple[Lines, ...]:
    """Return the lines of a document in the tables that hold, of each document, nothing that another one says."""
    made = []
    for table, rows in tables.own_rows(edition).items():
        defusals: dict[str, int] = {}
        text = b"".join(tables.body(table, rows, CSV, defusals)).decode()
        made.append(Lines(table, text, defusals.get(table, 0)))
    return tuple(made)


class Tables:
    """The tables of a corpus, from what is kept of its documents and from its entities."""

    def __init__(self, world: World, store: Store) -> None:
        self._world, self._store = world, store
        self._defusals: dict[str, int] = {}

    def pieces(self, table: str) -> Iterator[bytes]:
        """Yield a table in pieces."""
        yield tables.head(table)
        if table in KINDS:
            paths, dates = [one.path for one in self._world.documents], [one.date for one in self._world.documents]
            rows = tables.register_rows(table, (one.named for one in self._world.entities), paths, dates)
            yield from tables.body(table, rows, CSV, self._defusals)
            return
        for id in self._world.ids:
            kept = self._store.lines(id, table)
            if kept.defused:
                self._defusals[table] = self._defusals.get(table, 0) + kept.defused
            yield kept.text.encode()

    def told(self) -> tuple[Diagnostic, ...]:
        """Return what is to be told of the tables that were read to the end."""
        return tuple(told_defused(f"data/{table}{CSV.suffix}", count) for table, count in self._defusals.items())
