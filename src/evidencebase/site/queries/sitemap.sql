SELECT kind, id FROM (
  SELECT 1 AS nr, 'documents' AS kind, id FROM documents
  UNION ALL SELECT 2, 'claims', id FROM claims WHERE status <> 'draft'
  UNION ALL SELECT 3, 'works', key FROM works
) ORDER BY nr, id LIMIT :size OFFSET :start
