"""Make schemas/teikit.rng, teikit.xsd and xml.xsd from their one source, schemas/teikit.rnc.

Needs trang (Debian and Ubuntu: apt install trang). ``--check`` writes nothing and says whether the files are up to
date: by making them again where trang is there, by the digest of the source that they carry where it is not.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
SOURCE = SCHEMAS / "teikit.rnc"
MADE = ("teikit.rng", "teikit.xsd", "xml.xsd")
NOTE = "<!-- Made from teikit.rnc by scripts/build_schema.py; sha256 of the source: {} -->\n"


def digest() -> str:
    """Return the digest of the source."""
    return hashlib.sha256(SOURCE.read_bytes()).hexdigest()


def recorded(path: Path) -> str:
    """Return the digest that a made file carries, or an empty string."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(r"sha256 of the source: ([0-9a-f]{64})", text)
    return found[1] if found else ""


def make() -> dict[str, bytes]:
    """Run trang. Returns the contents of the files by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rng, xsd = folder / "teikit.rng", folder / "teikit.xsd"
        # Abstract elements become substitution groups, which libxml2 takes for ambiguous.
        for arguments in ([SOURCE, rng], ["-o", "disable-abstract-elements", rng, xsd]):
            subprocess.run(["trang", *map(str, arguments)], check=True, capture_output=True)
        return {file: stamp((folder / file).read_text(encoding="utf-8")) for file in MADE}


def stamp(text: str) -> bytes:
    """Put the digest of the source after the XML declaration."""
    declaration, _, rest = text.partition("?>\n")
    return f"{declaration}?>\n{NOTE.format(digest())}{rest}".encode()


def stale() -> list[str]:
    """Return what is out of date, in words."""
    wrong = [f"{name} was not made from this teikit.rnc" for name in MADE if recorded(SCHEMAS / name) != digest()]
    if shutil.which("trang"):
        again = make().items()
        wrong += [
            f"{name} differs from what trang makes" for name, data in again if (SCHEMAS / name).read_bytes() != data
        ]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is out of date")
    if parser.parse_args().check:
        wrong = stale()
        sys.stderr.write("".join(f"{line}: run scripts/build_schema.py\n" for line in wrong))
        return 1 if wrong else 0
    if not shutil.which("trang"):
        sys.stderr.write("trang is not installed (apt install trang)\n")
        return 2
    for name, data in make().items():
        (SCHEMAS / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
