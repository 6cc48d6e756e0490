SELECT rule, severity, state, field, message, hint, file, line, reason
FROM findings
WHERE row_key = :key AND (rule GLOB 'works/*' OR rule GLOB 'verifications/*')
ORDER BY state <> 'open', CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rule, id
