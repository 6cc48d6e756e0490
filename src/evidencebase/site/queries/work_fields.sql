SELECT field, agreement, ours, theirs, source FROM verification_fields
WHERE work = :key AND (ours <> '' OR theirs <> '')
ORDER BY CASE field WHEN 'title' THEN 0 WHEN 'author' THEN 1 WHEN 'given' THEN 2 WHEN 'authors' THEN 3 WHEN 'container' THEN 4
  WHEN 'year' THEN 5 WHEN 'volume' THEN 6 WHEN 'issue' THEN 7 WHEN 'pages' THEN 8 ELSE 9 END
