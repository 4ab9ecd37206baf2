"""What programs read of a site: an Atom feed (RFC 4287), a sitemap (sitemaps.org), robots.txt (RFC 9309)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from teikit import __version__
from teikit.publish.beside.citations import creators
from teikit.publish.settings import Settings
from teikit.publish.summary import Summary
from teikit.publish.when import When

MOST_ENTRIES = 100
MOST_URLS = 50_000  # of one sitemap, as sitemaps.org has it
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_EPOCH = "1970-01-01"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def atom(documents: Sequence[Summary], site: Settings) -> bytes:
    """Return the newest documents, by their own dates, as an Atom feed.

    ``updated`` is the date of this state of the site; where none is given, that of the document: a feed that said the
    time of its making would call everything new at each build.
    """
    newest = sorted(documents, key=lambda one: (one.when.dated, one.when.order, one.slug), reverse=True)[:MOST_ENTRIES]
    author = site.editor_name or site.publisher or site.name
    updated = site.date or max((_day(one.when) for one in newest if one.when.dated), default=_EPOCH)
    home, self = site.absolute("index.html") or "index.html", site.absolute("feed.xml") or "feed.xml"
    parts = [
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n',
        _line("id", site.absolute("index.html") or _urn(site.name)),
        _line("title", site.name),
        _line("subtitle", site.description) if site.description else "",
        _line("updated", _time(updated)),
        f"  <author><name>{_text(author)}</name></author>\n",
        f'  <link rel="alternate" type="text/html" href={quoteattr(home)}/>\n',
        f'  <link rel="self" type="application/atom+xml" href={quoteattr(self)}/>\n',
        f'  <link rel="license" href={quoteattr(site.licence)}/>\n' if site.licence else "",
        f'  <generator version="{__version__}">teikit</generator>\n',
        *(_entry(one, site) for one in newest),
        "</feed>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _entry(document: Summary, site: Settings) -> str:
    lang = f" xml:lang={quoteattr(document.language)}" if document.language else ""
    day, url = _day(document.when), site.absolute(document.url)
    authors = "".join(f"    <author><name>{_text(name)}</name></author>\n" for name in creators(document))
    summary = f"    <summary{lang}>{_text(document.excerpt)}</summary>\n" if document.excerpt else ""
    return (
        f"  <entry{lang}>\n"
        f"    <id>{_text(url or _urn(site.name, document.path))}</id>\n"
        f"    <title>{_text(document.title)}</title>\n"
        f"    <updated>{_time(site.date or day)}</updated>\n"
        + (f"    <published>{_time(day)}</published>\n" if day != _EPOCH else "")
        + authors
        + f'    <link rel="alternate" type="text/html" href={quoteattr(url or document.url)}/>\n'
        + (f"    <category term={quoteattr(document.kind)}/>\n" if document.kind else "")
        + f"{summary}  </entry>\n"
    )


def _line(name: str, text: str) -> str:
    return f"  <{name}>{_text(text)}</{name}>\n"


def _text(text: str) -> str:
    return escape(" ".join(text.split()))


def _urn(*names: str) -> str:
    """Return a name for what has no address: the same for the same names."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("teikit:site", *names))).urn


def _day(when: When) -> str:
    """Return a date that RFC 3339 can say, which knows no year before the first: the first day of a month or year."""
    year, month, day = when.order
    return f"{year:04d}-{month or 1:02d}-{day or 1:02d}" if when.dated and 0 < year < 10_000 else _EPOCH


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def sitemaps(names: Iterable[str], site: Settings) -> dict[str, bytes]:
    """Return the sitemap of pages, or several and their index where there are more than one may hold."""
    urls = sorted(site.absolute(name) for name in names)
    modified = f"<lastmod>{site.date}</lastmod>" if site.date else ""
    parts = [urls[at : at + MOST_URLS] for at in range(0, len(urls), MOST_URLS)]
    made = {}
    for number, part in enumerate(parts, 1):
        lines = "".join(f"<url><loc>{escape(url)}</loc>{modified}</url>\n" for url in part)
        name = "sitemap.xml" if len(parts) == 1 else f"sitemap-{number}.xml"
        made[name] = f'{_HEAD}<urlset xmlns="{_SITEMAPS}">\n{lines}</urlset>\n'.encode()
    if len(parts) > 1:
        lines = "".join(f"<sitemap><loc>{escape(site.absolute(name))}</loc></sitemap>\n" for name in made)
        made["sitemap.xml"] = f'{_HEAD}<sitemapindex xmlns="{_SITEMAPS}">\n{lines}</sitemapindex>\n'.encode()
    return made


def robots(site: Settings) -> bytes:
    """Return a robots.txt that lets everybody read everything."""
    where = f"\nSitemap: {site.absolute('sitemap.xml')}\n" if site.base_url else ""
    return f"User-agent: *\nAllow: /\n{where}".encode()
