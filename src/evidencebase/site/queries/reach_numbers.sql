-- of the first records of works: claims that their records support, and those of them that nothing else supports
SELECT w.key,
  count(DISTINCT e.claim) AS supports,
  count(DISTINCT e.claim) FILTER (WHERE NOT EXISTS (
    SELECT 1 FROM evidence o JOIN works ow ON ow.key = o.work
     WHERE o.claim = e.claim AND o.relation = 'supports' AND coalesce(ow.same_as, ow.key) <> w.key
       AND NOT EXISTS (SELECT 1 FROM works r WHERE r.notice IN ('retracted', 'withdrawn')
                          AND (r.key = coalesce(ow.same_as, ow.key) OR r.same_as = coalesce(ow.same_as, ow.key)))
  )) AS alone
FROM json_each(:keys) j
JOIN works w ON w.key = j.value
LEFT JOIN works r ON r.key = w.key OR r.same_as = w.key
LEFT JOIN evidence e ON e.work = r.key AND e.relation = 'supports'
GROUP BY w.key
