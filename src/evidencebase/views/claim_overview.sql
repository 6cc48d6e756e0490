-- Claims at a glance
-- One row a claim: strength, direction, where it is stated, how many works bear on it and how, what is wrong with it.
--   documents (documents.id): documents that state it
--   works (works.key): keys of all linked works
--   supporting: works whose findings support it
--   disputing: works whose findings go against it
--   qualifying: works whose findings limit it
--   background: works that are only mentioned
--   listed: works for, against or limiting it that a stating document lists itself
--   added: works for, against or limiting it that the curator found elsewhere
--   unconfirmed: works for, against or limiting it whose record no person has confirmed
--   unverified: works for, against or limiting it that registries do not confirm
--   findings: open findings about it
--   accepted: accepted findings about it
SELECT
  c.id, c.claim, c.kind, c.evidence_strength, c.direction, c.status,
  c.population, c.intervention, c.comparator, c.outcome, c.documents, c.topics, c.relations,
  (SELECT json_group_array(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id) AS works,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports') AS supporting,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'disputes') AS disputing,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'qualifies') AS qualifying,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'mentions') AS background,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions' AND e.listed) AS listed,
  (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions' AND NOT e.listed) AS added,
  c.independent,
  (SELECT count(DISTINCT e.work) FROM evidence e LEFT JOIN works w ON w.key = e.work
    WHERE e.claim = c.id AND e.relation <> 'mentions' AND w.record IS NOT 'confirmed') AS unconfirmed,
  (SELECT count(DISTINCT e.work) FROM evidence e LEFT JOIN verifications v ON v.work = e.work
    WHERE e.claim = c.id AND e.relation <> 'mentions' AND v.confirmed IS NOT 1) AS unverified,
  c.support,
  (SELECT count(*) FROM findings f WHERE f.row_key = c.id AND f.state = 'open' AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*') AS findings,
  (SELECT count(*) FROM findings f WHERE f.row_key = c.id AND f.state <> 'open' AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*') AS accepted
FROM claims c
