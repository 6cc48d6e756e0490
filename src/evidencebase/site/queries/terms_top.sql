WITH RECURSIVE up(id, top) AS (
  SELECT id, id FROM terms t WHERE t.parent IS NULL OR NOT EXISTS (SELECT 1 FROM terms p WHERE p.id = t.parent)
  UNION
  SELECT t.id, up.top FROM terms t JOIN up ON t.parent = up.id
)
SELECT id, top FROM up
