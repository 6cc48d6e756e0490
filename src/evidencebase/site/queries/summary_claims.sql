WITH first(number) AS MATERIALIZED (
  SELECT c.rowid FROM json_each(:rows) j JOIN claims c ON c.rowid = j.value LEFT JOIN terms o ON o.id = c.outcome
  ORDER BY CASE o.importance WHEN 'critical' THEN 0 WHEN 'important' THEN 1 WHEN 'surrogate' THEN 2 ELSE 3 END, o.label, c.id
  LIMIT 100
)
SELECT c.id, c.claim, c.population, c.intervention, c.comparator, c.outcome, o.label AS outcome_label, o.importance,
       c.direction, c.evidence_strength, c.status, c.kind,
  (SELECT json_group_array(json_object('factor', f.factor, 'way', f.way, 'steps', f.steps))
     FROM factors f WHERE f.claim = c.id) AS factors_json,
  (SELECT json_group_array(json_object(
     'key', e.work, 'relation', e.relation, 'design', coalesce(e.design, w.design), 'n', coalesce(e.n, w.n),
     'measure', e.measure, 'estimate', e.estimate, 'ci_low', e.ci_low, 'ci_high', e.ci_high, 'unit', e.unit,
     'study', coalesce(e.study, w.trial, w.same_as, w.key, e.work), 'year', w.year, 'family',
     (SELECT a.family FROM authorship x JOIN authors a ON a.id = x.author
       WHERE x.work = w.key AND x.role = 'author' AND x.position = 1)))
     FROM evidence e LEFT JOIN works w ON w.key = e.work
    WHERE e.claim = c.id AND e.relation <> 'mentions') AS evidence_json
FROM first f JOIN claims c ON c.rowid = f.number LEFT JOIN terms o ON o.id = c.outcome
ORDER BY CASE o.importance WHEN 'critical' THEN 0 WHEN 'important' THEN 1 WHEN 'surrogate' THEN 2 ELSE 3 END, o.label, c.id
