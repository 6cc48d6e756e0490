"""What ``--version`` and ``--help`` print. They are answered from here, as importing click takes longer than both."""

from __future__ import annotations

from evidencebase.version import VERSION

# A command is the function of its name in the module of its name in ``cli``; its sentence here begins its help, too.
COMMANDS = {
    "init": "Write a small, valid evidence base to DIRECTORY, with every column explained",
    "build": "Compile claims and works into a SQLite database.",
    "check": "Check the evidence base: every mistake with file, line and what to do.",
    "baseline": "Accept findings that are true but not to be mended now",
    "review": "Sign that you looked at each CLAIM and its evidence and agree; shows what is signed.",
    "verify": "Ask registries whether the works exist and their records are right.",
    "config": "Print every setting in force, of every rule, and where it came from.",
    "fmt": "Write the CSV files in their one form",
    "import": "Add the works in FILES to the bibliography",
    "export": "Write what the evidence base holds in formats of other programs, or as a site of files.",
    "cite": "Print works as citations in a CSL style, one a line.",
    "explain": "Tell why a RULE matters, what to do, how it is asked, with examples.",
    "rules": "List all rules: code, severity, name and the sentence of a finding.",
    "serve": "Build if needed and browse the evidence base in Datasette on 127.0.0.1.",
    "publish-config": "Prepare a public site in DIR (public): database without drafts, Dockerfile, settings, limits.",
    "sql": "Ask the database a QUERY; it can read, not write.",
    "anchor": "Name the passages of a DOCUMENT by reading its TEXT",
}

_USAGE = """\
Usage: evidencebase [OPTIONS] COMMAND [ARGS]...

  Keep claims as rows, grade them, link them to BibTeX works; compile, check
  and browse them.

  Begin:    evidencebase init my-base
  Check:    evidencebase check -C my-base
  Browse:   evidencebase serve -C my-base --open

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""


def usage() -> str:
    """How to begin, and all commands."""
    width = max(map(len, COMMANDS)) + 2
    return _USAGE + "\n".join(f"  {name:<{width}}{sentence.rstrip('.')}" for name, sentence in COMMANDS.items())


def answer(arguments: list[str]) -> str | None:
    """What to print, if these arguments ask for no more than that."""
    if arguments == ["--version"]:
        return f"evidencebase, version {VERSION}"
    return usage() if arguments in (["--help"], ["-h"]) else None
