SELECT '[' || group_concat(shown.id) || ']' AS numbers FROM shown
