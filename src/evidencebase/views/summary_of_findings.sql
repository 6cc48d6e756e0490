-- Summary of findings
-- GRADE's table: for each population, comparison and outcome the certainty, and each work's numbers where they are known.
--   importance: importance of the outcome to patients
--   design (designs.name, facet): design of the part used, else that of the work
--   n: participants of the part used, else of the work
--   result: estimate with its 95 % confidence interval
SELECT
  c.population, c.intervention, c.comparator, c.outcome, t.importance, c.id AS claim, c.direction, c.status,
  c.evidence_strength, e.work, e.relation, coalesce(e.design, w.design) AS design, coalesce(e.n, w.n) AS n, e.measure,
  CASE WHEN e.estimate IS NULL THEN NULL
       WHEN e.ci_low IS NULL THEN printf('%g', e.estimate)
       ELSE printf('%g (%g to %g)', e.estimate, e.ci_low, e.ci_high) END AS result,
  e.unit, e.finding, e.read
FROM claims c
JOIN evidence e ON e.claim = c.id AND e.relation <> 'mentions'
LEFT JOIN works w ON w.key = e.work
LEFT JOIN terms t ON t.id = c.outcome
WHERE c.kind IN ('effect', 'harm') AND c.status IN ('active', 'contested')
