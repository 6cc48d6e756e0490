WITH most(key, links) AS MATERIALIZED (
  SELECT e.work, count(*) FROM evidence e
  WHERE e.relation = 'supports' AND (:q = '' OR e.work IN (
    SELECT key FROM works WHERE coalesce(same_as, key) IN (
      SELECT coalesce(same_as, key) FROM works
       WHERE title LIKE '%' || :q || '%' OR authors LIKE '%' || :q || '%' OR key LIKE '%' || :q || '%')))
  GROUP BY e.work ORDER BY 2 DESC, 1 LIMIT 300
)
SELECT w.key, w.title, w.authors, w.year, w.record, w.verdict, w.listed_by, 1 AS known,
       coalesce((SELECT r.notice FROM works r
                  WHERE (r.key = w.key OR r.same_as = w.key) AND r.notice IN ('retracted', 'withdrawn')), w.notice) AS notice
FROM works w
WHERE w.key IN (SELECT coalesce(m.same_as, m.key) FROM most JOIN works m ON m.key = most.key)
ORDER BY w.key
