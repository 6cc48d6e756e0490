SELECT s.document, c.evidence_strength, count(*) AS claims
FROM (SELECT DISTINCT document, claim FROM statements) s JOIN claims c ON c.id = s.claim
GROUP BY s.document, c.evidence_strength
