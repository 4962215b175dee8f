"""What the README shows can be used as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinxext.stability.cli import main

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.skipif(not README.exists(), reason="only a checkout has the README")
def test_the_manifest_is_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sphinx-stability check` finds nothing in it, whatever day it is."""
    (manifest,) = re.findall(
        r"^```toml\n(.*?)^```", README.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    (tmp_path / "stability.toml").write_text(manifest, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    assert capsys.readouterr().out == ""
