SELECT '[' || group_concat(rowid) || ']' AS numbers FROM claims_fts WHERE claims_fts MATCH :words
