-- Claims without confirmed support
-- Claims that some work supports, but none that registries confirm and that was not retracted.
--   works (works.key): keys of the works that support it
--   verdicts: what registries say of them, in the same order
--   notices: what happened to them after publication, in the same order
SELECT
  c.id, c.claim, c.evidence_strength, c.status, c.support,
  (SELECT json_group_array(work) FROM (
    SELECT DISTINCT e.work FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports' ORDER BY e.work)) AS works,
  (SELECT json_group_array(verdict) FROM (
    SELECT DISTINCT e.work, coalesce(w.verdict, 'no such work') AS verdict FROM evidence e LEFT JOIN works w ON w.key = e.work
    WHERE e.claim = c.id AND e.relation = 'supports' ORDER BY e.work)) AS verdicts,
  (SELECT json_group_array(notice) FROM (
    SELECT DISTINCT e.work, w.notice FROM evidence e LEFT JOIN works w ON w.key = e.work
    WHERE e.claim = c.id AND e.relation = 'supports' ORDER BY e.work)) AS notices
FROM claims c
WHERE c.support IN ('unconfirmed', 'retracted')
