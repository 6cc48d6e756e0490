SELECT
  c.id, c.claim, c.kind, c.evidence_strength, c.direction, c.status, c.support, c.documents AS documents_json,
  coalesce(i.label, c.intervention) AS intervention_label, coalesce(o.label, c.outcome) AS outcome_label,
  coalesce(p.label, c.population) AS population_label,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports') AS supporting,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'disputes') AS disputing,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'qualifies') AS qualifying,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions' AND e.listed) AS listed,
  (SELECT count(*) FROM findings f
    WHERE f.row_key = c.id AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*') AS findings,
  (SELECT max(f.severity = 'error') FROM findings f
    WHERE f.row_key = c.id AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*') AS error
FROM json_each(:ids) j
JOIN claims c ON c.id = j.value
LEFT JOIN terms p ON p.id = c.population
LEFT JOIN terms i ON i.id = c.intervention
LEFT JOIN terms o ON o.id = c.outcome
ORDER BY j.key
