"""The command line: parse options, call one function, show what it says. The only package that prints or exits."""

from __future__ import annotations

import click

from teikit import __version__
from teikit.cli import applying, explaining, exporting, making, publishing, registers, schemas, validating


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="teikit")
def main() -> None:
    """Plain text in, TEI P5 out.

    \b
    Examples:
      teikit encode letters/ -o tei/        text files become TEI files
      teikit annotate edition.xml           names and dates in TEI you have
      teikit extract tei/ -o texts/         the exact text, for other programs
      teikit apply spans.json letter.xml    what they found, into the TEI
      teikit validate tei/                  check against the schema
      teikit schema add URL                 keep a schema for offline use
      teikit export html tei/ -o pages/     reading pages
      teikit publish tei/ -o site/          a site of a corpus

    Exit status: 0 all is well, 1 something was found or some file failed, 2 nothing could be done.
    """


_COMMANDS: tuple[click.Command, ...] = (
    making.encode,
    making.annotate,
    making.strip,
    applying.extract,
    applying.apply,
    validating.validate,
    schemas.schema,
    exporting.export,
    publishing.publish,
    registers.register,
    explaining.explain,
)
for command in _COMMANDS:
    main.add_command(command)
