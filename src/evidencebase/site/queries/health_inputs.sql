SELECT path, sha256, bytes, seen, records, doubtful FROM inputs ORDER BY path LIMIT 500
