"""One file format each: text in, rows with their lines out, and findings about what could not be read."""
