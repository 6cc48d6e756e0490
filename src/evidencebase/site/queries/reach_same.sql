SELECT t.key FROM works w JOIN works t ON coalesce(t.same_as, t.key) = coalesce(w.same_as, w.key)
WHERE w.key = :key AND t.key <> w.key ORDER BY t.key
