SELECT 'findings' AS facet, f.rule AS value, NULL AS label, count(DISTINCT f.row_key) AS claims
FROM findings f
WHERE f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*' AND f.row_key IN (SELECT id FROM shown)
GROUP BY f.rule
