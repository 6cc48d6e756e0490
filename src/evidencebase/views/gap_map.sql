-- Gap map
-- Intervention by outcome: how many claims, of what strength, how many rest on nothing or are contested.
--   claims: number of claims
--   cited: claims on which some work bears
--   contested: claims that are contested or that some work disputes
SELECT
  c.intervention, c.outcome, c.evidence_strength, count(*) AS claims,
  count(*) FILTER (WHERE instr(c.relations, 'supports') OR instr(c.relations, 'disputes')
                      OR instr(c.relations, 'qualifies')) AS cited,
  count(*) FILTER (WHERE c.status = 'contested' OR instr(c.relations, 'disputes')) AS contested
FROM claims c
WHERE c.intervention IS NOT NULL AND c.outcome IS NOT NULL AND c.status IN ('active', 'contested')
GROUP BY c.intervention, c.outcome, c.evidence_strength
