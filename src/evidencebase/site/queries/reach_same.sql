-- the records of a work, the first one first
SELECT key, notice FROM works WHERE key = :first OR same_as = :first ORDER BY key <> :first, key
