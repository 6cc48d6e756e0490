"""Types and fields that BibTeX, biblatex and the programs around them know."""

from __future__ import annotations

from evidencebase.readers.bibtex.required import REQUIRED

# biblatex 3.20, 2.1.2 "Type Aliases" and 2.1.3 "Non-standard Types"; types of IEEEtran, achemso and reference managers.
_MORE_TYPES = """
artwork audio bibnote commentary image jurisdiction legislation legal letter movie music performance review standard
video set customa customb customc customd custome customf webpage phdthesis mvbook techreport article-journal
newspaper magazine manuscript presentation preprint thesis habilthesis candthesis bachelorsthesis newspaperarticle
conferencepaper entry online collection talk poster lecture interview film map code replicationpackage codefragment
softwareversion softwaremodule footnote remark control bstctl ieeetranbstctl acmmanual game periodical
"""
TYPES = frozenset(REQUIRED) | frozenset(_MORE_TYPES.split())

# btxdoc; biblatex 3.20, 2.2; then what JabRef, Zotero, Mendeley, BibDesk, Google Scholar, DBLP, Scopus, Web of Science,
# PubMed converters and popular styles write.
_BIBTEX_FIELDS = """
address annote author booktitle chapter crossref edition editor howpublished institution journal key month note number
organization pages publisher school series title type volume year
"""
_FIELDS = """
abstract addendum afterword annotation annotator authortype bookauthor bookpagination booksubtitle booktitleaddon
commentator date doi editora editorb editorc editortype editoratype editorbtype editorctype eid entrysubtype eprint
eprintclass eprinttype eventdate eventtitle eventtitleaddon file foreword gender holder indextitle introduction isan
isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon
label langid langidopts language library location mainsubtitle maintitle maintitleaddon nameaddon options origdate
origlanguage origlocation origpublisher origtitle pagetotal pagination part pubstate reprinttitle shortauthor
shorteditor shorthand shorthandintro shortjournal shortseries shorttitle sortkey sortname sortshorthand sorttitle
sortyear subtitle titleaddon translator url urldate venue version volumes xdata xref ids related relatedoptions
relatedstring relatedtype entryset execute keywords presort pdf archiveprefix primaryclass hyphenation lista listb
listc listd liste listf namea nameb namec nameatype namebtype namectype usera userb userc userd usere userf verba
verbb verbc pmid pmcid pmc pubmedid arxiv arxivid mrnumber mrclass mrreviewer zblnumber zbl lccn nlmuniqueid oclc
coden bibcode adsurl adsnote asin s2id mag eissn article-number articleno numpages acmid keyword tags groups owner
timestamp added-at biburl bibsource interhash intrahash username creationdate modificationdate created modified
date-added date-modified read rating local-url bdsk-url-1 bdsk-url-2 bdsk-file-1 bdsk-file-2 citeulike-article-id
citeulike-linkout-0 citeulike-linkout-1 posted-at priority comment comments review summary affiliation author_keywords
author-email authors-email document_type source correspondence_address1 abbrev_source_title references art_number
page_count cited_by funding_details keywords-plus keywordsplus research-areas web-of-science-categories
number-of-cited-references times-cited usage-count-last-180-days usage-count-since-2013 journal-iso
doc-delivery-number unique-id da oa funding-acknowledgement funding-text orcid-numbers researcherid-numbers orcid
researcherid book-group-author contents copyright day size price status urn hal_id hal_version repository license
licence swhid country city state nationality assignee dayfiled monthfiled yearfiled month_numeric paper howcited
printed translation intype mendeley-groups mendeley-tags opt lastchecked lastaccessed accessed archive archivelocation
callnumber call-number articletype arttype bookgroup conference conferencetitle eventplace collaboration reportnumber
slaccitation googleid organisation advisor supervisor department degree howaccessed translationtitle originaltitle
shortbooktitle shortpublisher video slides website webpage internal-note private-notes ctlmax_names_forced_etal
ctldash_repeated_names ctluse_alt_spacing ctluse_article_number ctluse_forced_etal ctluse_paper ctluse_url
ctlalt_stretch_factor ctlname_format_string ctlname_latex_cmd ctlname_url_prefix ctlnames_show_etal
"""
_USUAL = "abstract eprint issue journaltitle keywords language location subtitle translator urldate"
FIELDS = frozenset(_BIBTEX_FIELDS.split()) | frozenset(_FIELDS.split())
USUAL_FIELDS = (*_BIBTEX_FIELDS.split(), *_USUAL.split())  # of which others are misspellings

# What a style prints, so that LaTeX reads it
TYPESET = ("title", "journal", "booktitle", "author", "publisher", "journaltitle", "series", "institution", "school")

# what the types are called in CSL 1.0.2
CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "mvbook": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "bookinbook": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "inreference": "entry",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "webpage": "webpage",
    "dataset": "dataset",
    "software": "software",
    "unpublished": "manuscript",
    "manual": "book",
    "patent": "patent",
    "periodical": "periodical",
    "standard": "standard",
    "misc": "document",
}
