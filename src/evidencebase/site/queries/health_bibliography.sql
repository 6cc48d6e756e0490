SELECT file, listed_by, works, confirmed, differs, not_found, unchecked, verified, registries_differ, unverified, retracted,
       without_identifier, unused, duplicates, findings
FROM bibliography_health ORDER BY listed_by IS NULL, file LIMIT 200
