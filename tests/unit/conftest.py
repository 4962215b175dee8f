"""Fixtures of the tests of the pure core: manifests from text, and questions to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from packaging.version import Version

from sphinxext.stability import clock
from sphinxext.stability.answers import Applied
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.manifest import ManifestError, load
from sphinxext.stability.model import Manifest
from sphinxext.stability.notices import Notice, Notices
from sphinxext.stability.wording import Wording

#: Reads texts as files ``a.toml``, ``b.toml``, … of one manifest.
Read = Callable[..., Manifest]
#: Returns the faults of such files, a line each, with the names of the files only.
FaultsOf = Callable[..., list[str]]
#: Makes a manifest text ready for questions at a version.
Ask = Callable[..., Catalogue]
#: The notices that a change, as TOML text, asks for at a version.
NoticesOf = Callable[..., list[Notice]]

# The same examples in every run, however busy the machine.
settings.register_profile("unit", deadline=None, derandomize=True, max_examples=200)
settings.load_profile("unit")

HEAD = 'format = 1\nscheme.extends = "pytorch"\n'


def _paths(folder: Path, texts: tuple[str | bytes, ...]) -> list[Path]:
    paths = []
    for name, text in zip("abcdef", texts, strict=False):
        path = folder / f"{name}.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths.append(path)
    return paths


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read manifest files from their texts."""

    def read(*texts: str | bytes) -> Manifest:
        return load(_paths(tmp_path, texts))

    return read


@pytest.fixture
def faults_of(tmp_path: Path) -> FaultsOf:
    """Return what is wrong with manifest files."""

    def faults_of(*texts: str | bytes) -> list[str]:
        with pytest.raises(ManifestError) as caught:
            load(_paths(tmp_path, texts))
        return str(caught.value).replace(f"{tmp_path}/", "").splitlines()

    return faults_of


@pytest.fixture
def ask(read: Read) -> Ask:
    """Return a catalogue: of a text that follows the PyTorch preset, or of a whole text."""

    def ask(text: str, version: str = "2.4", date: str = "2024-08-01") -> Catalogue:
        manifest = read(text if text.startswith("format") else HEAD + text)
        day = dt.date.fromisoformat(date)
        return Catalogue(manifest, clock.moment(manifest, Version(version), day))

    return ask


@pytest.fixture
def notices_of(ask: Ask) -> NoticesOf:
    """Return the notices of the one change in a text, at a version."""

    def notices_of(text: str, version: str, parameter: str = "", value: str = "") -> list[Notice]:
        catalogue = ask(f'[[changes]]\nid = "C-1"\n{text}', version)
        (change,) = catalogue.manifest.changes
        applied = Applied(change, catalogue.phases["C-1"], parameter, value)
        return list(Notices(Wording())._change(applied))

    return notices_of
