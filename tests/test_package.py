"""The built package: a wheel with everything in it, installed where nothing of this checkout can help."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).parent.parent
    arguments = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(root)]
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_pages_views_schema_and_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("py.typed", "rules/claims/uncited.md", "views/claim_overview.sql", "reports/check.schema.json"):
        assert f"evidencebase/{part}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "/tests/" in name]


def test_installed_wheel_works(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "fresh", with_pip=False)
    python = tmp_path / "fresh/bin/python"
    site = next((tmp_path / "fresh/lib").glob("python*/site-packages"))
    target = ["install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *target], check=True, capture_output=True)
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])  # behind the wheel's own folder
    code = "import evidencebase; print(evidencebase.__file__)"
    where = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout
    assert str(site) in where
    for arguments in (["init", "new"], ["check", "-C", "new"], ["explain", "overclaim"]):
        subprocess.run([python, "-m", "evidencebase", *arguments], check=True, cwd=tmp_path, capture_output=True)
