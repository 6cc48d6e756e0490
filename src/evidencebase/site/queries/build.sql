SELECT tool, built, commit_id, title, description, whole, performed, not_performed FROM builds LIMIT 1
