"""TEI files laid out as programs that show editions want them: where lists stand, how mentions point to them.

The bytes of every file stay as they are but for what a program needs; what it needs and a file lacks is told.
"""

from teikit.export.bundles.profiles.dse_static import dse_static
from teikit.export.bundles.profiles.evt import evt
from teikit.export.bundles.profiles.tei_publisher import tei_publisher

__all__ = ["dse_static", "evt", "tei_publisher"]
