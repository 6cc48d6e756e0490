"""The pages of the site, by address."""

from __future__ import annotations

from evidencebase.site import claim, document, evidence_map, graph, health, home, reach, summary, work
from evidencebase.site.pages import Page

_KEY = "[^/.]+?"

HOME = Page("-/home", "home.html", home.page)
PAGES = (
    HOME,
    Page(rf"claims/(?P<claim>{_KEY})", "claim.html", claim.page),
    Page(rf"works/(?P<work>{_KEY})", "work.html", work.page),
    Page(rf"documents/(?P<document>{_KEY})", "document.html", document.page),
    Page("-/documents", "documents.html", home.documents_page),
    Page("-/map", "map.html", evidence_map.page),
    Page("-/map/file", "map_file.html", evidence_map.file_page),
    Page("-/summary", "summary.html", summary.page),
    Page("-/health", "health.html", health.page),
    Page("-/reach", "reach_choose.html", reach.choose),
    Page(rf"-/reach/(?P<work>{_KEY})", "reach.html", reach.page),
    Page(rf"-/graph/(?P<claim>{_KEY})", "graph.html", graph.page),
)
