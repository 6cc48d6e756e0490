SELECT r.name, r.message, r.performed, r.cause,
       coalesce(f.open, 0) AS open, coalesce(f.accepted, 0) AS accepted, f.since,
       coalesce(f.error, 0) AS error, coalesce(f.warning, 0) AS warning, coalesce(f.information, 0) AS information,
       (SELECT message FROM findings WHERE rule = r.name LIMIT 1) AS example
FROM rules r
LEFT JOIN (
  SELECT rule, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state <> 'open') AS accepted,
         count(*) FILTER (WHERE severity = 'error') AS error, count(*) FILTER (WHERE severity = 'warning') AS warning,
         count(*) FILTER (WHERE severity = 'information') AS information, min(since) AS since
  FROM findings GROUP BY rule
) f ON f.rule = r.name
ORDER BY open DESC, accepted DESC, r.name
