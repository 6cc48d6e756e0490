WITH most(key, supports) AS MATERIALIZED (
  SELECT e.work, count(*) FROM evidence e
  WHERE e.relation = 'supports' AND (:q = '' OR e.work IN (
    SELECT key FROM works WHERE title LIKE '%' || :q || '%' OR authors LIKE '%' || :q || '%' OR key LIKE '%' || :q || '%'))
  GROUP BY e.work ORDER BY 2 DESC, 1 LIMIT 300
)
SELECT w.key, w.title, w.authors, w.year, w.record, w.verdict, w.notice, w.listed_by, 1 AS known, most.supports
FROM most JOIN works w ON w.key = most.key
ORDER BY supports DESC, w.key
