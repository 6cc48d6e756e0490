-- Contradictions
-- Pairs of claims at odds: declared in `contradicts`, or found because they say opposite things of the same question.
--   claim: the claim that comes first
--   other: the claim that it is at odds with
--   other_text: what the other claim says
--   other_direction: direction of the other claim
--   other_status: state of the other claim
--   declared (facet): 1 when a claim says so in its `contradicts` cell
SELECT
  a.id AS claim, b.id AS other, a.claim AS text, b.claim AS other_text, a.direction, b.direction AS other_direction,
  a.status, b.status AS other_status, 1 AS declared
FROM (  -- a pair is one row, whether one of the two names the other or both do
  SELECT DISTINCT min(claim, other) AS claim, max(claim, other) AS other
  FROM claim_relations WHERE relation = 'contradicts') r
JOIN claims a ON a.id = r.claim
JOIN claims b ON b.id = r.other
UNION ALL
SELECT a.id, b.id, a.claim, b.claim, a.direction, b.direction, a.status, b.status, 0
FROM claims a
JOIN claims b
  ON b.outcome = a.outcome AND b.intervention = a.intervention AND b.id > a.id
 AND b.population IS a.population AND b.comparator IS a.comparator
WHERE a.direction IN ('increases', 'decreases', 'no-effect') AND b.direction IN ('increases', 'decreases', 'no-effect')
  AND a.direction <> b.direction
  AND a.status = 'active' AND b.status = 'active'
  AND NOT EXISTS (
    SELECT 1 FROM claim_relations r
     WHERE r.relation = 'contradicts'
       AND ((r.claim = a.id AND r.other = b.id) OR (r.claim = b.id AND r.other = a.id)))
