-- Uncited claims
-- Claims on which no work bears: none supports, disputes or qualifies them, or none of the stating document's own list does.
--   documents (documents.id, facet): documents that state it
--   uncited (facet): by everybody, or by its document (the curator found works elsewhere)
SELECT
  c.id, c.claim, c.kind, c.evidence_strength, c.status, c.documents, c.topics,
  CASE WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions')
       THEN 'by its document' ELSE 'by everybody' END AS uncited
FROM claims c
WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions' AND e.listed)
  AND (c.documents <> '[]'
       OR NOT EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions'))
