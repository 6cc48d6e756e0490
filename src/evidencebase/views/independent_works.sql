-- Independent works
-- What each supporting work counts as that was not taken back: records of one work, reports of one trial, and the reviews that contain it are one study.
--   counts_as (works.key): record that stands for the study; works of a claim with the same one count once
--   design (designs.name, facet): design of the part used, else that of the work
--   works: supporting works of the claim that are this study
SELECT
  e.claim, e.work, e.study AS counts_as,
  (SELECT count(DISTINCT o.work) FROM evidence o
    WHERE o.claim = e.claim AND o.relation = 'supports' AND o.study = e.study) AS works,
  w.title, w.trial, w.same_as, coalesce(e.design, w.design) AS design
FROM evidence e
JOIN works w ON w.key = e.work
WHERE e.relation = 'supports' AND e.taken_back IS NULL
