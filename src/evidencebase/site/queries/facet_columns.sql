, narrow AS MATERIALIZED (
  SELECT evidence_strength, kind, direction, status, intervention, outcome, population, support FROM shown
)
SELECT 'evidence_strength' AS facet, evidence_strength AS value, NULL AS label, count(*) AS claims
  FROM narrow WHERE evidence_strength IS NOT NULL GROUP BY 2
UNION ALL SELECT 'kind', kind, NULL, count(*) FROM narrow WHERE kind IS NOT NULL GROUP BY 2
UNION ALL SELECT 'direction', direction, NULL, count(*) FROM narrow WHERE direction IS NOT NULL GROUP BY 2
UNION ALL SELECT 'support', support, NULL, count(*) FROM narrow WHERE support IS NOT NULL GROUP BY 2
UNION ALL SELECT 'status', status, NULL, count(*) FROM narrow WHERE status IS NOT NULL GROUP BY 2
UNION ALL SELECT * FROM (
  SELECT 'intervention', n.intervention, (SELECT label FROM terms t WHERE t.id = n.intervention), count(*) AS claims
    FROM narrow n WHERE n.intervention IS NOT NULL GROUP BY 2)
UNION ALL SELECT * FROM (
  SELECT 'outcome', n.outcome, (SELECT label FROM terms t WHERE t.id = n.outcome), count(*)
    FROM narrow n WHERE n.outcome IS NOT NULL GROUP BY 2)
UNION ALL SELECT * FROM (
  SELECT 'population', n.population, (SELECT label FROM terms t WHERE t.id = n.population), count(*)
    FROM narrow n WHERE n.population IS NOT NULL GROUP BY 2)
