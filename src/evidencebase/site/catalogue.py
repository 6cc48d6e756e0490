"""The pages of the site, by address."""

from __future__ import annotations

from evidencebase.site import claim
from evidencebase.site.pages import Page

_KEY = "[^/.]+?"

PAGES = (Page(rf"claims/(?P<claim>{_KEY})", "claim.html", claim.page),)
