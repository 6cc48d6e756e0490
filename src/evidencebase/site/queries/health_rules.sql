SELECT r.name, r.severity, r.message, r.performed, r.cause,
  (SELECT count(*) FROM findings f WHERE f.rule = r.name AND f.state = 'open') AS open,
  (SELECT count(*) FROM findings f WHERE f.rule = r.name AND f.state <> 'open') AS accepted
FROM rules r
ORDER BY open DESC, accepted DESC, r.name
