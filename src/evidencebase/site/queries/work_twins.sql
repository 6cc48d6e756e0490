SELECT t.key, t.title, t.authors, t.container, t.year, t.volume, t.pages, t.record, t.verdict, t.notice, t.listed_by, 1 AS known,
       t.key = w.meant AS meant, t.meant = w.key AS means_this
FROM works w
JOIN works t ON t.key <> w.key AND (t.key = w.same_as OR t.same_as = w.key OR t.same_as = w.same_as
                                    OR t.key = w.meant OR t.meant = w.key)
WHERE w.key = :key
ORDER BY t.key
LIMIT 50
