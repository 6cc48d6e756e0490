"""Registries for a test, and an evidence base that asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from evidencebase.verify import transport
from tests.conftest import Make
from tests.verify.registries import Registries, Work

Asking = Callable[[str, Sequence[Work]], tuple[Path, Registries]]


@pytest.fixture
def registries() -> Iterator[Registries]:
    """Registries without works; the test fails when they were asked what they do not know."""
    with Registries() as server:
        yield server
        assert not server.unknown


@pytest.fixture
def asking(make: Make, registries: Registries, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """An evidence base of these entries, whose settings name the registries; they know these works."""
    monkeypatch.setattr(transport, "PAUSE", 0.01)
    fast = [one._replace(rates=dict.fromkeys(one.rates, 500)) for one in transport.REGISTRIES]
    monkeypatch.setattr(transport, "REGISTRIES", fast)
    monkeypatch.delenv("EVIDENCEBASE_CONTACT", raising=False)
    monkeypatch.delenv("NCBI_API_KEY", raising=False)
    registries.limits = {"x-rate-limit-limit": "500", "x-rate-limit-interval": "1s"}

    def made(bib: str, works: Sequence[Work]) -> tuple[Path, Registries]:
        registries.works = list(works)
        lines = "".join(f'"{name}" = "{address}"\n' for name, address in registries.addresses.items())
        keys = [line.partition("{")[2].rstrip(",") for line in bib.splitlines() if line.startswith("@")]
        rows = "".join(f"AB-{n},Bone lives in way {n},{key},low\n" for n, key in enumerate(keys, 1))
        base = make(
            {
                "references/works.bib": bib,
                "claims.csv": f"id,claim,supports,evidence_strength\n{rows}",
                "evidencebase.toml": f'contact = "ada@example.org"\n[registries]\n{lines}',
            }
        )
        return base, registries

    return made
