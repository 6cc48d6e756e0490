WITH same(key) AS (
  SELECT coalesce(same_as, key) FROM works WHERE key = :key
  UNION
  SELECT key FROM works WHERE same_as = (SELECT coalesce(same_as, key) FROM works WHERE key = :key)
)
SELECT c.id, c.claim, c.evidence_strength, c.direction, c.status,
  (SELECT count(DISTINCT o.study) FROM evidence o
    WHERE o.claim = c.id AND o.relation = 'supports' AND o.work NOT IN same) AS left_over,
  (SELECT json_group_array(s.passage) FROM statements s WHERE s.claim = c.id) AS passages_json
FROM claims c
WHERE c.id IN (SELECT e.claim FROM evidence e WHERE e.work IN same AND e.relation = 'supports')
ORDER BY left_over, c.id
LIMIT 1000
