SELECT id, label, kind, importance FROM terms WHERE id IN (SELECT value FROM json_each(:ids))
