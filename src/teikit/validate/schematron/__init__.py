"""Schematron (ISO/IEC 19757-3): rules of a schema, stand-alone or inside another, run over a document.

Expressions are parsed by elementpath. Most are then compiled to closures over the tree of lxml, the others evaluated
by elementpath. As that takes a while to load, the syntax trees are kept on disk. This package knows nothing of TEI.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from teikit.validate.faults import Fault
from teikit.validate.schematron import reader
from teikit.validate.schematron.engine import Run
from teikit.validate.schematron.environment import Environment, Resolve
from teikit.validate.schematron.errors import SchematronError
from teikit.validate.schematron.rules import Rules
from teikit.validate.source import Parsed
from teikit.xmlio import Tree

__all__ = ["Resolve", "Rules", "SchematronError", "check", "compile"]


def compile(
    source: Tree | bytes, *, base: str = "", resolve: Resolve | None = None, directory: Path | None = None
) -> Rules:
    """Read a schema: Schematron, or a RELAX NG or XML Schema with rules inside. Raises SchematronError.

    ``resolve`` gives the bytes of what a schema includes, and of what document() asks for; without it nothing else is
    read. ``directory``: where the syntax trees of expressions are kept between runs. Rules that cannot be run are told
    by `check`, for each file.
    """
    return Rules(reader.schema(source, base, resolve), base, resolve, directory=directory)


def check(
    rules: Rules,
    doc: Parsed,
    *,
    phase: str = "",
    params: Mapping[str, str] | None = None,
    split_advice: bool = False,
) -> Iterator[Fault]:
    """Yield each assertion that fails and each report that is made (V020), and what could not be run (V021).

    ``phase``: the name of one, #ALL, or #DEFAULT (also the empty string): the default of the schema, all without one.
    ``params``: values for parameters and variables of the schema. ``split_advice``: take a message of the form "what
    is wrong: what to do" apart. Raises SchematronError for a phase or a parameter that the schema does not have.
    """
    program = rules.program(phase, dict(params or {}))
    env = Environment(doc.tree, rules.resolve, doc.path or rules.base)
    return Run(program, doc, env, split_advice).faults()
