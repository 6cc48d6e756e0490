"""One output format each: what a check found in, text out."""
