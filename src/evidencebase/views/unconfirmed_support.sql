-- Claims without confirmed support
-- Claims that some work supports, but none that registries confirm and that was not retracted.
--   works: keys of the works that support it
--   verdicts: what registries say of them, in the same order
--   notices: what happened to them after publication, in the same order
SELECT
  c.id, c.claim, c.evidence_strength, c.status, c.support,
  (SELECT json_group_array(e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports') AS works,
  (SELECT json_group_array(coalesce(w.verdict, 'no such work')) FROM evidence e LEFT JOIN works w ON w.key = e.work
    WHERE e.claim = c.id AND e.relation = 'supports') AS verdicts,
  (SELECT json_group_array(w.notice) FROM evidence e LEFT JOIN works w ON w.key = e.work
    WHERE e.claim = c.id AND e.relation = 'supports') AS notices
FROM claims c
WHERE c.support IN ('unconfirmed', 'retracted')
