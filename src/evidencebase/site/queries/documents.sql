SELECT d.id, d.title, d.url, d.citations, d.note, d.retrieved, d.licence, d.bibliography,
       v.passages, v.with_claims, v.without_claim, v.unaccounted, v.claims, v.uncited,
       (SELECT count(*) FROM works w WHERE w.listed_by = d.id) AS works,
       (SELECT count(*) FROM works w WHERE w.listed_by = d.id AND w.record = 'confirmed') AS confirmed,
       (SELECT count(*) FROM works w WHERE w.listed_by = d.id AND w.record IN ('differs', 'not-found')) AS doubtful,
       (SELECT count(DISTINCT f.row_key) FROM findings f JOIN statements s ON s.claim = f.row_key
         WHERE s.document = d.id AND f.rule = 'claims/uncited') AS uncited_findings,
       (SELECT count(DISTINCT f.row_key) FROM findings f JOIN statements s ON s.claim = f.row_key
         WHERE s.document = d.id AND f.rule = 'claims/uncited-by-its-document') AS unlisted_findings,
       (SELECT count(DISTINCT f.row_key) FROM findings f JOIN statements s ON s.claim = f.row_key
         WHERE s.document = d.id AND f.rule = 'strength/overclaim') AS overclaimed,
       (SELECT count(DISTINCT s.claim) FROM statements s JOIN claims c ON c.id = s.claim
         WHERE s.document = d.id AND c.status = 'contested') AS contested
FROM documents d JOIN document_coverage v ON v.document = d.id
ORDER BY d.id
LIMIT 200
