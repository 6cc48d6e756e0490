"""``python -m evidencebase``."""

from evidencebase.cli import main

main()
