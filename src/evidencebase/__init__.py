"""evidencebase: claims, graded and cited, checked and browsable."""

__version__ = "0.1.0"
