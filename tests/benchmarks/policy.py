"""Evaluate 10,000 changes over 200 releases: phases, and computed ends.

A tenth of the changes each is silent, warned in nightly builds before its release, or comes after
another one. All are about objects of their own, and of features with levels.
"""

from __future__ import annotations

import datetime as dt
import time

from packaging.version import Version

from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.model import (
    Change,
    Feature,
    Id,
    Level,
    Manifest,
    Policy,
    Release,
    Scheme,
    Start,
    Window,
    Windows,
)
from sphinxext.stability.targets import Target

TWO = Window(releases=2, days=180)
SERIES, MINORS, PATCHES = 5, 20, 1


def releases() -> tuple[Release, ...]:
    """Return 200 releases, one every thirty days: five series of twenty, each with a patch."""
    versions = [
        f"{major}.{minor}" + (f".{patch}" if patch else "")
        for major in range(1, SERIES + 1)
        for minor in range(MINORS)
        for patch in range(PATCHES + 1)
    ]
    day = dt.date(2010, 1, 1)
    return tuple(
        Release(version=Version(version), date=day + dt.timedelta(days=30 * number))
        for number, version in enumerate(versions)
    )


def change(number: int, calendar: tuple[Release, ...]) -> Change:
    """Return a change that began in one of the releases."""
    begun = calendar[number % len(calendar)]
    silent, nightly = number % 10 == 0, number % 10 == 1
    day = begun.date - dt.timedelta(days=number % 90) if begun.date and nightly else None
    return Change(
        id=Id(f"c{number}"),
        type="removal",
        objects=(Target.parse(f"lib.mod{number % 400}.f{number}"),),
        deprecated=Start(version=begun.version, nightly=day),
        silent=silent,
        after=f"c{number - 1}" if number % 10 == 2 else "",
    )


def manifest(count: int) -> Manifest:
    """Return a manifest with so many changes."""
    calendar = releases()
    levels = (
        Level(id=Id("stable"), rank=30),
        Level(id=Id("slow"), rank=25, window=Window(releases=4, days=360)),
    )
    features = tuple(
        Feature(
            id=Id(f"f{number}"),
            level="slow" if number % 2 else "stable",
            objects=(Target.parse(f"lib.mod{number}.**"),),
        )
        for number in range(400)
    )
    return Manifest(
        format=1,
        scheme=Scheme(levels=levels),
        policy=Policy(windows=Windows(default=TWO, silent=TWO, restore=TWO)),
        releases=calendar,
        features=features,
        changes=tuple(change(number, calendar) for number in range(count)),
    )


def main() -> None:
    """Measure and print."""
    whole = manifest(10_000)
    moment = Moment(Version("5.10"), dt.date(2025, 1, 1))
    start = time.process_time()
    catalogue = Catalogue(whole, moment)
    ready = time.process_time()
    ends = [catalogue.end(one) for one in whole.changes]
    done = time.process_time()
    found = sum(end is not None for end in ends)
    print(f"phases of {len(catalogue.phases):,} changes: {ready - start:.2f} s CPU, index included")
    print(f"ends: {done - ready:.2f} s CPU, {found:,} found over {len(whole.releases)} releases")
    print(f"together {done - start:.2f} s CPU (target: 0.3)")


if __name__ == "__main__":
    main()
