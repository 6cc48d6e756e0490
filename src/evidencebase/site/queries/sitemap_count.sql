SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM claims WHERE status <> 'draft')
     + (SELECT count(*) FROM works) AS addresses
