SELECT 'documents' AS facet, found.document AS value,
       (SELECT title FROM documents d WHERE d.id = found.document) AS label, found.claims
FROM (SELECT s.document, count(DISTINCT s.claim) AS claims
        FROM statements s WHERE s.claim IN (SELECT id FROM shown) GROUP BY s.document) found
