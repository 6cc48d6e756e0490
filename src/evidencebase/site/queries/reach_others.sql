-- claims that the records of a work speak against or limit
SELECT c.id, c.claim, c.evidence_strength, c.direction, c.status, e.relation
FROM evidence e
JOIN claims c ON c.id = e.claim
WHERE e.work IN (SELECT key FROM works WHERE key = :first UNION ALL SELECT key FROM works WHERE same_as = :first)
  AND e.relation IN ('disputes', 'qualifies')
GROUP BY e.relation, c.id
ORDER BY e.relation, c.id
LIMIT 1000
