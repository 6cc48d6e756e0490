SELECT d.id, d.title, d.url, d.citations, d.note, d.retrieved, d.licence, d.bibliography,
       (SELECT count(*) FROM works w WHERE w.listed_by = d.id) AS works,
       (SELECT count(*) FROM works w WHERE w.listed_by = d.id AND w.record = 'confirmed') AS confirmed,
       (SELECT count(*) FROM works w WHERE w.listed_by = d.id AND w.record IN ('differs', 'not-found')) AS doubtful
FROM documents d
ORDER BY d.id
LIMIT 200
