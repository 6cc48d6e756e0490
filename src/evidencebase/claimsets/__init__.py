"""Claim sets of other programs -> claims with their evidence and works, to be added to an evidence base.

One module a format; each puts what it reads into a ``Collection``, so that files that belong together (claims and the
works they cite, assertions and the evidence under them) can be read as one. Nothing is judged on the way: claims come
as drafts and ungraded, levels and ratings of other schemes stay in columns of their own (``x_...``).
"""

from evidencebase.claimsets.claimset import Claim, ClaimSet, Collection, Link, Work
from evidencebase.claimsets.recognition import read, recognised

__all__ = ["Claim", "ClaimSet", "Collection", "Link", "Work", "read", "recognised"]
