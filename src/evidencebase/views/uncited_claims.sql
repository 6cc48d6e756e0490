-- Uncited claims
-- Claims on which no work bears (none supports, disputes or qualifies them), or only works that no stating document lists.
--   documents (documents.id, facet): documents that state it
--   uncited (facet): "no work bears on it", or "no stating document lists a work" (the curator found works elsewhere)
SELECT
  c.id, c.claim, c.kind, c.evidence_strength, c.status, c.documents, c.topics,
  CASE WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions')
       THEN 'no stating document lists a work' ELSE 'no work bears on it' END AS uncited
FROM claims c
WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions' AND e.listed)
  AND (c.documents <> '[]'
       OR NOT EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions'))
