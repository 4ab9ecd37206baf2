"""Plain text becomes blocks and metadata: page furniture, headings, the parts of letters, telegrams, memoranda."""

from teikit.structure.analysis import analyse
from teikit.structure.kinds import KINDS

__all__ = ["KINDS", "analyse"]
