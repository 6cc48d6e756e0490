SELECT built, commit_id, claims, uncited, overclaimed, contested, works, doubtful, errors, warnings, open
FROM history ORDER BY built DESC LIMIT 21
