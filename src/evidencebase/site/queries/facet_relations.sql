SELECT 'relations' AS facet, j.value AS value, NULL AS label, sum(found.claims) AS claims
FROM (SELECT relations, count(*) AS claims FROM shown GROUP BY relations) found, json_each(found.relations) j
GROUP BY j.value
