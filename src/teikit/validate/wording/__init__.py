"""Words for an editor: what the engines find, said so that somebody who knows her documents understands it."""

from __future__ import annotations

from teikit.validate.wording.guidelines import link
from teikit.validate.wording.relaxng import Vocabulary, message

__all__ = ["Vocabulary", "link", "message"]
