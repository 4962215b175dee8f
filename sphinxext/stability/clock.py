"""When a manifest is evaluated: the version that the documentation is about, and the date."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping

import msgspec
from packaging.version import Version

from sphinxext.stability.model import Manifest, Release
from sphinxext.stability.versions import base, parse_version


class Moment(msgspec.Struct, frozen=True):
    """The evaluation version and date; ``components`` have versions of their own.

    ``today`` is later than the date when an old version is built again; a guessed date before it
    was wrong.
    """

    version: Version
    date: dt.date
    components: Mapping[str, Version] = {}
    today: dt.date | None = None

    def version_of(self, component: str) -> Version | None:
        """Return the version of a component, if it has one yet; the empty name is the project."""
        return self.components.get(component) if component else self.version

    def reached(self, version: Version | None, component: str = "") -> bool:
        """Tell whether *version* is out; False when there is none."""
        at = self.version_of(component)
        return version is not None and at is not None and base(version) <= at


def evaluate(manifest: Manifest, text: str, date: dt.date | None) -> tuple[Moment, str]:
    """Return the moment that a version, and a date if one is given, mean now; and a complaint.

    What *text* may be, and what a complaint is about, is in :func:`evaluation_version`.
    """
    today = dt.datetime.now(tz=dt.UTC).date()
    version, complaint = evaluation_version(manifest, text, date or today)
    epoch = source_date_epoch()
    at = moment(manifest, version, date or evaluation_date(manifest, version, epoch, today))
    return msgspec.structs.replace(at, today=date or epoch or today), complaint


def source_date_epoch() -> dt.date | None:
    """Return the date of ``SOURCE_DATE_EPOCH``, if it is set to one."""
    try:
        seconds = int(os.environ["SOURCE_DATE_EPOCH"])
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def evaluation_version(manifest: Manifest, text: str, today: dt.date) -> tuple[Version, str]:
    """Return the version that the documentation is about, and a complaint or nothing.

    A *text* that is no version means the newest release that is out, else the newest version
    that the manifest knows.
    """
    found = parse_version(text)
    if found is not None:
        return base(found), ""
    version = newest(manifest.releases, "", today) or _newest_known(manifest)
    what = f"`{text}` is not a version that PEP 440 allows" if text else "there is no version"
    return version, (
        f"{what}; the manifest is evaluated at {version}. "
        "Set `stability_version` or `release` in conf.py"
    )


def evaluation_date(
    manifest: Manifest, version: Version, epoch: dt.date | None, today: dt.date
) -> dt.date:
    """Return the date of the release that *version* is in, so that an old branch stays as it was.

    A release without a date, or in the future, leaves ``SOURCE_DATE_EPOCH`` (*epoch*)
    and then *today*.
    """
    release = release_of(manifest.releases, version)
    if release is not None and release.date is not None and release.date <= today:
        return release.date
    return epoch or today


def moment(manifest: Manifest, version: Version, date: dt.date) -> Moment:
    """Return the moment, with the newest releases of the components by *date*."""
    names = {release.component for release in manifest.releases} - {""}
    found = {name: newest(manifest.releases, name, date) for name in sorted(names)}
    components = {name: release for name, release in found.items() if release is not None}
    return Moment(version, date, components)


def newest(releases: Iterable[Release], component: str, date: dt.date) -> Version | None:
    """Return the highest version of *component* that is out on *date*."""
    out = [r.version for r in releases if r.component == component and r.date and r.date <= date]
    return base(max(out)) if out else None


def release_of(
    releases: Iterable[Release], version: Version, component: str = ""
) -> Release | None:
    """Return the newest release not above *version*: its place in the calendar."""
    below = [r for r in releases if r.component == component and base(r.version) <= version]
    return max(below, key=lambda release: release.version, default=None)


def _newest_known(manifest: Manifest) -> Version:
    known = [change.announced for change in manifest.changes]
    known += [change.deprecated.known for change in manifest.changes if change.deprecated]
    known += [feature.since for feature in manifest.features]
    return base(max((version for version in known if version), default=Version("0")))
