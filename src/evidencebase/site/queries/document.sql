SELECT d.id, d.title, d.url, d.retrieved, d.licence, d.text, d.citations, d.bibliography, d.note, d.file, d.line,
       v.passages, v.with_claims, v.without_claim, v.unaccounted, v.claims
FROM documents d JOIN document_coverage v ON v.document = d.id
WHERE d.id = :id
