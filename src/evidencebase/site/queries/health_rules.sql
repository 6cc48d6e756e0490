SELECT r.name, r.severity, r.message, r.performed, r.cause,
       coalesce(f.open, 0) AS open, coalesce(f.accepted, 0) AS accepted, f.since
FROM rules r
LEFT JOIN (
  SELECT rule, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state <> 'open') AS accepted,
         min(since) AS since
  FROM findings GROUP BY rule
) f ON f.rule = r.name
ORDER BY open DESC, accepted DESC, r.name
