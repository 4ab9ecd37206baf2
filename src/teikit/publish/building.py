"""A corpus to a site: read what is new, gather what all of it says, make the pages that this changes."""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import chain, islice
from pathlib import Path

from teikit import files, parallel
from teikit.corpus import Found, Gathering
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.publish import codec, rendering
from teikit.publish.beside.extras import advice, beside, site_data
from teikit.publish.beside.searching import Index
from teikit.publish.beside.tables import TABLES, Tables
from teikit.publish.folder import Folder, holds
from teikit.publish.keeping import Build, Kept, Store, release
from teikit.publish.names import slugs
from teikit.publish.pages.documents import document_pages
from teikit.publish.pages.documents import list_pages as document_lists
from teikit.publish.pages.entities import entity_pages
from teikit.publish.pages.entities import list_pages as entity_lists
from teikit.publish.pages.overviews import overview_pages
from teikit.publish.reading import Reading, downloads, lost, read
from teikit.publish.rendering import Page
from teikit.publish.settings import Settings
from teikit.publish.summary import Summary
from teikit.publish.world import World, shown

_BATCH = 1000
Progress = Callable[[str, int], Callable[[], object]]


@dataclass(slots=True)
class Result:
    """``documents``: how many have a page; ``entities``; ``made``: files written or written anew; ``files``: of all."""

    documents: int = 0
    entities: int = 0
    made: int = 0
    files: int = 0


def quiet(_label: str, _total: int) -> Callable[[], object]:
    """Show no progress."""
    return lambda: None


def publish(
    sources: Sequence[tuple[Path, Path]],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    cache: Path | None = None,
    force: bool = False,
    tell: Callable[[Diagnostic], object] = lambda _told: None,
    progress: Progress = quiet,
) -> Result:
    """Make the site of TEI files.

    ``sources``: each with its path relative to its corpus. ``cache``: the file in which is kept what the next build
    need not make anew; without one, nothing is. ``workers``: processes; with one, all is done in this one. ``tell``:
    called with each finding; ``progress``: with a step and its length, returns what moves it on. A file that cannot be
    read is told of and left out. Raises TeikitError where nothing can be published (X019) or the folder holds files of
    somebody else (C004).
    """
    with tempfile.TemporaryDirectory(prefix="teikit-") as folder:
        build = _Build(out, settings, workers, cache or Path(folder) / "publish.sqlite", force, tell, progress)
        try:
            return build.run(sources)
        finally:
            build.close()


class _Build:
    """One build of a site."""

    def __init__(
        self,
        out: Path,
        settings: Settings,
        workers: int,
        cache: Path,
        force: bool,
        tell: Callable[[Diagnostic], object],
        progress: Progress,
    ) -> None:
        self.out, self.settings, self.tell, self.progress = out, settings, tell, progress
        self.workers = workers if workers > 1 else 0
        self.folder = Folder(out, force=force)
        self.store = Store(cache)
        self.last = Build()
        self.result = Result()

    def close(self) -> None:
        self.store.close()
        release()

    def run(self, sources: Sequence[tuple[Path, Path]]) -> Result:
        paths = [relative.as_posix() for _, relative in sources]
        readings = [
            Reading(source, path, slug, self.out, self.settings.base_url)
            for (source, _), path, slug in zip(sources, paths, slugs(paths), strict=True)
        ]
        self.folder.claim(name for one in readings for name in _files_of(one))
        found = self._read(readings)
        last, self.last = self.store.build(), Build(_key_of_all(self.settings, [key for _, key in found]))
        if last.key == self.last.key and self.folder.is_whole():
            self.last = last
        else:
            self._make(self._gathered(found))
        for told in chain(self.last.told, advice(self.settings), self.folder.finish()):
            self.tell(told)
        self.result.documents, self.result.entities = self.last.documents, self.last.entities
        self.result.files = len(self.folder.files)
        return self.result

    def _make(self, world: World) -> None:
        """Make what is not as it should be, and note what came of it."""
        self.store.set_build(Build())
        whole = self._pages(world)
        self.result.made += self.folder.put_all(beside(world, list(self.folder.files)))
        tables = Tables(world, self.store)
        for table in TABLES:
            self.result.made += self.folder.put_pieces(f"data/{table}.csv", tables.pieces(table))
        self.last = Build(self.last.key, len(world.documents), len(world.entities), tables.told())
        if whole:
            self.store.set_build(self.last)

    def _read(self, readings: Sequence[Reading]) -> list[tuple[int, str]]:
        """Read what is not kept. Return the numbers and keys of all that can be published, in order."""
        keys = [_key(one) for one in readings]
        missing = {at for at, key in enumerate(keys) if not self._is_kept(key)}
        step = self.progress("Reading", len(missing))
        wanted = [readings[at] for at in sorted(missing)]
        outcomes = parallel.each(read, wanted, workers=self.workers, lost=lost)
        found: list[tuple[int, str]] = []
        for at, (one, key) in enumerate(zip(readings, keys, strict=True)):
            if at in missing:
                outcome = next(outcomes)
                step()
                told, id = outcome.told, self._keep(key, outcome.kept)
            else:
                id = self.store.document(key)
                told = self.store.told(id)
            for one_told in told:
                self.tell(one_told)
            if id:
                found.append((id, key))
            self._note(one, id)
        outcomes.close()
        self.store.forget(self.store.ids() - {id for id, _ in found})
        self.store.commit()
        return found

    def _is_kept(self, key: str) -> bool:
        """Tell whether a document was read before and what was written of it is there."""
        id = self.store.document(key)
        return bool(id) and all(holds(self.out / name, sha) for name, sha in self.store.files(id))

    def _keep(self, key: str, kept: Kept | None) -> int:
        before = self.store.document(key)
        self.store.forget([before] if before else [])
        if kept is None:
            return 0
        self.result.made += len(kept.files)
        return self.store.add(key, kept)

    def _note(self, one: Reading, id: int) -> None:
        """Note the files that were written of a document, and let go of the names of those that were not."""
        written = dict(self.store.files(id)) if id else {}
        for name, sha in written.items():
            self.folder.note(name, sha)
        later = _later(one) if id else []
        self.folder.drop(name for name in _files_of(one) if name not in written and name not in later)

    def _gathered(self, found: Sequence[tuple[int, str]]) -> World:
        """Gather what all documents say, and write the index of their words."""
        if not found:
            self.folder.abandon()
            message = "there is nothing to publish: no file could be read as TEI"
            raise TeikitError(Diagnostic("X019", Severity.ERROR, message, help="See what is told of each file above."))
        gathering, index, documents = Gathering(), Index(), list[Summary]()
        for id, _ in found:
            document: Summary = codec.loads(Summary, self.store.text(id, "summary"))
            said = self.store.text(id, "found")
            gathering.include(codec.loads(Found, said) if said else Found(document.path, False, ()))
            documents.append(document)
            index.add({} if document.apart else json.loads(self.store.text(id, "words")))
        self.result.made += self.folder.put_all(index.scripts())
        ids, keys = [id for id, _ in found], [key for _, key in found]
        return World(self.settings, documents, ids, keys, shown(gathering.entities()))

    def _pages(self, world: World) -> bool:
        """Make every page whose inputs are not those of the last build. Return whether all could be made."""
        known, made = self.store.pages(), dict[str, tuple[str, str]]()
        site, whole = site_data(world), True
        parts = [document_pages(world), document_lists(world), overview_pages(world)]
        parts += [entity_pages(world), *(entity_lists(world, kind) for kind in world.kinds())]
        total = len(world.documents) + len(world.entities)
        step = self.progress("Writing", total)
        work = functools.partial(
            rendering.render, root=self.out, cache=self.store.path, site=site, said=rendering.dumped(site)
        )
        for batch in _batches(chain(*parts)):
            self.folder.claim(page.name for page in batch)
            pages = [replace(page, known=known.get(page.name, ("", ""))) for page in batch]
            for page in parallel.each(work, pages, workers=self.workers, lost=rendering.lost):
                step()
                if page.told is not None:
                    self.tell(page.told)
                    self.folder.drop([page.name])
                    whole = False
                    continue
                self.result.made += page.key != known.get(page.name, ("", ""))[0]
                made[page.name] = (page.key, page.sha256)
                self.folder.note(page.name, page.sha256)
        self.store.set_pages(made)
        return whole


def _key(one: Reading) -> str:
    """Return what a document was made from: its bytes, this program, and what is said of it from outside."""
    try:
        sha = hashlib.sha256(files.read(one.source)).hexdigest()
    except TeikitError:
        sha = ""  # it is told of when it is read
    parts = (rendering.stamp(), sha, one.path, one.slug, one.base_url, str(one.source))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _key_of_all(settings: Settings, keys: Sequence[str]) -> str:
    """Return what a whole site is made from. ``keys``: of its documents, in order."""
    return hashlib.sha256(json.dumps([rendering.stamp(), astuple(settings), keys]).encode()).hexdigest()


def _later(one: Reading) -> list[str]:
    """Return the files of a document that are written when all documents are known."""
    names = downloads(one.slug)
    return [f"documents/{one.slug}.html", names["csl"], names["bibtex"]]


def _files_of(one: Reading) -> list[str]:
    return [*dict.fromkeys([*downloads(one.slug).values(), f"search/texts/{one.slug}.js", *_later(one)])]


def _batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """Yield pages in lots, so that the inputs of all of them are never in memory."""
    waiting = iter(pages)
    while batch := list(islice(waiting, _BATCH)):
        yield batch
