"""Former database -> new one, when little changed: as a full build makes it, with a fraction of the work.

What changed is read by the same readers as in a full build; the rows of claims and works that stay are left alone.
Where that is not surely right, or not worth it, the answer is no, and a full build follows.
"""

from evidencebase.patch.former import apply, possible

__all__ = ["apply", "possible"]
