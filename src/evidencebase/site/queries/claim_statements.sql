SELECT s.passage, s.document, s.wording, d.title AS document_title, d.url AS document_url, x.title AS section, p.kind,
       d.id IS NOT NULL AS known
FROM statements s
LEFT JOIN documents d ON d.id = s.document
LEFT JOIN passages p ON p.anchor = s.passage
LEFT JOIN sections x ON x.id = p.section
WHERE s.claim = :id
ORDER BY s.document, p.ordinal, s.passage
