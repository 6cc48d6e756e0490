SELECT b.id, b.claim, b.evidence_strength, b.direction, b.status
FROM claims a
JOIN claims b ON b.outcome = a.outcome AND b.intervention = a.intervention AND b.id <> a.id
WHERE a.id = :id
ORDER BY b.population IS a.population DESC, b.id
LIMIT 8
