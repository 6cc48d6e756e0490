WITH others(key) AS (
  SELECT w.same_as FROM works w WHERE w.key = :key
  UNION SELECT t.key FROM works t WHERE t.same_as = :key
  UNION SELECT t.key FROM works w JOIN works t ON t.same_as = w.same_as WHERE w.key = :key
  UNION SELECT w.meant FROM works w WHERE w.key = :key
  UNION SELECT t.key FROM works t INDEXED BY idx_works_meant WHERE t.meant = :key
)
SELECT t.key, t.title, t.authors, t.container, t.year, t.volume, t.pages, t.record, t.verdict, t.notice, t.listed_by, 1 AS known,
       t.key = w.meant AS meant, t.meant = w.key AS means_this
FROM others JOIN works t ON t.key = others.key JOIN works w ON w.key = :key
WHERE t.key <> w.key
ORDER BY t.key
LIMIT 50
