"""Registers as tables that an editor has worked on, and back into the lists of the TEI files.

`table` reads what OpenRefine or a spreadsheet wrote; `changes` finds what differs from what the files say; `places`
finds where a fact stands; `writing` puts it there and touches nothing else.
"""

from __future__ import annotations

from teikit.registers.changes import Change, Plan, plan
from teikit.registers.table import Row, Table, read
from teikit.registers.writing import Written, written

__all__ = ["Change", "Plan", "Row", "Table", "Written", "plan", "read", "written"]
