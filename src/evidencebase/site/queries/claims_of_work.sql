SELECT '[' || group_concat(rowid) || ']' AS numbers FROM claims
WHERE id IN (SELECT claim FROM evidence WHERE work = :work AND relation IN ('supports', 'disputes', 'qualifies'))
