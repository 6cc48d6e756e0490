SELECT c.id, c.claim, c.evidence_strength, c.direction, c.status, max(found.declared) AS declared
FROM (
  SELECT other AS id, declared FROM contradictions WHERE claim = :id
  UNION ALL
  SELECT claim AS id, declared FROM contradictions WHERE other = :id
) found
JOIN claims c ON c.id = found.id
GROUP BY c.id
ORDER BY c.id
LIMIT 50
