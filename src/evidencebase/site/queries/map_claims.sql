WITH RECURSIVE up(id, top) AS (
  SELECT id, id FROM terms t
   WHERE NOT :broad OR t.parent IS NULL OR NOT EXISTS (SELECT 1 FROM terms p WHERE p.id = t.parent)
  UNION
  SELECT t.id, up.top FROM terms t JOIN up ON t.parent = up.id WHERE :broad
)
SELECT c.id, c.claim, c.evidence_strength, c.direction, c.status,
       coalesce(i.top, c.intervention) AS intervention, coalesce(o.top, c.outcome) AS outcome
FROM json_each(:rows) j JOIN claims c ON c.rowid = j.value
LEFT JOIN up i ON i.id = c.intervention LEFT JOIN up o ON o.id = c.outcome
ORDER BY c.id
