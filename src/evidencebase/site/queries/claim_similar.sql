SELECT c.id, c.claim, c.evidence_strength, c.direction, c.status, s.differing, s.same_words
FROM (
  SELECT other AS id, ratio, differing, same_words FROM similar_claims WHERE claim = :id
  UNION ALL
  SELECT claim, ratio, differing, same_words FROM similar_claims WHERE other = :id
) s
JOIN claims c ON c.id = s.id
ORDER BY s.ratio DESC, c.id
LIMIT 20
