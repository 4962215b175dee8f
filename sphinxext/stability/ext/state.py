"""What a build works with: the manifest made ready, at its version and date."""

from __future__ import annotations

import dataclasses
import datetime as dt
import glob
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from docutils.nodes import Node
from packaging.version import Version
from sphinx.errors import ConfigError
from sphinx.util import logging

from sphinxext import stability as package
from sphinxext.stability import assets, clock
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.ext import source
from sphinxext.stability.ext.config import Settings
from sphinxext.stability.ext.kept import Kept, digest_of
from sphinxext.stability.ext.projects import Others
from sphinxext.stability.manifest import Fault, ManifestError, load
from sphinxext.stability.model import Manifest
from sphinxext.stability.notices import Notices
from sphinxext.stability.rules import Published
from sphinxext.stability.targets import DOMAINS, Target
from sphinxext.stability.versions import parse_version
from sphinxext.stability.wording import Wording, WordingError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


@contextmanager
def wording_as_config() -> Iterator[None]:
    """Let a template that cannot be used end the build as bad configuration does."""
    try:
        yield
    except WordingError as error:
        raise ConfigError(f"a template of the stability notices fails: {error}") from None


@dataclasses.dataclass(frozen=True, slots=True)
class _Ready:
    """What is made of the manifest."""

    manifest: Manifest
    catalogue: Catalogue
    notices: Notices
    digest: str


class State:
    """The one object that the glue works with; it is made anew for every build.

    The manifest is read when it is first asked for: a build in which nothing has changed never
    does.
    """

    def __init__(self, app: Sphinx, settings: Settings, others: Others) -> None:
        self._app, self.settings, self._others = app, settings, others
        #: Inventories of other projects: name → (address, inventory).
        self.projects = others.projects
        #: The texts of notices that have no references, as nodes.
        self.parsed: dict[str, list[Node]] = {}
        #: The source of what is documented.
        self.code = source.load(app, settings)
        self._paths = _paths(app, settings)
        #: Digest of what everything is made from, byte for byte.
        self.inputs = self._inputs()
        kept = Kept.load(app)
        self._known = kept.state if kept.inputs == self.inputs else ""

    @property
    def has_manifest(self) -> bool:
        """Whether there is a manifest, or markup alone."""
        return bool(self._paths)

    @cached_property
    def previous(self) -> Published | None:
        """What the last release published, ``stability_previous``."""
        found = self._others.previous
        fault = found.fault(self.manifest.project.name) if found else ""
        if fault:
            logger.warning("stability_previous: %s", fault, type="stability", subtype="inventory")
        return found

    @property
    def manifest(self) -> Manifest:
        """The manifest, with its preset."""
        return self._ready.manifest

    @property
    def catalogue(self) -> Catalogue:
        """The manifest made ready for questions."""
        return self._ready.catalogue

    @property
    def notices(self) -> Notices:
        """The notices that answers ask for."""
        return self._ready.notices

    @property
    def digest(self) -> str:
        """Stands for everything: two builds with the same one show the same."""
        return self._known or self._ready.digest

    def stamp(self) -> str:
        """Stand for all that decides what is inserted: this state, and the code that was read."""
        return digest_of([], self.digest, self.code.stamp() if self.code else [])

    def prepare(self) -> None:
        """Read the manifest, unless an earlier build has with the same inputs.

        :raises ConfigError: when the manifest has faults, each of which is logged before.
        """
        # A version that is none is complained about in every build.
        if not self._known or parse_version(self.settings.version) is None:
            _ = self._ready

    @cached_property
    def _ready(self) -> _Ready:
        app, settings = self._app, self.settings
        try:
            manifest = load(self._paths, self._domains) if self._paths else Manifest(format=1)
        except ManifestError as error:
            raise _report(error.faults) from None
        if not manifest.project.name:
            project = msgspec.structs.replace(manifest.project, name=app.config.project)
            manifest = msgspec.structs.replace(manifest, project=project)
        # Those that cannot be read today as well: what is wrong does not hang on a server.
        if self._paths and manifest.project.name in {one.name for one in settings.projects}:
            raise ConfigError(
                f"stability_projects: `{manifest.project.name}` is the name of this project; "
                "choose another for the other one"
            )
        moment = _moment(manifest, settings, warn=self.has_manifest)
        catalogue = Catalogue(manifest, moment)
        notices = Notices(Wording(self._overrides))
        if any((folder / "stability").is_dir() for folder in self._overrides):
            with wording_as_config():  # before other processes run into it
                notices.rehearse(catalogue)
        digest = _digest(manifest, moment, settings, self._others, self._templates)
        return _Ready(manifest, catalogue, notices, digest)

    @cached_property
    def _domains(self) -> dict[str, frozenset[str]]:
        """The domains that targets may name, with their object types."""
        domains = dict(DOMAINS)
        for name, domain in self._app.registry.domains.items():
            domains[name] = frozenset(domain.object_types) | domains.get(name, frozenset())
        return domains

    @cached_property
    def _overrides(self) -> list[Path]:
        return [Path(self._app.confdir, folder) for folder in self._app.config.templates_path]

    @cached_property
    def _templates(self) -> list[Path]:
        """The templates of the wording, the project's own first."""
        folders = [*(path / "stability" for path in self._overrides), assets.templates_dir()]
        return [file for folder in folders for file in sorted(folder.glob("*/*.rst"))]

    def _inputs(self) -> str:
        domains = sorted((name, sorted(types)) for name, types in self._domains.items())
        today = dt.datetime.now(tz=dt.UTC).date()
        project = self._app.config.project
        files = [*self._paths, *sorted(assets.PRESETS.glob("*.toml")), *self._templates]
        # A set has another order in every process; how servers are asked decides nothing.
        settings = dataclasses.replace(
            self.settings, badges=frozenset(), offline=False, timeout=0, cache_days=0
        )
        shown = sorted(self.settings.badges)
        values = (
            settings,
            shown,
            project,
            today,
            clock.source_date_epoch(),
            domains,
            self._others.digests,
        )
        return digest_of(files, *values)


def _paths(app: Sphinx, settings: Settings) -> list[Path]:
    """Return the manifest's files: patterns expanded, missing files kept for their fault."""
    if settings.manifest is None:
        default = Path(app.srcdir, "stability.toml")
        return [default] if default.exists() else []
    paths: list[Path] = []
    for pattern in settings.manifest:
        found = sorted(glob.glob(pattern, root_dir=app.srcdir, recursive=True))  # noqa: PTH207
        paths += [Path(os.path.normpath(Path(app.srcdir, name))) for name in found or [pattern]]
    return list(dict.fromkeys(paths))


def _report(faults: tuple[Fault, ...]) -> ConfigError:
    """Log each fault at its place; return the error that ends the build."""
    for fault in faults:
        where = fault.where
        if where.line:
            path = f"{fault.path}: " if fault.path else ""
            logger.error("%s%s", path, fault.message, location=str(where))
        else:
            # Sphinx takes a place without a line for the name of a document.
            logger.error("%s", fault)
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return ConfigError(f"the stability manifest has {count}, listed above; nothing was built")


def _moment(manifest: Manifest, settings: Settings, *, warn: bool) -> clock.Moment:
    moment, complaint = clock.evaluate(manifest, settings.version, settings.date)
    # Without any version, a manifest of mere levels says the same at all times.
    timed = manifest.changes or any(f.since or f.history for f in manifest.features)
    if complaint and warn and (timed or settings.version):
        logger.warning(complaint, type="stability", subtype="version")
    return moment


def _digest(
    manifest: Manifest,
    moment: clock.Moment,
    settings: Settings,
    others: Others,
    templates: list[Path],
) -> str:
    """Hash everything that what is shown depends on; comments and places are no part of it."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(canonical(manifest))
    when = (moment.version, moment.date, sorted(moment.components.items()), package.__version__)
    shown = (settings.notices, sorted(settings.badges), settings.code_checks)
    digest.update(repr((when, shown)).encode())
    digest.update(repr(sorted(settings.rules.items())).encode())
    digest.update(repr(others.digests).encode())
    for file in templates:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def canonical(record: object) -> bytes:
    """Encode a record without the places of its entries."""

    def plain(value: object) -> object:
        if isinstance(value, msgspec.Struct):
            fields = (f for f in value.__struct_fields__ if f != "where")
            return {name: plain(getattr(value, name)) for name in fields}
        if isinstance(value, tuple | list):
            return [plain(item) for item in value]
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return str(value) if isinstance(value, Version | Target) else value

    return msgspec.json.encode(plain(record), order="sorted")
