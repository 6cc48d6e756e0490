SELECT found.work AS value,
       (SELECT substr(w.authors, 1, coalesce(nullif(instr(w.authors, ';'), 0) - 1, length(w.authors)))
               || coalesce(' ' || w.year, '') || ' (' || w.key || ')' FROM works w WHERE w.key = found.work) AS label,
       found.claims
FROM (
  SELECT e.work, count(DISTINCT e.claim) AS claims
  FROM json_each(:rows) j JOIN claims c ON c.rowid = j.value JOIN evidence e ON e.claim = c.id
  WHERE e.relation <> 'mentions'
  GROUP BY e.work
) found
