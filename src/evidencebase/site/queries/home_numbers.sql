SELECT
  (SELECT count(*) FROM claims) AS claims,
  (SELECT count(*) FROM documents) AS documents,
  (SELECT count(*) FROM works) AS works,
  (SELECT count(*) FROM claims WHERE status = 'contested') AS contested,
  (SELECT count(*) FROM claims c WHERE NOT EXISTS (
    SELECT 1 FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions')) AS uncited,
  (SELECT count(*) FROM works WHERE record IN ('differs', 'not-found')) AS doubtful,
  (SELECT count(*) FROM works WHERE record IS NULL) AS unchecked,
  (SELECT count(DISTINCT row_key) FROM findings WHERE rule = 'strength/overclaim') AS overclaimed,
  (SELECT count(*) FROM findings) AS findings,
  (SELECT count(*) FROM findings WHERE severity = 'error') AS errors,
  (SELECT count(*) FROM findings WHERE severity = 'warning') AS warnings,
  (SELECT count(*) FROM findings WHERE severity = 'information') AS information,
  (SELECT count(*) FROM findings WHERE state <> 'open') AS accepted
