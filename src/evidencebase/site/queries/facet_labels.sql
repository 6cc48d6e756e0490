SELECT id, label FROM terms WHERE id IN (SELECT value FROM json_each(:ids))
UNION ALL
SELECT id, title FROM documents WHERE id IN (SELECT value FROM json_each(:ids))
