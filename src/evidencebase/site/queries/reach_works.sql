WITH most(key, supports) AS MATERIALIZED (
  SELECT e.work, count(*) FROM evidence e
  WHERE e.relation = 'supports' AND (:q = '' OR e.work IN (
    SELECT key FROM works WHERE title LIKE '%' || :q || '%' OR authors LIKE '%' || :q || '%' OR key LIKE '%' || :q || '%'))
  GROUP BY e.work ORDER BY 2 DESC, 1 LIMIT 300
)
SELECT w.key, w.title, w.authors, w.year, w.record, w.verdict, w.notice, w.listed_by, 1 AS known, most.supports,
  (SELECT count(*) FROM evidence e WHERE e.work = w.key AND e.relation = 'supports' AND NOT EXISTS (
     SELECT 1 FROM evidence o JOIN works ow ON ow.key = o.work
      WHERE o.claim = e.claim AND o.relation = 'supports' AND o.work <> e.work
        AND coalesce(ow.same_as, ow.key) <> coalesce(w.same_as, w.key))) AS alone
FROM most JOIN works w ON w.key = most.key
ORDER BY alone DESC, supports DESC, w.key
LIMIT 100
