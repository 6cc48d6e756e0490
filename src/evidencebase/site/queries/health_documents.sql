SELECT d.id, d.title,
  (SELECT json_group_object(rule, claims) FROM (
     SELECT f.rule, count(DISTINCT f.row_key) AS claims FROM findings f
      WHERE f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*'
        AND f.row_key IN (SELECT s.claim FROM statements s WHERE s.document = d.id)
      GROUP BY f.rule)) AS rules_json
FROM documents d ORDER BY d.id LIMIT 200
