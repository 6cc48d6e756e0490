WITH found(work, claims) AS MATERIALIZED (
  SELECT e.work, count(DISTINCT e.claim)
  FROM json_each(:rows) j JOIN claims c ON c.rowid = j.value JOIN evidence e ON e.claim = c.id
  WHERE e.relation <> 'mentions'
  GROUP BY e.work
)
SELECT s.work AS value, s.claims, (SELECT count(*) FROM found) AS works,
       substr(w.authors, 1, coalesce(nullif(instr(w.authors, ';'), 0) - 1, length(w.authors)))
         || coalesce(' ' || w.year, '') || ' (' || w.key || ')' AS label
FROM (
  SELECT work, claims FROM (SELECT work, claims FROM found ORDER BY claims DESC, work LIMIT :size)
  UNION
  SELECT work, claims FROM found WHERE work IN (SELECT value FROM json_each(:chosen))
) s
LEFT JOIN works w ON w.key = s.work
