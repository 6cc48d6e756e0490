SELECT w.key, w.type, w.title, w.authors, w.container, w.year, w.volume, w.issue, w.pages, w.doi, w.pmid, w.url,
       w.design, w.n, w.trial, w.meant, w.record, w.verdict, w.notice, w.record_note, w.same_as, w.listed_by, w.missing, w.file, w.line,
       w.fields AS fields_json, d.title AS listed_by_title, 1 AS known,
  (SELECT json_group_array(json_object('family', family, 'given', given)) FROM (
     SELECT a.family, a.given FROM authorship x JOIN authors a ON a.id = x.author
      WHERE x.work = w.key AND x.role = 'author' ORDER BY x.position)) AS persons_json
FROM works w LEFT JOIN documents d ON d.id = w.listed_by
WHERE w.key = :key
