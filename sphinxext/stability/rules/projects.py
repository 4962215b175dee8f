"""What a manifest says of other projects and of what its features rest on."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext.stability.findings import Severity
from sphinxext.stability.inventory import ObjectItem, find
from sphinxext.stability.manifest.faults import suggestion
from sphinxext.stability.model import Feature
from sphinxext.stability.rules.rule import Found, Rule, Survey


def _drift(survey: Survey) -> Iterator[Found]:
    """Compare what is said of another project's things with what that project publishes."""
    for feature in survey.catalogue.manifest.features:
        owner, _, name = feature.moved_to.partition(":")
        if name and owner in survey.projects:
            known = {item.id: item for item in survey.projects[owner].features}
            if name not in known:
                yield Found(
                    f"`{feature.id}` has moved to `{feature.moved_to}`, but `{owner}` publishes no "
                    f"such feature: correct it{suggestion(name, known)}",
                    entry=feature.where,
                )
        yield from _differing(survey, feature)


def _differing(survey: Survey, feature: Feature) -> Iterator[Found]:
    standings = survey.catalogue.standings[feature.id]
    if len(standings) != 1 or standings[0].when or standings[0].level is None:
        return
    level = standings[0].level
    for target in feature.objects:
        if target.parameter or target.has_wildcard or survey.is_known(target):
            continue
        for project, inventory in survey.projects.items():
            item = find(inventory, target)
            word = item.level if isinstance(item, ObjectItem) else ""
            theirs = next((one.label for one in inventory.scheme.levels if one.id == word), word)
            mine = {name.casefold() for name in (level.id, level.label, *level.aliases)}
            if word and not mine & {word.casefold(), theirs.casefold()}:
                yield Found(
                    f"`{target}` is {level.label} by `{feature.id}`, but {theirs} by its own "
                    f"project `{project}` {inventory.version}: take over its level, or leave it "
                    "to them",
                    entry=feature.where,
                    subject=target.name,
                )


def _depends(survey: Survey) -> Iterator[Found]:
    """Find features promised more in a context than the feature that the context is about.

    A context's value that is the id of a feature, ``framework = "jax"``, names what it rests on.
    """
    catalogue = survey.catalogue
    for feature in catalogue.manifest.features:
        for standing in catalogue.standings[feature.id]:
            for key, value in standing.when.items():
                base = catalogue.features.get(value)
                if base is None or base is feature or standing.level is None:
                    continue
                rank = standing.level.rank
                below = (
                    one.label
                    for one in catalogue.standings[base.id]
                    if one.level and not one.when and one.level.rank < rank
                )
                if low := next(below, ""):
                    yield Found(
                        f"`{feature.id}` is {standing.label} with {key} = {value}, but "
                        f"`{base.id}` is {low} ({survey.show(base.where)}): raise "
                        "that, or lower this",
                        entry=feature.where,
                    )


RULES = (
    Rule(
        "inventory-drift",
        "The manifest says something else of another project's thing than that project does.",
        "Its owner has changed it, or never promised it.",
        "Kubernetes and Gardener compare copies of lists with their origin in scripts",
        Severity.WARNING,
        _drift,
    ),
    Rule(
        "depends-on-lower",
        "A feature is promised more in a context than the feature that the context is about.",
        "What it rests on may change.",
        "Jetpack: a beta may not depend on an alpha",
        Severity.WARNING,
        _depends,
        needs_build=False,
    ),
)
