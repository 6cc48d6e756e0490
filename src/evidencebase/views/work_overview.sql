-- Works at a glance
-- One row a work: what it is, whether its record was confirmed, for and against which claims it stands.
--   supports: claims it supports
--   disputes: claims it goes against
--   qualifies: claims it limits
--   mentions: claims it is background to
--   findings: open findings about it
--   accepted: accepted findings about it
SELECT
  w.key, w.authors, w.title, w.container, w.year, w.type, w.design, w.listed_by, w.verdict, w.notice, w.record, w.meant, w.same_as,
  w.doi, w.pmid,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'supports') AS supports,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'disputes') AS disputes,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'qualifies') AS qualifies,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'mentions') AS mentions,
  (SELECT count(*) FROM findings f WHERE f.row_key = w.key AND f.state = 'open' AND (f.rule GLOB 'works/*' OR f.rule GLOB 'verifications/*')) AS findings,
  (SELECT count(*) FROM findings f WHERE f.row_key = w.key AND f.state <> 'open' AND (f.rule GLOB 'works/*' OR f.rule GLOB 'verifications/*')) AS accepted
FROM works w
