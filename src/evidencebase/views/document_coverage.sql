-- Coverage of documents
-- One row a document: how many of its passages are the place of a claim, make none for a stated reason, or are unaccounted for.
--   passages: passages that could make a claim: prose, quotes, list items and table rows
--   with_claims: passages in which at least one claim is stated
--   without_claim: passages with a reason why they make none
--   unaccounted: passages with neither
--   claims: claims it states
--   uncited: its claims on which no work bears that it lists itself
SELECT
  d.id AS document, d.title,
  (SELECT count(*) FROM passages p WHERE p.document = d.id
      AND p.kind IN ('prose', 'quote', 'list-item', 'table-row')) AS passages,
  (SELECT count(DISTINCT s.passage) FROM statements s JOIN passages p ON p.anchor = s.passage
    WHERE p.document = d.id AND p.kind IN ('prose', 'quote', 'list-item', 'table-row')) AS with_claims,
  (SELECT count(*) FROM passages p WHERE p.document = d.id AND p.no_claim IS NOT NULL
      AND p.kind IN ('prose', 'quote', 'list-item', 'table-row')) AS without_claim,
  (SELECT count(*) FROM passages p WHERE p.document = d.id AND p.no_claim IS NULL
      AND p.kind IN ('prose', 'quote', 'list-item', 'table-row')
      AND NOT EXISTS (SELECT 1 FROM statements s WHERE s.passage = p.anchor)) AS unaccounted,
  (SELECT count(DISTINCT s.claim) FROM statements s WHERE s.document = d.id) AS claims,
  (SELECT count(DISTINCT s.claim) FROM statements s WHERE s.document = d.id AND NOT EXISTS (
    SELECT 1 FROM evidence e JOIN works w ON w.key = e.work
     WHERE e.claim = s.claim AND e.relation <> 'mentions' AND w.listed_by = s.document)) AS uncited
FROM documents d
