SELECT rowid AS number FROM claims WHERE id = :key
