SELECT '[' || group_concat(t.rowid) || ']' AS numbers FROM shown JOIN works t ON t.key = shown.key
