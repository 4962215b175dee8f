"""Inventories of three projects, and of as many as a test of speed needs."""

from __future__ import annotations

from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    KindItem,
    LevelItem,
    SchemeItem,
    StageItem,
)
from sphinxext.stability.rows import Source

SCHEME = SchemeItem(
    default_level="stable",
    levels=(
        LevelItem(id="stable", label="Stable", rank=30, color="green", summary="It stays."),
        LevelItem(id="beta", label="Beta", rank=20, color="amber", summary="It may change."),
        LevelItem(id="prototype", label="Prototype", rank=10, color="violet"),
    ),
    kinds=(KindItem(id="api", label="API"), KindItem(id="model", label="Model class")),
)
LEVELS = ("stable", "beta", "prototype")


def features(project: str, number: int) -> tuple[FeatureItem, ...]:
    """Return features of which every third has the same level and every second the same kind."""
    return tuple(
        FeatureItem(
            id=f"f{i}",
            title=f"{project.title()} feature {i:03}",
            kind=("api", "model")[i % 2],
            levels=(StageItem(level=LEVELS[i % 3], since=f"1.{i % 12}" if i % 5 else ""),),
            history=(StageItem(level="Experimental", since="0.9"),) if i % 4 == 0 else (),
            planned=StageItem(level="stable", since=f"2.{i % 11}") if i % 3 == 1 else None,
            covers=(f"{project}.part{i % 7}.function_{i}",) * (1 + i % 3),
            url=f"api.html#f{i}",
            tracking=f"https://example.org/{i}" if i % 2 else "",
        )
        for i in range(number)
    )


def source(project: str, number: int, more: tuple[FeatureItem, ...] = ()) -> Source:
    """Return an inventory in which the first feature and every ninth go away."""
    changes = tuple(
        ChangeItem(id=f"C{i}", type="removal", phase="warn", features=(f"f{i}",), effective="3.1")
        for i in range(0, number, 9)
    )
    found = Inventory(
        format=1,
        project=project,
        version="2.6",
        scheme=SCHEME,
        features=features(project, number) + more,
        changes=changes,
    )
    return Source(project, f"https://{project}.example/", found)


#: Stable in one context and Beta in another: below levels it stands twice.
TWICE = FeatureItem(
    id="twice",
    title="Alpaca feature twice",
    kind="model",
    levels=(
        StageItem(level="stable", when={"workload": "inference"}),
        StageItem(level="beta", when={"workload": "training"}),
    ),
)
SOURCES = (source("alpaca", 30, (TWICE,)), source("beaver", 20), source("camel", 10))
