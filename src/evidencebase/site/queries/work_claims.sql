SELECT e.relation, e.finding, e.measure, e.estimate, e.ci_low, e.ci_high, e.unit, e.locator, e.listed,
       c.id, c.claim, c.evidence_strength, c.direction, c.status
FROM evidence e JOIN claims c ON c.id = e.claim
WHERE e.work = :key
ORDER BY c.id
LIMIT 1000
