"""References in the formats of other programs; CSL-JSON is the hub between them.

One module a format: ``read(bytes)`` gives a ``Read``, ``write(items)`` text. An item is a dictionary as the CSL-JSON
schema 1.0.2 says, with plain text (no markup, no LaTeX) in its variables. What that schema has no place for stands
under its key ``custom``:

- ``titles``: further titles of the work: without its subtitle, original, translated, short
- ``years``: every year that the source knows: issued, print, online
- ``containers``: further titles of the journal or book, abbreviated ones among them
- ``issns``: every ISSN
- ``notices``: what happened to the work: ``type`` in the source's own word, ``DOI`` or ``PMID`` of the notice,
  ``date`` (ISO, may be shortened), ``source``
- ``notice-of``: the works that this one is a notice about, in the same form
- ``publication-types``: PubMed's types of the publication
- ``bibtex``: ``type`` and ``fields`` of the entry that the item was made of, as they stand there
"""
