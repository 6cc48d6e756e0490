"""Is the work that an entry cites the work that a registry describes? Pure functions: no files, no network."""
