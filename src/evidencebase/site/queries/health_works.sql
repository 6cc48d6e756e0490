SELECT file, listed_by,
       count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM identifiers i WHERE i.work = w.key AND i.valid)) AS without_identifier,
       count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.work = w.key)) AS unused,
       count(same_as) AS duplicates
FROM works w
GROUP BY file, listed_by
