"""The tables and columns of an evidence base, said once.

Everything else is derived from here: header and cell checks, SQLite tables, indexes and full-text search,
``evidencebase init``, Datasette's titles, descriptions, facets and labels, and ``docs/schema.md``.

Vocabularies and their sources:

* certainty (``STRENGTHS``), factors and starting levels: GRADE guidelines 3 (Balshem 2011) and 4-9.
* wording: GRADE guidelines 26 (Santesso 2020), "results in", "likely results in", "may result in", "evidence is
  very uncertain".
* relations: CiTO, as seen from the claim: ``obtainsSupportFrom``, ``isDisputedBy``, ``isQualifiedBy``,
  ``obtainsBackgroundFrom``.
* study designs: MeSH publication types, see ``DESIGNS``.
"""

from __future__ import annotations

from typing import NamedTuple

STRENGTHS = ("high", "moderate", "low", "very-low")  # GRADE certainty, best first
GRADES = (*STRENGTHS, "ungraded", "not-gradable")
WORDINGS = ("strong", "likely", "may", "uncertain", "quoted")  # the first four match STRENGTHS
DIRECTIONS = ("increases", "decreases", "no-effect", "mixed", "inconclusive", "none")
STATUSES = ("draft", "active", "contested", "superseded", "withdrawn")
RELATIONS = ("supports", "disputes", "qualifies", "mentions")
IMPORTANCES = ("critical", "important", "surrogate", "laboratory")
RECORDS = ("confirmed", "differs", "not-found")
VERDICTS = (  # what registries say of a work; comparison.verdict tells when
    "verified",
    "verified-minor",
    "metadata-differs",
    "mixed-record",
    "wrong-identifier",
    "dead-identifier",
    "slot-taken",
    "not-found",
    "ambiguous",
    "unverifiable",
    "incomplete",
)
UNVERIFIED = "unverified"  # no registry has been asked about the entry as it stands
NOTICES = ("none-found", "corrected", "concern", "retracted", "withdrawn", "reinstated", "unknown")
TAKEN_BACK = ("retracted", "withdrawn")  # the notices after which a work neither supports nor disputes anything
UNCONFIRMED = "unconfirmed"
SUPPORTS_ARE = ("confirmed", UNCONFIRMED, "retracted")
TERM_KINDS = ("population", "intervention", "comparator", "outcome")
AGREEMENTS = ("match", "minor", "differ", "missing", "not-comparable")
PASSAGE_KINDS = (
    "heading",
    "prose",
    "quote",
    "list-item",
    "table-row",
    "table-header",
    "table-title",
    "caption",
    "reference",
    "chrome",
)
COUNTED_PASSAGES = ("prose", "quote", "list-item", "table-row")  # the kinds that are numbered as paragraphs


class Level(NamedTuple):
    """A GRADE level of certainty, its rank (4 is best), and how a document may word a claim of that certainty."""

    name: str
    rank: int
    wording: str
    phrase: str


STRENGTH_LEVELS = (
    Level("high", 4, "strong", "results in"),
    Level("moderate", 3, "likely", "likely results in"),
    Level("low", 2, "may", "may result in"),
    Level("very-low", 1, "uncertain", "the evidence is very uncertain"),
)


class Kind(NamedTuple):
    """A kind of claim and the columns it cannot do without."""

    name: str
    meaning: str
    needs: tuple[str, ...] = ()


KINDS = (
    Kind("effect", "an intervention changes an outcome", ("intervention", "outcome", "direction")),
    Kind("harm", "an intervention causes an unwanted outcome", ("intervention", "outcome", "direction")),
    Kind("association", "two things go together", ("outcome", "direction")),
    Kind("mechanism", "how something works in cells, tissues or pathways"),
    Kind("definition", "what a word or a measure means"),
    Kind("recommendation", "what should be done, or who advises it"),
    Kind("administration", "how a treatment is given or monitored"),
    Kind("diagnosis", "how a condition is recognised or measured"),
    Kind("prognosis", "what a state foretells", ("outcome", "direction")),
    Kind("prevalence", "how common something is", ("outcome",)),
    Kind("evidence-state", "what research has or has not shown", ("outcome",)),
)


class Factor(NamedTuple):
    """A GRADE reason for rating certainty down or up, and the most steps it may take."""

    name: str
    way: str  # "down" or "up"
    most: int
    meaning: str


FACTORS = (
    Factor("risk-of-bias", "down", 2, "limitations in how the studies were designed or carried out"),
    Factor("inconsistency", "down", 2, "results differ between studies without explanation"),
    Factor("indirectness", "down", 2, "other people, intervention, comparator or outcome than the claim's"),
    Factor("imprecision", "down", 2, "few people or events, wide intervals"),
    Factor("publication-bias", "down", 1, "studies are probably missing"),
    Factor("large-effect", "up", 2, "the effect is large"),
    Factor("dose-response", "up", 1, "more exposure, more effect"),
    Factor("plausible-confounding", "up", 1, "remaining confounding would weaken the effect seen"),
)


class Design(NamedTuple):
    """A study design, the GRADE level where its evidence starts (``None``: never primary evidence), its MeSH type."""

    name: str
    meaning: str
    start: str | None
    mesh: str | None


DESIGNS = (
    Design("sr-rct", "systematic review of randomised trials", "high", "D000078182"),
    Design("rct", "randomised controlled trial", "high", "D016449"),
    Design("nrsi", "non-randomised study of an intervention", "low", "D064888"),
    Design("cohort", "cohort study", "low", "D064888"),
    Design("case-control", "case-control study", "low", "D064888"),
    Design("before-after", "uncontrolled before-after study", "low", "D064888"),
    Design("cross-sectional", "cross-sectional study", "low", "D064888"),
    Design("sr-obs", "systematic review of observational studies", "low", "D000078182"),
    Design("case-series", "case reports or case series", "very-low", "D002363"),
    Design("narrative-review", "review without a systematic search", None, "D016454"),
    Design("guideline", "clinical practice guideline", None, "D017065"),
    Design("editorial", "editorial, comment or letter", None, "D016421"),
    Design("web", "web page", None, None),
    Design("animal", "study in animals", None, None),
    Design("in-vitro", "study in cells or tissue", None, None),
)


class Column(NamedTuple):
    """One column: what it means and what may stand in it.

    ``written`` columns are the ones people (or ``evidencebase anchor``) write in the table's file; the others are
    derived. A ``many`` cell holds items separated by ``;`` and is a JSON array in the database, unless the items
    have a table of their own (``table=False``: the column is in the file only).
    """

    name: str
    meaning: str
    kind: str = "text"  # text, integer, real, date (YYYY-MM-DD), json, blob
    written: bool = False
    required: bool = False
    values: tuple[str, ...] = ()
    refers_to: str = ""  # "terms.id"
    many: bool = False
    stored: bool = True
    searchable: bool = False
    facet: bool = False
    default: str = ""  # what an empty cell means


class Table(NamedTuple):
    """One table: plural noun, its file when people write it, its key and what Datasette shows as its label."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    file: str = ""
    label: str = ""
    indexes: tuple[tuple[str, ...], ...] = ()
    hidden: bool = False  # of no use to people
    sorted_by: tuple[str, ...] = ()  # order of the records in the file's one form

    def column(self, name: str) -> Column:
        """The column of that name; raises ``KeyError``."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")


def _w(name: str, meaning: str, **more: object) -> Column:
    return Column(name, meaning, written=True, **more)  # type: ignore[arg-type]  # forwarded to a checked NamedTuple


_FILE = Column("file", "file it was read from")
_LINE = Column("line", "line of the file where the record begins", "integer")

DOCUMENTS = Table(
    "documents",
    "Documents",
    "Articles, guidelines and pages in which claims are made.",
    (
        _w("id", "short name used in anchors", required=True),
        _w("title", "title", required=True, searchable=True),
        _w("path", "file in this evidence base, if the text is kept here"),
        _w("url", "where it is published"),
        _w("retrieved", "date of the copy that was read, YYYY-MM-DD", kind="date"),
        _w("licence", "licence of the text"),
        _w("text", "may the text be kept: full or none", values=("full", "none"), default="none"),
        _w(
            "citations", "how it cites: inline, list at the end, or none", values=("inline", "list", "none"), facet=True
        ),
        _w("bibliography", "the .bib file that holds exactly its own reference list"),
        _w("note", "remarks of the curator"),
        Column("unanchored", "blocks of its text without a row in passages.csv; empty: no text is kept", "integer"),
        Column("unanchored_line", "line of the first of them", "integer"),
        _FILE,
        _LINE,
    ),
    ("id",),
    "documents/documents.csv",
    "title",
    sorted_by=("id",),
)

SECTIONS = Table(
    "sections",
    "Sections",
    "Sections of documents, in reading order.",
    (
        Column("id", "document#sN"),
        Column("document", "document it belongs to", refers_to="documents.id", facet=True),
        Column("ordinal", "number of the section, from 1", "integer"),
        Column("title", "heading", searchable=True),
        Column("place", "place in the order of reading, among the sections of all documents", "integer"),
    ),
    ("id",),
    label="title",
    indexes=(("document", "ordinal"),),
)

PASSAGES = Table(
    "passages",
    "Passages",
    "Every block of text of a document, by anchor and fingerprint, so that anchors can be checked without the text.",
    (
        _w(
            "anchor",
            "document#sN.pM; document#sN for a heading, document#sN.xM for a block that is not counted",
            required=True,
        ),
        _w(
            "kind",
            "what the block is; correct it and run `evidencebase anchor` again",
            required=True,
            values=PASSAGE_KINDS,
            facet=True,
        ),
        _w("heading", "text of the heading, for headings only"),
        _w("words", "number of words", kind="integer"),
        _w("fingerprint", "first 16 hex digits of SHA-256 over the normalised words", required=True),
        _w("no_claim", "why this passage makes no claim", facet=True),
        Column("document", "document it belongs to", refers_to="documents.id", facet=True),
        Column("section", "section it stands in", refers_to="sections.id"),
        Column("ordinal", "position in the document, from 1", "integer"),
        Column("text", "its words, where the document's text may be kept", searchable=True),
        Column("text_line", "line of the document's file where it begins; of a Word file the paragraph", "integer"),
        Column("found", "1 when it stands in the text, 0 when not; empty: no text is kept", "integer"),
        Column("likely", "what stands in its place now, when it is gone"),
        _FILE,
        _LINE,
        Column("place", "place in the order of reading, among the passages of all documents", "integer"),
    ),
    ("anchor",),
    "documents/passages.csv",
    "anchor",
    indexes=(("document", "ordinal"), ("section",)),
)

CITATIONS = Table(
    "citations",
    "Citations",
    "Works that a document cites in its text, where the text may be kept.",
    (
        Column("id", "number", "integer"),
        Column("document", "the document that cites", refers_to="documents.id", facet=True),
        Column("passage", "where; empty when the place has no anchor yet", refers_to="passages.anchor"),
        Column("key", "key as cited: that of an entry, or scheme:identifier", facet=True),
        _FILE,
        Column("line", "line of the document's file", "integer"),
    ),
    ("id",),
    indexes=(("passage",), ("key",)),
)

TERMS = Table(
    "terms",
    "Terms",
    "Vocabulary of populations, interventions, comparators and outcomes (PICO).",
    (
        _w("id", "short name used in claims", required=True),
        _w("label", "name for people", required=True, searchable=True),
        _w("kind", "which part of PICO it can be", required=True, values=TERM_KINDS, facet=True),
        _w("importance", "of an outcome: what it matters to patients (GRADE)", values=IMPORTANCES, facet=True),
        _w("surrogate_for", "outcome that this one stands in for", refers_to="terms.id"),
        _w("parent", "broader term", refers_to="terms.id"),
        _w("iri", "address of the concept in a published vocabulary"),
        _w("synonyms", "other names", many=True),
        _w("note", "remarks of the curator"),
        _FILE,
        _LINE,
    ),
    ("id",),
    "terms.csv",
    "label",
    indexes=(("parent",), ("surrogate_for",)),
    sorted_by=("id",),
)

CLAIMS = Table(
    "claims",
    "Claims",
    "One assertion a row, graded and linked to the works that bear on it.",
    (
        _w("id", "stable identifier, never reused: letters, a dash, digits", required=True),
        _w("claim", "one assertion in one sentence, in your own words", required=True, searchable=True),
        _w(
            "kind",
            "what sort of assertion it is",
            values=tuple(k.name for k in KINDS),
            refers_to="kinds.name",
            facet=True,
        ),
        _w("population", "who it is about (PICO)", refers_to="terms.id", facet=True),
        _w("intervention", "treatment or exposure (PICO)", refers_to="terms.id", facet=True),
        _w("comparator", "compared with what (PICO)", refers_to="terms.id"),
        _w("outcome", "what is affected (PICO)", refers_to="terms.id", facet=True),
        _w("direction", "what the claim says happens to the outcome", values=DIRECTIONS, facet=True),
        _w(
            "stated_in",
            "where it is stated and how strongly: doc#s3.p4 = strong; doc#s5.p1 = may",
            many=True,
            stored=False,
        ),
        _w("supports", "works whose findings support it: key [locator]; key", many=True, stored=False),
        _w("disputes", "works whose findings go against it", many=True, stored=False),
        _w(
            "qualifies",
            "works whose findings limit it: other people, smaller, only under conditions",
            many=True,
            stored=False,
        ),
        _w("mentions", "works that are background to it", many=True, stored=False),
        _w(
            "evidence_strength",
            "GRADE certainty of the body of evidence, a person's judgement",
            values=GRADES,
            facet=True,
            default="ungraded",
        ),
        _w("rated_down", "GRADE factors that lower certainty: indirectness 1; imprecision 2", many=True, stored=False),
        _w("rated_up", "GRADE factors that raise certainty: large-effect 1", many=True, stored=False),
        _w("status", "state of the claim", values=STATUSES, facet=True, default="active"),
        _w("contradicts", "claims it is at odds with", many=True, stored=False),
        _w("superseded_by", "claim that replaces it", refers_to="claims.id"),
        _w("topics", "subjects, for browsing", many=True, facet=True),
        _w("note", "reasons for the grade and other remarks", searchable=True),
        _w("waive", "accepted findings: rule-name: reason (until YYYY-MM-DD)", many=True, stored=False),
        Column("documents", "documents that state it", "json", many=True, facet=True),
        Column("relations", "how works bear on it; uncited when none is linked", "json", many=True, facet=True),
        Column(
            "same_author",
            "somebody who is an author of all its supporting works that were not taken back, where there are several",
        ),
        Column(
            "independent",
            "supporting works counted once a study, but for those taken back: see the view independent_works",
            "integer",
            facet=True,
        ),
        Column(
            "support",
            "whether registries confirm a work that supports it (confirmed), none that is not retracted (unconfirmed), "
            "or all are retracted; empty: no work supports it",
            values=SUPPORTS_ARE,
            facet=True,
        ),
        _FILE,
        _LINE,
    ),
    ("id",),
    "claims.csv",
    "claim",
    indexes=(
        ("evidence_strength", "id", "kind", "direction", "status", "relations"),  # counts filtered rows, in order
        ("outcome", "intervention", "population", "comparator", "direction"),
        ("population",),
        ("intervention",),
        ("comparator",),
        ("superseded_by",),
    ),
    sorted_by=("id",),
)

STATEMENTS = Table(
    "statements",
    "Statements",
    "A claim in a passage, and how strongly it is worded there.",
    (
        Column("claim", "the claim", refers_to="claims.id"),
        Column("passage", "where it is stated", refers_to="passages.anchor"),
        Column("document", "document of that passage", refers_to="documents.id", facet=True),
        Column("wording", "how strongly it is worded there", values=WORDINGS, facet=True),
    ),
    ("claim", "passage"),
    indexes=(("passage",), ("document",)),
)

WORKS = Table(
    "works",
    "Works",
    "Bibliographic works, exactly as their .bib entries say.",
    (
        Column("key", "citation key"),
        Column("type", "entry type", facet=True),
        Column("authors", "authors as one line, Family Given; ...", searchable=True),
        Column("title", "title, LaTeX turned into Unicode", searchable=True),
        Column("container", "journal, book or site it appeared in", searchable=True, facet=True),
        Column("year", "year of publication; empty when it is not four digits", "integer", facet=True),
        Column("volume", "volume"),
        Column("issue", "issue or number"),
        Column("pages", "pages or article number"),
        Column("doi", "DOI, lower case, without prefix"),
        Column("pmid", "PubMed id"),
        Column("url", "address"),
        Column(
            "design",
            "study design (x-design)",
            values=tuple(d.name for d in DESIGNS),
            refers_to="designs.name",
            facet=True,
        ),
        Column("n", "number of participants (x-n)", "integer"),
        Column("trial", "trial registration (x-trial); of a review, those of all trials it contains"),
        Column("meant", "work that this record probably means (x-meant)", refers_to="works.key"),
        Column(
            "record",
            "what a person found out about the record (x-record); empty: nobody looked yet",
            values=RECORDS,
            facet=True,
        ),
        Column("record_note", "how that was found out (x-record-note)"),
        Column(
            "verdict",
            "what the registries say of the record, from `evidencebase verify`; unverified: none was asked about it",
            values=(*VERDICTS, UNVERIFIED),
            facet=True,
        ),
        Column(
            "notice",
            "what happened to the work after publication, as registries know; empty: none was asked",
            values=NOTICES,
            facet=True,
        ),
        Column(
            "same_as",
            "first record of the same work: same DOI, PMID, PMCID or arXiv id, ISBN and title, meant work, title "
            "with year and author, or place and author",
            refers_to="works.key",
        ),
        Column("listed_by", "document whose own reference list holds it", refers_to="documents.id", facet=True),
        Column("missing", "fields that its type requires and that it lacks"),
        Column("fields", "all fields as read", "json"),
        _FILE,
        _LINE,
    ),
    ("key",),
    "references/*.bib",
    "title",
    indexes=(
        ("same_as",),
        ("meant",),
        ("listed_by",),
        ("key", "design"),
        ("file", "listed_by", "record", "same_as", "key"),
    ),
)

VERIFICATIONS = Table(
    "verifications",
    "Verifications",
    "What the registries say of each work that was asked about, compared with its entry in this build.",
    (
        Column("work", "the work", refers_to="works.key"),
        Column("verdict", "what holds: the decision of a person, else what follows from the registries", facet=True),
        Column("registries", "what follows from the answers of the registries alone", facet=True),
        Column("confirmed", "1 when the work exists and title and first author of the entry are its own", "integer"),
        Column("notice", "what happened to the work after publication", values=NOTICES, facet=True),
        Column("asked", "date on which the registries were asked for the work, YYYY-MM-DD"),
        Column("noticed", "date on which they were last asked what happened to it"),
        Column("changed", "what the entry says otherwise than when it was asked about"),
        Column("searched", "registries that answered a search"),
        Column("unanswered", "registries that did not answer, and why"),
        Column("agency", "agency with which doi.org says that the DOI is registered"),
        Column("meant", "the work that the entry means"),
        Column("meant_id", "its DOI or PubMed id, or that of the work that it probably means"),
        Column("other", "the work that stands in its place or under its identifier, or that it could mean as well"),
        Column("nearest", "the likest work, where none is meant for sure"),
        Column("differs", "fields that differ, comma between them"),
        Column("wrong_ids", "identifiers of the entry that belong to another work or to none: doi, pmid"),
        Column("types", "publication types that PubMed names", "json", many=True),
        Column("same_record", "first work of which the registries give the same record", refers_to="works.key"),
        Column("reason", "why a person decided otherwise"),
        Column("address", "where the person saw it"),
        Column("person", "who decided"),
        Column("decided", "when, YYYY-MM-DD"),
    ),
    ("work",),
    indexes=(("meant_id",), ("same_record",)),
)

VERIFICATION_FIELDS = Table(
    "verification_fields",
    "Fields compared",
    "Field by field: what an entry says beside what a registry says.",
    (
        Column("work", "the work", refers_to="works.key"),
        Column("field", "field; author: the first one, given: his given name, authors: all", facet=True),
        Column("agreement", "match, minor, differ, missing here, or not comparable", values=AGREEMENTS, facet=True),
        Column("ours", "what the entry says"),
        Column("theirs", "what the registry says"),
        Column("source", "the registry", facet=True),
    ),
    ("work", "field"),
)

NOTICE = Table(
    "notices",
    "Notices",
    "Retractions, concerns, corrections and reinstatements of works.",
    (
        Column("work", "the work", refers_to="works.key"),
        Column("nature", "retraction, withdrawal, removal, concern, correction or reinstatement", facet=True),
        Column("date", "date of the notice; may be shortened or empty"),
        Column("notice", "DOI or PubMed id of the notice"),
        Column("source", "who says so: publisher, pubmed, retraction-watch", facet=True),
        Column("seen", "date on which that was asked, or of the export"),
    ),
    ("work", "nature", "date", "notice", "source"),
)

OVERRIDES = Table(
    "overrides",
    "Decisions about records",
    "What a person found out about a record that registries judge otherwise or cannot judge; `evidencebase verify "
    "--override` writes them. One dies when its entry changes.",
    (
        _w("work", "the work", required=True, refers_to="works.key"),
        _w("verdict", "what holds", required=True, values=VERDICTS),
        _w("reason", "why", required=True),
        _w("address", "where it was seen", required=True),
        _w("person", "who decided", required=True),
        _w("date", "when, YYYY-MM-DD", required=True, kind="date"),
        _w("fingerprint", "fingerprint of the entry as it was then", required=True),
        Column("in_force", "1 while the entry is as it was", "integer", facet=True),
        _FILE,
        _LINE,
    ),
    ("work",),
    "references/overrides.csv",
    sorted_by=("work",),
)

IDENTIFIERS = Table(
    "identifiers",
    "Identifiers",
    "DOI, PMID and other identifiers of works, normalised.",
    (
        Column("work", "the work", refers_to="works.key"),
        Column("scheme", "doi, pmid, pmcid, arxiv, isbn, issn or trial", facet=True),
        Column("value", "normalised value; as written when it is not valid"),
        Column("valid", "1 when the syntax and check digit are right", "integer", facet=True),
    ),
    ("work", "scheme", "value"),
    indexes=(("scheme", "value"),),
)

AUTHORS = Table(
    "authors",
    "Authors",
    "People and groups named as authors or editors; one row a spelling.",
    (
        Column("id", "number", "integer"),
        Column("name", "Family, Given as written"),
        Column("family", "family name with particles, or name of the group"),
        Column("given", "given names"),
    ),
    ("id",),
    label="name",
)

AUTHORSHIP = Table(
    "authorship",
    "Authorship",
    "Who wrote or edited which work, in order.",
    (
        Column("work", "the work", refers_to="works.key"),
        Column("role", "author or editor"),
        Column("position", "position, from 1", "integer"),
        Column("author", "the person or group", "integer", refers_to="authors.id"),
    ),
    ("work", "role", "position"),
    indexes=(("author",),),
)

EVIDENCE = Table(
    "evidence",
    "Evidence",
    "What a work has to do with a claim, and what it found.",
    (
        Column("id", "number", "integer"),
        _w("claim", "the claim", required=True, refers_to="claims.id"),
        _w("work", "the work", required=True, refers_to="works.key"),
        _w("relation", "how it bears on the claim", required=True, values=RELATIONS, facet=True),
        _w("finding", "what the work found, in your own words", searchable=True),
        _w("population", "who was studied, if other than the claim's population", refers_to="terms.id"),
        _w("outcome", "what was measured, if other than the claim's outcome", refers_to="terms.id"),
        _w(
            "design",
            "design of the part used, if other than the work's",
            values=tuple(d.name for d in DESIGNS),
            refers_to="designs.name",
            facet=True,
        ),
        _w("n", "participants", kind="integer"),
        _w("measure", "effect measure: MD, SMD, RR, OR, HR, RD, % change ..."),
        _w("estimate", "point estimate", kind="real"),
        _w("ci_low", "lower end of the 95 % confidence interval", kind="real"),
        _w("ci_high", "upper end of the 95 % confidence interval", kind="real"),
        _w("unit", "unit of the estimate"),
        _w("read", "what was read of the work", values=("full-text", "abstract", "none"), facet=True),
        _w("locator", "page, table or figure"),
        _w("note", "remarks of the curator"),
        Column(
            "study_design",
            "design of the part used, else that of the work",
            values=tuple(d.name for d in DESIGNS),
            refers_to="designs.name",
        ),
        Column("listed", "1 when a document that states the claim lists the work itself", "integer", facet=True),
        Column(
            "study",
            "of a supporting work: the study it counts as; records of one work, reports of one trial and the reviews "
            "that contain it are one; empty when there is no such work, or it was taken back",
        ),
        Column(
            "taken_back",
            "1 when the work was retracted or withdrawn: the link stays, but the work is no evidence any more",
            "integer",
        ),
        Column("field", "column of claims.csv that makes the link; empty when evidence.csv alone makes it"),
        Column("detail_line", "line of evidence.csv that gives the details, if one does", "integer"),
        _FILE,
        _LINE,
    ),
    ("id",),
    "evidence.csv",
    indexes=(("claim", "work", "relation", "study_design", "taken_back"), ("work", "relation", "claim")),
    sorted_by=("claim",),
)

CLAIM_RELATIONS = Table(
    "claim_relations",
    "Claim relations",
    "Claims that contradict or replace one another, as declared.",
    (
        Column("claim", "the claim that says so", refers_to="claims.id"),
        Column("relation", "contradicts or superseded_by", facet=True),
        Column("other", "the other claim", refers_to="claims.id"),
    ),
    ("claim", "relation", "other"),
    indexes=(("other",),),
)

SIMILAR_CLAIMS = Table(
    "similar_claims",
    "Similar claims",
    "Pairs of claims whose texts are nearly the same and agree in numbers, negation and direction.",
    (
        Column("claim", "the later claim", refers_to="claims.id"),
        Column("other", "the earlier claim", refers_to="claims.id"),
        Column("ratio", "likeness, 100 for the same words (rapidfuzz ratio)", "real"),
        Column("differing", "words of the one / words of the other"),
        Column("same_words", "1 when they differ in endings, order and filler words only", "integer", facet=True),
    ),
    ("claim", "other"),
    indexes=(("other",),),
)

GRADE_FACTORS = Table(
    "factors",
    "GRADE factors",
    "Reasons for rating the certainty of a claim's evidence down or up.",
    (
        Column("claim", "the claim", refers_to="claims.id"),
        Column("way", "down or up", facet=True),
        Column("factor", "GRADE factor", facet=True),
        Column("steps", "number of steps", "integer"),
    ),
    ("claim", "way", "factor"),
)

TOPICS = Table(
    "topics",
    "Topics",
    "Subjects of claims.",
    (Column("claim", "the claim", refers_to="claims.id"), Column("topic", "subject", facet=True)),
    ("claim", "topic"),
    indexes=(("topic",),),
)

KIND = Table(
    "kinds",
    "Kinds of claims",
    "What sort of assertion a claim can be, and which columns it then needs.",
    (
        Column("name", "short name"),
        Column("meaning", "what it is"),
        Column("needs", "columns that may not be empty", "json", many=True),
    ),
    ("name",),
    label="name",
)

STRENGTH = Table(
    "strengths",
    "Levels of certainty",
    "GRADE levels of certainty, and how a claim of that certainty may be worded (GRADE guidelines 26).",
    (
        Column("name", "GRADE certainty"),
        Column("rank", "4 is best", "integer"),
        Column("wording", "strength of wording that fits"),
        Column("phrase", "words that GRADE would use"),
    ),
    ("name",),
    label="name",
)

DESIGN = Table(
    "designs",
    "Study designs",
    "Study designs and where GRADE lets their evidence start.",
    (
        Column("name", "short name used in x-design"),
        Column("meaning", "what it is"),
        Column("start", "GRADE certainty where evidence of this design starts; empty: never primary evidence"),
        Column("mesh", "MeSH publication type"),
    ),
    ("name",),
    label="name",
)

RULES = Table(
    "rules",
    "Rules",
    "What was checked in this build, and what could not be.",
    (
        Column("name", "table/bad pattern"),
        Column("code", "short stable code"),
        Column("severity", "error, warning or information, as configured", facet=True),
        Column("message", "sentence of a finding, with placeholders"),
        Column("page", "why it matters and what to do (Markdown)", searchable=True),
        Column("performed", "1 when the check ran in this build", "integer", facet=True),
        Column("cause", "why it did not run"),
        Column("findings", "number of findings", "integer"),
        Column("seconds", "how long asking took", "real"),
    ),
    ("name",),
    label="name",
)

FINDINGS = Table(
    "findings",
    "Findings",
    "Mistakes and doubts that the rules found, each with its place.",
    (
        Column("id", "number", "integer"),
        Column("rule", "rule that found it", refers_to="rules.name", facet=True),
        Column("severity", "error, warning or information", facet=True),
        Column("given", "severity that the rule gave it, before the settings"),
        Column("state", "open, or accepted in baseline.csv, or waived", facet=True),
        Column("row_key", "key of the row it is about"),
        Column("field", "column at fault"),
        Column("message", "what is wrong", searchable=True),
        Column("hint", "what to do"),
        Column("file", "file to edit", facet=True),
        Column("line", "line to edit", "integer"),
        Column("column_number", "where in that line, in characters; empty: the file changed meanwhile", "integer"),
        Column("record_line", "line where the record begins in which it stands", "integer"),
        Column("fingerprint", "stays the same while the finding does"),
        Column("reason", "why it was accepted or waived"),
        Column("since", "day of the build that met it first, as far as this database goes back"),
        Column("weight", "1 error, 2 warning, 3 information: to sort by", "integer"),
    ),
    ("id",),
    indexes=(("rule", "state", "since"), ("row_key",)),
)

WAIVERS = Table(
    "waivers",
    "Accepted findings",
    "Findings that people accepted, with their reason: in baseline.csv, in waive cells of claims, in x-waive fields of "
    "entries, in the settings.",
    (
        _w("fingerprint", "fingerprint of the finding", required=True),
        _w("rule", "rule that found it", required=True, facet=True),
        _w("row", "key of the row it is about", required=True),
        _w("reason", "why it is accepted", required=True),
        _w("date", "date of the decision, YYYY-MM-DD", kind="date"),
        Column("until", "last day on which it holds"),
        Column("path", "files that it covers, when it is about files and not about a row"),
        Column("used", "1 when such a finding still occurs", "integer", facet=True),
        _FILE,
        _LINE,
    ),
    ("file", "line", "rule", "row"),
    "baseline.csv",
    sorted_by=("rule", "row", "fingerprint"),
)

REVIEWS = Table(
    "reviews",
    "Reviews",
    "Who looked at which claim and its evidence and agreed, and whether both are still what was looked at. Written by "
    "`evidencebase review`.",
    (
        _w("claim", "the claim", required=True, refers_to="claims.id"),
        _w("by", "who reviewed it", required=True, facet=True),
        _w("date", "when, YYYY-MM-DD", required=True, kind="date"),
        _w("claim_fingerprint", "of the claim as it was: text, question, links, grade", required=True),
        _w("evidence_fingerprint", "of its evidence as it was: what is known of each linked work", required=True),
        _w("parts", "fingerprint of each part, so that it can be told which one changed", many=True),
        _w("note", "remarks of the reviewer"),
        Column("latest", "1 for the last review of the claim", "integer", facet=True),
        Column("claim_changed", "what of the claim changed since; empty: nothing"),
        Column("evidence_changed", "what of the evidence changed since; empty: nothing"),
        _FILE,
        _LINE,
    ),
    ("claim", "line"),
    "reviews.csv",
    indexes=(("claim", "latest"),),
    sorted_by=("claim", "date"),
)

INPUTS = Table(
    "inputs",
    "Inputs",
    "Files that this database was built from.",
    (
        Column("path", "path below the evidence base"),
        Column("sha256", "SHA-256 of its bytes"),
        Column("bytes", "size", "integer"),
        Column("modified", "time of last change, nanoseconds since 1970", "integer"),
        Column("seen", "records or entries that begin in it, also those that could not be read", "integer"),
        Column("records", "records or entries read", "integer"),
        Column("doubtful", "records or entries with something lost or doubtful", "integer"),
    ),
    ("path",),
)

READINGS = Table(
    "readings",
    "Readings",
    "What a build keeps for the next one, so that this need not read again what did not change.",
    (
        Column("path", "file, or `references` for all .bib files together"),
        Column(
            "digests",
            "of claims.csv: 8 bytes for the header and for each claim, unless a record is none; of similar_claims: "
            "for each claim nine numbers of 8 bytes by which its text is compared; of a .bib file that nothing "
            "but macros ties to others: those that it defines, and the values of those that it needs, as JSON",
            "blob",
        ),
        Column("findings", "what was found while reading", "json"),
    ),
    ("path",),
    hidden=True,
)

CODES = Table(
    "codes",
    "Codes",
    "What claims, works and findings are narrowed by, as numbers, so that a site counts them at once.",
    (
        Column("of_table", "table whose rows are meant, in the order of their keys"),
        Column("columns", "its columns; findings: rules that found something about a claim; rowid: the rows' numbers"),
        Column("items", "what each number stands for: an array of arrays, a cell for each column", "json"),
        Column("codes", "a number for each row: 1, 2 or 4 bytes, lowest first; rows' numbers: 8", "blob"),
    ),
    ("of_table", "columns"),
    hidden=True,
)

BUILDS = Table(
    "builds",
    "Build",
    "How and when this database was made.",
    (
        Column("tool", "version of evidencebase, and a digest of its files"),
        Column("built", "date and time, UTC"),
        Column("valid_until", "last day on which its checks hold: waivers and years depend on the date"),
        Column("commit_id", "git commit of the evidence base, if known"),
        Column("whole", "1 when everything in the files could be read", "integer"),
        Column("title", "title of the evidence base"),
        Column("description", "what the evidence base is about"),
        Column("patched", "1 when it was made from the former one and what changed, 0 when from all files", "integer"),
        Column("seconds", "duration", "real"),
        Column("performed", "checks performed", "integer"),
        Column("not_performed", "checks not performed", "integer"),
        Column("settings", "settings in force that a check needs", "json"),
        Column("tables", "CSV files that were looked for"),
        Column("claims", "claims", "integer"),
        Column("works", "works", "integer"),
        Column("links", "links between them", "integer"),
        Column("files", "files read", "integer"),
        Column("open", "open findings", "integer"),
        Column("accepted", "findings that somebody accepted", "integer"),
    ),
    ("built",),
)

HISTORY = Table(
    "history",
    "History",
    "What this and earlier builds found; a build with the numbers of the one before it has no row.",
    (
        Column("built", "date and time of the build, UTC"),
        Column("commit_id", "git commit of the evidence base, if known"),
        Column("claims", "claims", "integer"),
        Column("contested", "claims that are contested", "integer"),
        Column("uncited", "claims that no work supports, disputes or qualifies", "integer"),
        Column("works", "works", "integer"),
        Column("doubtful", "works whose record differs or could not be found", "integer"),
        Column("unchecked", "works whose record nobody has looked at", "integer"),
        Column("errors", "errors, open or accepted", "integer"),
        Column("warnings", "warnings, open or accepted", "integer"),
        Column("information", "findings for information, open or accepted", "integer"),
        Column("open", "findings that are open", "integer"),
        Column("overclaimed", "claims that are worded more strongly than the evidence is graded", "integer"),
    ),
    ("built",),
)

TABLES = (
    CLAIMS,
    EVIDENCE,
    WORKS,
    DOCUMENTS,
    SECTIONS,
    PASSAGES,
    CITATIONS,
    STATEMENTS,
    TERMS,
    GRADE_FACTORS,
    TOPICS,
    CLAIM_RELATIONS,
    SIMILAR_CLAIMS,
    VERIFICATIONS,
    VERIFICATION_FIELDS,
    NOTICE,
    OVERRIDES,
    IDENTIFIERS,
    AUTHORS,
    AUTHORSHIP,
    DESIGN,
    KIND,
    STRENGTH,
    FINDINGS,
    RULES,
    WAIVERS,
    REVIEWS,
    INPUTS,
    READINGS,
    CODES,
    HISTORY,
    BUILDS,
)
CSV_TABLES = tuple(t for t in TABLES if t.file.endswith(".csv"))
