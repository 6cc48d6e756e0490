SELECT d.id, d.title, d.url, d.retrieved, d.licence, d.text, d.citations, d.bibliography, d.note, d.file, d.line,
       v.passages, v.with_claims, v.without_claim, v.unaccounted, v.claims, v.uncited,
       (SELECT count(DISTINCT f.row_key) FROM findings f JOIN statements s ON s.claim = f.row_key
         WHERE s.document = d.id AND f.rule = 'claims/uncited') AS uncited_findings,
       (SELECT count(DISTINCT f.row_key) FROM findings f JOIN statements s ON s.claim = f.row_key
         WHERE s.document = d.id AND f.rule = 'claims/uncited-by-its-document') AS unlisted_findings,
       (SELECT count(DISTINCT f.row_key) FROM findings f JOIN statements s ON s.claim = f.row_key
         WHERE s.document = d.id AND f.rule = 'strength/overclaim') AS overclaimed
FROM documents d JOIN document_coverage v ON v.document = d.id
WHERE d.id = :id
