-- Health of the bibliography
-- One row a .bib file: entries read, confirmed, differing or not found, without identifier or design, unused, duplicated.
--   works: entries read
--   confirmed: records that a person found right
--   differs: records that a person found to differ from the work
--   not_found: records that a person could not find
--   unchecked: records that nobody has looked at
--   verified: works that registries know, with at most small differences
--   registries_differ: works of which registries say otherwise, or that they do not know
--   unverified: works about which no registry has said anything
--   retracted: works that were retracted or withdrawn
--   without_identifier: works without DOI, PMID or another valid identifier
--   unused: works that no claim uses
--   duplicates: works that are another record's work
--   findings: findings about them, open or accepted
SELECT
  w.file, w.listed_by, count(*) AS works,
  count(*) FILTER (WHERE w.record = 'confirmed') AS confirmed,
  count(*) FILTER (WHERE w.record = 'differs') AS differs,
  count(*) FILTER (WHERE w.record = 'not-found') AS not_found,
  count(*) FILTER (WHERE w.record IS NULL) AS unchecked,
  count(*) FILTER (WHERE w.verdict IN ('verified', 'verified-minor')) AS verified,
  count(*) FILTER (WHERE w.verdict NOT IN ('verified', 'verified-minor', 'unverified', 'incomplete', 'unverifiable'))
    AS registries_differ,
  count(*) FILTER (WHERE w.verdict IN ('unverified', 'incomplete', 'unverifiable')) AS unverified,
  count(*) FILTER (WHERE w.notice IN ('retracted', 'withdrawn')) AS retracted,
  count(*) FILTER (WHERE NOT EXISTS (
    SELECT 1 FROM identifiers i WHERE i.work = w.key AND i.valid)) AS without_identifier,
  count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.work = w.key)) AS unused,
  count(*) FILTER (WHERE w.same_as IS NOT NULL) AS duplicates,
  (SELECT count(*) FROM findings f WHERE f.file = w.file) AS findings
FROM works w
GROUP BY w.file, w.listed_by
