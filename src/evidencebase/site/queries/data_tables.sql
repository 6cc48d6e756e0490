SELECT name, type FROM sqlite_master
WHERE type IN ('table', 'view') AND name NOT GLOB '*_fts*' AND name NOT GLOB 'sqlite_*' ORDER BY type, rowid
