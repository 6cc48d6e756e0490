SELECT w.key, w.title, w.authors, w.year, w.record, w.verdict, w.notice, w.listed_by, 1 AS known,
       count(*) AS supports, sum(e.alone) AS alone
FROM (
  SELECT e.work, e.claim, NOT EXISTS (
    SELECT 1 FROM evidence o JOIN works ow ON ow.key = o.work
     WHERE o.claim = e.claim AND o.relation = 'supports' AND o.work <> e.work
       AND coalesce(ow.same_as, ow.key) <> coalesce(ew.same_as, ew.key)) AS alone
  FROM evidence e JOIN works ew ON ew.key = e.work
  WHERE e.relation = 'supports'
) e JOIN works w ON w.key = e.work
WHERE :q = '' OR w.title LIKE '%' || :q || '%' OR w.authors LIKE '%' || :q || '%' OR w.key LIKE '%' || :q || '%'
GROUP BY w.key
ORDER BY alone DESC, supports DESC, w.key
LIMIT 100
