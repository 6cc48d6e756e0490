SELECT '[' || group_concat(rowid) || ']' AS numbers FROM findings_fts WHERE findings_fts MATCH :words
