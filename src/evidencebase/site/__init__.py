"""The site: an evidence base in Datasette. Knows the database only, never the files that it was built from."""
