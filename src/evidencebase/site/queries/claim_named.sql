SELECT id, claim, evidence_strength, direction, status FROM claims WHERE id IN (:id, upper(:id))
