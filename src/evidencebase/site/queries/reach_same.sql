SELECT key FROM works WHERE key = (SELECT same_as FROM works WHERE key = :key)
UNION
SELECT key FROM works WHERE same_as = (SELECT coalesce(same_as, key) FROM works WHERE key = :key) AND key <> :key
ORDER BY key
