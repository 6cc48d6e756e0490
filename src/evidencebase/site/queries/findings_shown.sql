SELECT f.id, f.rule, f.severity, f.state, f.row_key, f.field, f.message, f.hint, f.file, f.line, f.reason,
       c.id AS claim, c.claim AS claim_text, w.key AS work, w.title AS work_title
FROM json_each(:ids) j
JOIN findings f ON f.id = j.value
LEFT JOIN claims c ON c.id = f.row_key AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*'
LEFT JOIN works w ON w.key = f.row_key AND (f.rule GLOB 'works/*' OR f.rule GLOB 'verifications/*')
ORDER BY j.key
