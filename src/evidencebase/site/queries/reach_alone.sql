SELECT w.key,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'supports' AND NOT EXISTS (
     SELECT 1 FROM evidence o JOIN works ow ON ow.key = o.work
      WHERE o.claim = e.claim AND o.relation = 'supports' AND o.work <> e.work
        AND coalesce(ow.same_as, ow.key) <> coalesce(w.same_as, w.key))) AS alone
FROM json_each(:keys) j JOIN works w ON w.key = j.value
