SELECT id AS number FROM findings WHERE id = :key
