"""The persons, places and organisations of many editions, gathered into one list.

Entries of several files are one entity where the files say so: they share a URI of an authority, or one points to an
entry of a file of the corpus (``persons.xml#p12``; or ``#p12``, ``p12`` or ``psn:p12`` where it lists none of that id
itself and one register that lies apart from the texts does), or both point to the same entry of a file that is not
there. Else what bears the same name is gathered by that name alone, and the entity says so in ``basis`` and
``by_name``; two entries that one file tells apart stay apart, and a URI that both have joins nothing.
"""

from __future__ import annotations

from teikit.corpus.entities import BASES, Named, merged
from teikit.corpus.finding import Found, Use, found
from teikit.corpus.gathering import Gathering
from teikit.corpus.naming import folded, slug

__all__ = ["BASES", "Found", "Gathering", "Named", "Use", "folded", "found", "merged", "slug"]
