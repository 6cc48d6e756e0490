SELECT json_group_array(c.rowid) AS numbers FROM claims c
WHERE c.id IN (
  SELECT s.claim FROM statements s WHERE s.document = :document
   AND EXISTS (SELECT 1 FROM evidence e WHERE e.claim = s.claim AND e.relation <> 'mentions')
   AND NOT EXISTS (SELECT 1 FROM evidence e JOIN works w ON w.key = e.work
                    WHERE e.claim = s.claim AND e.relation <> 'mentions' AND w.listed_by = s.document))
