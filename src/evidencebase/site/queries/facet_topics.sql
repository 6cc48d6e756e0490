SELECT 'topics' AS facet, t.topic AS value, t.topic AS label, count(*) AS claims
FROM topics t WHERE t.claim IN (SELECT id FROM shown) GROUP BY t.topic
