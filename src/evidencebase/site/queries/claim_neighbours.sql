SELECT n.id, n.claim, n.evidence_strength, n.direction, n.status
FROM (
  SELECT b.rowid AS number, b.population IS a.population AS alike
  FROM claims a JOIN claims b ON b.outcome = a.outcome AND b.intervention = a.intervention AND b.rowid <> a.rowid
  WHERE a.id = :id
  ORDER BY alike DESC, number
  LIMIT 8
) f
JOIN claims n ON n.rowid = f.number
ORDER BY f.alike DESC, n.rowid
