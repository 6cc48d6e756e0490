WITH head(key) AS (SELECT coalesce(same_as, key) FROM works WHERE key = :key)
SELECT key FROM works WHERE key IN head AND key <> :key
UNION
SELECT key FROM works WHERE same_as IN head AND key <> :key
ORDER BY key
