SELECT rowid AS number FROM works WHERE key = :key
