"""What lies beside the pages: style and scripts, citations, tables of the corpus, feed, sitemap; and what to advise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teikit import __version__
from teikit.diagnostics import Diagnostic, Severity
from teikit.export.html.page import script, styles
from teikit.publish.beside import searching
from teikit.publish.beside.citations import bibtex, csl, csl_json
from teikit.publish.beside.feeds import atom, robots, sitemaps
from teikit.publish.beside.tables import TABLES
from teikit.publish.pages.documents import citation_files
from teikit.publish.pages.overviews import counts, has_network
from teikit.publish.rendering import Data, asset
from teikit.publish.settings import Settings
from teikit.publish.world import World

_NO_PAGES = ("404.html",)


def site_data(world: World) -> Data:
    """Return what every page says of the site."""
    site = world.site
    items = [{"label": one["label"].capitalize(), "url": one["url"]} for one in counts(world)]
    drawn = {
        "Map": any(shown.lies for _, shown in world.of_kind("place")),
        "Timeline": any(one.when.dated for one in world.documents),
        "Network": has_network(world),
    }
    items += [{"label": label, "url": f"{label.casefold()}.html"} for label, there in drawn.items() if there]
    return {
        "name": site.name,
        "description": site.description,
        "base_url": site.base_url.rstrip("/"),
        "publisher": site.publisher,
        "licence": site.licence,
        "editor": site.editor_name,
        "date": site.date,
        "version": __version__,
        "nav": [*items, {"label": "Search", "url": "search.html"}, {"label": "About", "url": "about.html"}],
        "tables": [f"data/{name}.csv" for name in TABLES],
    }


def beside(world: World, pages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are no pages. ``pages``: the names of all files so far, for the sitemap."""
    texts = [world.documents[at] for at in world.texts()]
    yield "assets/page.css", styles().encode()
    yield "assets/site.css", (asset("site.css") + asset("figures.css")).encode()
    yield "assets/page.js", script().encode()
    yield "assets/search.js", asset("search.js").encode()
    yield "search/rules.js", searching.rules()
    yield "search/documents.js", searching.documents(world.documents)
    yield "search/entities.js", searching.entities((one.named, one.name, one.url) for one in world.entities)
    for document in world.documents:
        yield from citation_files(document, world).items()
    yield "data/citations.bib", "\n".join(bibtex(one, world.site) for one in texts).encode("utf-8", "replace")
    yield "data/citations.csl.json", csl_json(csl(one, world.site) for one in texts)
    yield "feed.xml", atom(texts, world.site)
    yield "robots.txt", robots(world.site)
    if world.site.base_url:
        names = (name for name in pages if name.endswith(".html") and name not in _NO_PAGES)
        yield from sitemaps(names, world.site).items()


def advice(site: Settings) -> Iterator[Diagnostic]:
    """Yield what an editor may want to do for the site as a whole."""
    if not site.base_url:
        message = "it is not known where the site will stand: there is no sitemap, and the feed has relative links"
        help = "Name its address with --base-url, or base-url in [export] of teikit.toml."
        yield Diagnostic("X016", Severity.INFO, message, help=help)
