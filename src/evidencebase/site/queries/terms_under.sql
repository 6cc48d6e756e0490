WITH RECURSIVE under(id) AS (
  SELECT :term
  UNION
  SELECT t.id FROM terms t JOIN under ON t.parent = under.id
)
SELECT id FROM under
