"""Where a place lies: its coordinates, and a dot on a small map of the world that needs no network."""

from __future__ import annotations

from teikit.data import lines
from teikit.export.html.context import Context
from teikit.export.html.markup import add_text, child, plain
from teikit.xmlio import Element

WIDTH, HEIGHT = 360, 180
_GRID = "".join(f"M{x} 0v{HEIGHT}" for x in range(30, WIDTH, 30)) + "".join(
    f"M0 {y}h{WIDTH}" for y in range(30, HEIGHT, 30)
)


def coordinates(el: Element) -> tuple[float, float] | None:
    """Return the first pair of coordinates below an element (TEI P5, geo: latitude, longitude) that is on the earth."""
    for geo in el.iterfind(".//{*}geo"):
        try:
            latitude, longitude = _numbers(plain(geo))
        except ValueError:
            continue
        if abs(latitude) <= HEIGHT / 2 and abs(longitude) <= WIDTH / 2:
            return latitude, longitude
    return None


def _numbers(text: str) -> list[float]:
    """Return the numbers of coordinates: separated by a space or a comma, with a decimal point or a decimal comma."""
    parts = text.split()
    if len(parts) == 2 and "." not in text:
        parts = [part.rstrip(",;").replace(",", ".") for part in parts]
    else:
        parts = text.replace(",", " ").replace(";", " ").split()
    return [float(part) for part in parts]


def degrees(latitude: float, longitude: float) -> str:
    """Return coordinates for reading."""
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{_short(abs(latitude))}° {north}, {_short(abs(longitude))}° {east}"


def geo_uri(latitude: float, longitude: float) -> str:
    """Return the URI of a point (RFC 5870), which leads to no particular map."""
    return f"geo:{_short(latitude)},{_short(longitude)}"


def _short(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def locator(ctx: Context, latitude: float, longitude: float, out: Element) -> None:
    """Write the map of a place and its coordinates, a link for programs that know places."""
    where = degrees(latitude, longitude)
    box = child(out, "div", class_="locator")
    svg = child(box, "svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=f"{where} on a map of the world")
    if ctx.mapped:
        child(svg, "use", href="#tk-map")
    else:
        world = child(svg, "g", id="tk-map")
        child(world, "path", class_="land", d="".join(lines("export/world")))
        child(world, "path", class_="grid", d=_GRID)
        ctx.mapped = True
    x, y = f"{longitude + WIDTH / 2:.2f}", f"{HEIGHT / 2 - latitude:.2f}"
    child(svg, "circle", class_="ring", cx=x, cy=y, r="13")
    child(svg, "circle", cx=x, cy=y, r="5")
    add_text(box, " ")
    ctx.english(child(box, "a", where, href=geo_uri(latitude, longitude)))
