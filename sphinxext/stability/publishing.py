"""What a project publishes: from its manifest and its documents to an inventory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from packaging.version import Version

from sphinxext.stability.answers import Answer, DocumentAnswers, Origin
from sphinxext.stability.badges import plain
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.facts import DocumentFacts
from sphinxext.stability.inventory import (
    FORMAT,
    ChangeItem,
    EndItem,
    FeatureItem,
    Inventory,
    KindItem,
    LevelItem,
    ObjectItem,
    SchemeItem,
    StageItem,
)
from sphinxext.stability.model import Change, Feature
from sphinxext.stability.policy import Standing, stages_at
from sphinxext.stability.targets import TYPES, segments

#: Gives the address of an anchor (or of none) in a document.
UrlOf = Callable[[str, str], str]
Documents = Mapping[str, tuple[DocumentFacts, DocumentAnswers]]


def build(
    catalogue: Catalogue,
    documents: Documents,
    url_of: UrlOf,
    described: Mapping[tuple[str, str], tuple[str, str]],
) -> Inventory:
    """Collect the inventory of a project.

    *described* tells at which document and anchor a ``feature`` or ``level`` is described, by its
    type and id.
    """
    objects = _objects(documents, url_of)
    links = {id_: url_of(*spot) for (type_, id_), spot in described.items() if type_ == "feature"}
    levels = {id_: url_of(*spot) for (type_, id_), spot in described.items() if type_ == "level"}
    # A class before its members, a module before what is in it.
    for item in sorted(objects, key=lambda item: (len(segments(item.name)), item.name)):
        if item.feature:
            links.setdefault(item.feature, item.url)
    for docname, (facts, answers) in sorted(documents.items()):
        for section, answer in zip(facts.sections, answers.sections, strict=True):
            feature = answer.classification.feature if answer.classification else None
            if feature and not (answer.outer and _same_feature(answer.outer, feature)):
                links.setdefault(feature.id, url_of(docname, section.anchor))
    features = [
        _feature(feature, catalogue, links.get(feature.id, ""))
        for feature in catalogue.manifest.features
        if catalogue.standings[feature.id]
    ]
    return Inventory(
        format=FORMAT,
        project=catalogue.manifest.project.name,
        version=str(catalogue.moment.version),
        scheme=_scheme(catalogue, levels),
        features=tuple(sorted(features, key=lambda item: item.id)),
        changes=tuple(
            _change(change, catalogue)
            for change in sorted(catalogue.manifest.changes, key=lambda change: change.id)
        ),
        objects=tuple(objects),
    )


def _same_feature(outer: Answer, feature: Feature) -> bool:
    return outer.classification is not None and outer.classification.feature is feature


def _scheme(catalogue: Catalogue, urls: Mapping[str, str]) -> SchemeItem:
    scheme = catalogue.scheme
    return SchemeItem(
        default_level=catalogue.default.standings[0].id if catalogue.default else "",
        levels=tuple(
            LevelItem(
                id=level.id,
                label=level.label,
                rank=level.rank,
                color=level.color,
                summary=plain(level.summary),
                backward_compatible=level.backward_compatible,
                production=level.production,
                url=urls.get(level.id, ""),
            )
            for level in scheme.ranked
        ),
        kinds=tuple(KindItem(id=kind.id, label=kind.label) for kind in scheme.kinds),
        contexts=catalogue.manifest.contexts,
    )


def _objects(documents: Documents, url_of: UrlOf) -> list[ObjectItem]:
    """Return the objects, each once: its definition rather than a mere description."""
    found: dict[tuple[str, str, str], tuple[bool, ObjectItem]] = {}
    for docname, (facts, answers) in sorted(documents.items()):
        for seen, answer in zip(facts.objects, answers.objects, strict=True):
            classification = answer.classification
            if seen.domain == "stability" or (classification is None and not answer.changes):
                continue
            level = classification.standings[0].id if classification else ""
            by_context = (
                classification is not None
                and bool(classification.directives)
                and any(one.when for one in classification.standings)
            )
            contexts = _stages(classification.standings) if classification and by_context else ()
            by_entry = classification is not None and classification.origin is not Origin.DEFAULT
            feature = classification.feature if classification and by_entry else None
            kind = TYPES.get((seen.domain, seen.objtype), seen.objtype)
            url = url_of(docname, seen.anchor)
            changes = tuple(dict.fromkeys(applied.change.id for applied in answer.changes))
            for name in (seen.name, *seen.also):
                key, defines = (seen.domain, kind, name), not seen.unindexed and bool(seen.anchor)
                if key in found and (found[key][0] or not defines):
                    continue
                found[key] = (
                    defines,
                    ObjectItem(
                        domain=seen.domain,
                        type=kind,
                        name=name,
                        url=url,
                        level=level,
                        contexts=contexts,
                        feature=feature.id if feature else "",
                        changes=changes,
                        deprecated=bool(answer.deprecations),
                        removed=bool(answer.removals),
                    ),
                )
    return [item for _, (_, item) in sorted(found.items())]


def _stages(standings: Iterable[Standing]) -> tuple[StageItem, ...]:
    return tuple(
        StageItem(level=one.id, since=str(one.since or ""), when=dict(one.when))
        for one in standings
    )


def _feature(feature: Feature, catalogue: Catalogue, url: str) -> FeatureItem:
    plan = feature.target
    past = stages_at(feature, catalogue.moment)
    past = past[:-1] if feature.level else past
    return FeatureItem(
        id=feature.id,
        title=feature.title,
        kind=feature.kind,
        levels=_stages(catalogue.standings[feature.id]),
        not_offered=feature.not_offered,
        history=tuple(StageItem(level=s.level, since=str(s.since or "")) for s in past),
        planned=StageItem(level=plan.level, since=str(plan.version or "")) if plan else None,
        covers=tuple(map(str, feature.objects)),
        documents=feature.documents,
        url=url,
        tracking=feature.tracking or "",
        docs=feature.docs or "",
        feedback=feature.feedback or "",
    )


def _change(change: Change, catalogue: Catalogue) -> ChangeItem:
    bound = catalogue.end(change)
    end = None
    if bound:
        date = bound.date.isoformat() if bound.date else ""
        end = EndItem(version=str(bound.version or ""), date=date, about=bound.about)

    def text(version: Version | str | None) -> str:
        return str(version or "")

    return ChangeItem(
        id=change.id,
        type=change.type,
        phase=catalogue.phases[change.id].name.lower(),
        covers=tuple(map(str, change.objects)),
        documents=change.documents,
        features=change.features,
        summary=plain(change.summary),
        announced=text(change.announced),
        deprecated=text(change.deprecated.known if change.deprecated else None),
        error=text(change.error),
        effective=text(change.effective),
        computed_end=end,
        restored=text(change.restored),
        alternatives=tuple(alternative.target for alternative in change.alternatives),
        documentation=change.documentation or "",
        component=change.component,
    )
