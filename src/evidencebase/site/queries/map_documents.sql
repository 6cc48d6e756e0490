SELECT id, title FROM documents ORDER BY title LIMIT 200
