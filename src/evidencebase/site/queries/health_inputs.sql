SELECT path, sha256, bytes, records, doubtful FROM inputs ORDER BY path LIMIT 500
