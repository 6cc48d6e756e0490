WITH same(key) AS (
  SELECT key FROM works WHERE key = :first
  UNION ALL
  SELECT key FROM works WHERE same_as = :first
)
SELECT c.id, c.claim, c.evidence_strength, c.direction, c.status,
  (SELECT count(DISTINCT o.study) FROM evidence o JOIN works ow ON ow.key = o.work
    WHERE o.claim = c.id AND o.relation = 'supports' AND coalesce(ow.same_as, ow.key) <> :first
      AND NOT EXISTS (SELECT 1 FROM works r WHERE r.notice IN ('retracted', 'withdrawn')
                         AND (r.key = coalesce(ow.same_as, ow.key) OR r.same_as = coalesce(ow.same_as, ow.key)))
  ) AS left_over,
  (SELECT json_group_array(s.passage) FROM statements s WHERE s.claim = c.id) AS passages_json
FROM claims c
WHERE c.id IN (SELECT e.claim FROM evidence e WHERE e.work IN same AND e.relation = 'supports')
ORDER BY left_over, c.id
LIMIT 1000
