WITH RECURSIVE up(id, top) AS (
  SELECT id, id FROM terms t
   WHERE NOT :broad OR t.parent IS NULL OR NOT EXISTS (SELECT 1 FROM terms p WHERE p.id = t.parent)
  UNION
  SELECT t.id, up.top FROM terms t JOIN up ON t.parent = up.id WHERE :broad
), under(id) AS (
  SELECT :population
  UNION
  SELECT t.id FROM terms t JOIN under ON t.parent = under.id
), bearing AS (
  SELECT c.intervention, c.outcome, c.direction, c.evidence_strength,
    EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports') AS supported,
    c.status = 'contested' OR EXISTS (
      SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation = 'disputes') AS contested
  FROM claims c
  WHERE c.intervention IS NOT NULL AND c.outcome IS NOT NULL AND c.status IN ('active', 'contested')
    AND (:kinds = '[]' OR c.kind IN (SELECT value FROM json_each(:kinds)))
    AND (:population = '' OR c.population IN (SELECT id FROM under))
    AND (:document = '' OR EXISTS (SELECT 1 FROM statements s WHERE s.claim = c.id AND s.document = :document))
)
SELECT
  coalesce(i.top, b.intervention) AS intervention, coalesce(o.top, b.outcome) AS outcome,
  b.direction, b.evidence_strength, count(*) AS claims, sum(b.supported) AS supported, sum(b.contested) AS contested
FROM bearing b
LEFT JOIN up i ON i.id = b.intervention
LEFT JOIN up o ON o.id = b.outcome
WHERE :layer = '' OR (:layer = 'supported' AND b.supported) OR (:layer = 'unsupported' AND NOT b.supported)
   OR (:layer = 'contested' AND b.contested)
GROUP BY 1, 2, 3, 4
