-- of some claims that a search found: the place in the note, where the sentence does not hold all that was searched for
SELECT c.id, snippet(claims_fts, 1, '', '', '…', 16) AS note
FROM json_each(:ids) j
CROSS JOIN claims c ON c.id = j.value
CROSS JOIN claims_fts ON claims_fts.rowid = c.rowid
WHERE claims_fts MATCH :words
  AND c.rowid NOT IN (SELECT own.rowid FROM claims_fts own
                       WHERE own.rowid = c.rowid AND own.claims_fts MATCH '{claim} : (' || :words || ')')
