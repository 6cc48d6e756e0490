SELECT r.by, r.date, r.note, r.latest, r.claim_changed, r.evidence_changed
FROM reviews r
WHERE r.claim = :id
ORDER BY r.date DESC, r.line DESC
