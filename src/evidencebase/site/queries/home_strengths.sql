SELECT evidence_strength, count(*) AS claims FROM claims GROUP BY evidence_strength
