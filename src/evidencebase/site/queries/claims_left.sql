SELECT '[' || group_concat(t.rowid) || ']' AS numbers FROM shown JOIN claims t ON t.id = shown.id
