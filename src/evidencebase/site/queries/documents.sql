SELECT id, title, url, citations, note, retrieved, licence, bibliography FROM documents ORDER BY id LIMIT 200
