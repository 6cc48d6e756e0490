SELECT
  e.relation, e.work AS key, e.study, e.finding, e.n, e.measure, e.estimate, e.ci_low, e.ci_high, e.unit, e.read, e.locator,
  e.note, coalesce(e.listed, 0) AS listed, e.file, e.line,
  coalesce(e.design, w.design) AS design, coalesce(e.n, w.n) AS participants,
  q.label AS other_population, m.label AS other_outcome, m.importance AS other_outcome_importance,
  w.key IS NOT NULL AS known, w.type, w.title, w.authors, w.container, w.year, w.volume, w.issue, w.pages,
  w.doi, w.pmid, w.url, w.trial, w.same_as, w.meant, w.record, w.verdict, w.notice, w.record_note, w.listed_by,
  d.title AS listed_by_title,
  (SELECT json_group_array(json_object('family', family, 'given', given)) FROM (
     SELECT a.family, a.given FROM authorship x JOIN authors a ON a.id = x.author
      WHERE x.work = w.key AND x.role = 'author' ORDER BY x.position)) AS persons_json
FROM evidence e
LEFT JOIN works w ON w.key = e.work
LEFT JOIN documents d ON d.id = w.listed_by
LEFT JOIN terms q ON q.id = e.population
LEFT JOIN terms m ON m.id = e.outcome
WHERE e.claim = :id
ORDER BY listed DESC, w.year DESC, e.work
