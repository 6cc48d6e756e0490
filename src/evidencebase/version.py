"""The version of evidencebase."""

VERSION = "0.1.0"
