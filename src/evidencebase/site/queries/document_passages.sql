SELECT p.anchor, p.kind, p.no_claim, p.text AS words, p.section, x.title AS section_title, s.wording,
       c.id AS claim, c.claim AS text, c.evidence_strength, c.status, c.direction,
       (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'supports') AS supporting,
       (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation = 'disputes') AS disputing,
       (SELECT count(DISTINCT e.work) FROM evidence e WHERE e.claim = c.id AND e.relation <> 'mentions') AS bearing,
       (SELECT count(DISTINCT e.work) FROM evidence e JOIN works w ON w.key = e.work
         WHERE e.claim = c.id AND e.relation <> 'mentions' AND w.listed_by = p.document) AS listed,
       (SELECT count(*) FROM findings f
         WHERE f.row_key = c.id AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*') AS findings,
       (SELECT max(f.severity = 'error') FROM findings f
         WHERE f.row_key = c.id AND f.rule NOT GLOB 'works/*' AND f.rule NOT GLOB 'verifications/*') AS error
FROM passages p
LEFT JOIN sections x ON x.id = p.section
LEFT JOIN statements s ON s.passage = p.anchor
LEFT JOIN claims c ON c.id = s.claim
WHERE p.document = :id AND (p.kind IN ('prose', 'quote', 'list-item', 'table-row') OR s.claim IS NOT NULL)
ORDER BY p.ordinal, c.id
LIMIT 3000
