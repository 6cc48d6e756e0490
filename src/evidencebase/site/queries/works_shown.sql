SELECT w.key, w.type, w.title, w.authors, w.container, w.year, w.volume, w.issue, w.pages, w.doi, w.pmid, w.url,
       w.design, w.n, w.record, w.verdict, w.notice, w.meant, w.same_as, w.listed_by, d.title AS listed_by_title, 1 AS known,
  (SELECT json_group_array(json_object('family', family, 'given', given)) FROM (
     SELECT a.family, a.given FROM authorship x JOIN authors a ON a.id = x.author
      WHERE x.work = w.key AND x.role = 'author' ORDER BY x.position)) AS persons_json,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'supports') AS supporting,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'disputes') AS disputing,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'qualifies') AS qualifying,
  (SELECT count(DISTINCT e.claim) FROM evidence e WHERE e.work = w.key AND e.relation = 'mentions') AS mentioning
FROM json_each(:ids) j
JOIN works w ON w.key = j.value
LEFT JOIN documents d ON d.id = w.listed_by
ORDER BY j.key
