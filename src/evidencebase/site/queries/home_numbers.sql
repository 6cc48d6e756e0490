SELECT claims, contested, uncited, works, doubtful, unchecked, overclaimed,
       errors + warnings + information AS findings, errors, warnings, information,
       errors + warnings + information - open AS accepted
FROM history ORDER BY built DESC LIMIT 1
