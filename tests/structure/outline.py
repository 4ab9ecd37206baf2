"""Write the structure of a document as a short text that a person can read and correct."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.model import Block, Document, Party


def outline(doc: Document) -> str:
    """Return the metadata, the blocks and what was set aside, one a line."""
    return (
        "\n".join(
            [*_metadata(doc), "", *(line for block in doc.blocks for line in _block(doc, block, 0)), *_asides(doc)]
        )
        + "\n"
    )


def _metadata(doc: Document) -> Iterator[str]:
    data = doc.metadata
    yield f"title: {data.title}"
    yield f"kind: {data.kind}"
    yield f"language: {data.language}"
    if data.date:
        values = " ".join(f"{name}={value}" for name, value in data.date.attributes().items())
        yield f"date: {values} ({data.date_text})"
    for name in ("place", "settlement", "repository", "idno", "url", "publisher", "abstract"):
        if value := getattr(data, name):
            yield f"{name}: {value}"
    for action in data.actions:
        yield f"{action.kind}: {'; '.join(map(_party, action.who))}"
    for name, parties in (("author", data.authors), ("participant", data.participants)):
        yield from (f"{name}: {_party(party)}" for party in parties)
    yield from (f"classification: {marking}" for marking in data.classification)
    yield from (f"responsibility: {who.resp}: {who.name} ({who.affiliation})" for who in data.responsibilities)


def _party(party: Party) -> str:
    return f"{party.name} [{party.kind}]" + (f" ({party.role})" if party.role else "")


def _block(doc: Document, block: Block, depth: int) -> Iterator[str]:
    name = block.kind + "".join(f" {key}={value}" for key, value in (("type", block.type), ("n", block.n)) if value)
    yield f"{'  ' * depth}{name}: {_short(block.span.of(doc.text))}"
    for child in block.children:
        yield from _block(doc, child, depth + 1)


def _asides(doc: Document) -> Iterator[str]:
    if doc.metadata.asides:
        yield ""
    for aside in doc.metadata.asides:
        yield f"aside {aside.role}: {_short(aside.span.of(doc.text))}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 64 else f"{flat[:40]} … {flat[-20:]}"
