-- Surrogates only
-- Claims about an outcome that matters to patients whose every supporting work measured only a surrogate of it.
--   importance (facet): importance of the outcome to patients
--   surrogates: outcomes that the supporting works measured
--   indirectness: steps taken down for indirectness
SELECT
  c.id AS claim, c.claim AS text, c.outcome, t.importance, c.evidence_strength, c.status,
  (SELECT group_concat(outcome, ', ') FROM (
    SELECT DISTINCT e.outcome FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports'
      AND e.taken_back IS NULL ORDER BY e.outcome)) AS surrogates,
  coalesce((SELECT f.steps FROM factors f
             WHERE f.claim = c.id AND f.way = 'down' AND f.factor = 'indirectness'), 0) AS indirectness
FROM claims c
JOIN terms t ON t.id = c.outcome AND t.importance IN ('critical', 'important')
WHERE EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports' AND e.taken_back IS NULL)
  AND NOT EXISTS (
    SELECT 1 FROM evidence e LEFT JOIN terms m ON m.id = e.outcome
     WHERE e.claim = c.id AND e.relation = 'supports' AND e.taken_back IS NULL
       AND coalesce(m.importance, '') NOT IN ('surrogate', 'laboratory'))
