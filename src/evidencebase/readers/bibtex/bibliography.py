"""All files of an evidence base -> one set of entries, and whatever is lost or doubtful about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from evidencebase.readers.bibtex import macros
from evidencebase.readers.bibtex.entries import Source
from evidencebase.readers.bibtex.entry import Bibliography, Counts, Entry, Macros
from evidencebase.readers.bibtex.inheritance import Heritage


def read(files: Sequence[tuple[str, bytes]], others: Mapping[str, Macros | None] | None = None) -> Bibliography:
    """Read ``.bib`` files, given by name and content, as one set. Never raises, whatever the bytes.

    ``others`` names all files of the set in their order, if some are not read, and of these what they define.
    """
    sources = {file: Source(file, data) for file, data in files}
    macros.complete(sources, others or dict.fromkeys(sources))
    works = _unique(sources)
    _report_cases(works, sources)
    heritage = Heritage(works, [entry for s in sources.values() if s.marked for entry in s.entries])
    for rule, entry, field, values in heritage.doubts:
        sources[entry.file].doubt(rule, entry.key, entry.line, values, field=field)
    return Bibliography(
        [entry for source in sources.values() for entry in source.entries],
        [finding for source in sources.values() for finding in sorted(source.findings, key=attrgetter("line"))],
        {s.file: Counts(s.seen, len(s.entries), len(s.doubtful)) for s in sources.values()},
        {s.file: s.self_contained and s.file not in heritage.dependent for s in sources.values()},
        {s.file: Macros(macros.defined(s), s.needed) for s in sources.values()},
    )


def _unique(sources: Mapping[str, Source]) -> dict[str, Entry]:
    """The entries by key. The first of a key is kept, as in BibTeX, the others are reported."""
    works: dict[str, Entry] = {}
    for source in sources.values():
        repeated = []
        for entry in source.entries:
            first = works.setdefault(entry.key, entry)
            if first is not entry:
                repeated.append(entry)
                source.doubt("works/duplicate-key", entry.key, entry.line, {"other": f"{first.file}:{first.line}"})
                source.self_contained &= first.file == source.file
        if repeated:
            lost = set(map(id, repeated))
            source.entries = [entry for entry in source.entries if id(entry) not in lost]
    return works


def _report_cases(works: Mapping[str, Entry], sources: Mapping[str, Source]) -> None:
    """Keys that differ only by case are two keys here and for biber, but one for BibTeX."""
    if len(set(map(str.lower, works))) == len(works):
        return
    firsts: dict[str, Entry] = {}
    for entry in works.values():
        first = firsts.setdefault(entry.key.lower(), entry)
        if first is not entry:
            source = sources[entry.file]
            values = {"other": first.key, "place": f"{first.file}:{first.line}"}
            source.doubt("works/case-key", entry.key, entry.line, values)
            source.self_contained &= first.file == entry.file
