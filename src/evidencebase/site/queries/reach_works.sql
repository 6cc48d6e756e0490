WITH most(key) AS MATERIALIZED (
  SELECT e.work FROM evidence e
  WHERE e.relation = 'supports' AND (:q = '' OR e.work IN (
    SELECT key FROM works WHERE title LIKE '%' || :q || '%' OR authors LIKE '%' || :q || '%' OR key LIKE '%' || :q || '%'))
  GROUP BY e.work ORDER BY count(*) DESC, 1 LIMIT 300
)
SELECT w.key, w.title, w.authors, w.year, w.record, w.verdict, w.notice, w.listed_by, 1 AS known,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'supports') AS supports
FROM most JOIN works w ON w.key = most.key
ORDER BY supports DESC, w.key
