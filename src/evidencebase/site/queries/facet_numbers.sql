SELECT '[' || group_concat(c.rowid) || ']' AS numbers FROM shown JOIN claims c ON c.id = shown.id
