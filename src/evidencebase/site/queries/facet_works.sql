SELECT 'works' AS facet, found.work AS value,
       (SELECT substr(w.authors, 1, coalesce(nullif(instr(w.authors, ';'), 0) - 1, length(w.authors)))
               || coalesce(' ' || w.year, '') || ' (' || w.key || ')' FROM works w WHERE w.key = found.work) AS label,
       found.claims
FROM (SELECT e.work, count(DISTINCT e.claim) AS claims
        FROM evidence e WHERE e.relation <> 'mentions' AND e.claim IN (SELECT id FROM shown) GROUP BY e.work) found
