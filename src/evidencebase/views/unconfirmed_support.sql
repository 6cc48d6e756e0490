-- Claims without confirmed support
-- Claims that some work supports, but none that registries confirm and that was not retracted.
--   works: keys of the works that support it
--   verdicts: what registries say of them, in the same order
--   notices: what happened to them after publication, in the same order
SELECT
  c.id, c.claim, c.evidence_strength, c.status, c.support,
  json_group_array(e.work) AS works,
  json_group_array(coalesce(w.verdict, 'no such work')) AS verdicts,
  json_group_array(w.notice) AS notices
FROM claims c
JOIN evidence e ON e.claim = c.id AND e.relation = 'supports'
LEFT JOIN works w ON w.key = e.work
WHERE c.support IN ('unconfirmed', 'retracted')
GROUP BY c.id
