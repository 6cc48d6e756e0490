SELECT w.key, w.type, w.title, w.authors, w.container, w.year, w.volume, w.issue, w.pages, w.doi, w.pmid, w.url,
       w.design, w.record, w.verdict, w.notice, w.record_note, w.meant, w.same_as, 1 AS known,
  (SELECT json_group_array(json_object('family', family, 'given', given)) FROM (
     SELECT a.family, a.given FROM authorship x JOIN authors a ON a.id = x.author
      WHERE x.work = w.key AND x.role = 'author' ORDER BY x.position)) AS persons_json,
  (SELECT count(DISTINCT e.claim) FROM evidence e JOIN statements s ON s.claim = e.claim
    WHERE e.work = w.key AND e.relation <> 'mentions' AND s.document = w.listed_by) AS leans,
  (SELECT count(DISTINCT e.claim) FROM evidence e JOIN statements s ON s.claim = e.claim
    WHERE e.work = w.key AND e.relation = 'mentions' AND s.document = w.listed_by) AS mentioned
FROM works w WHERE w.listed_by = :id ORDER BY w.line LIMIT 1000
