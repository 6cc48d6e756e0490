SELECT '[' || group_concat(rowid) || ']' AS numbers FROM works_fts WHERE works_fts MATCH :words
