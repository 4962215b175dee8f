"""Descriptions made while reading: the levels of the scheme, and what is known of a feature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import make_id

from sphinxext.stability.badges import in_context
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext.insert import parse
from sphinxext.stability.ext.nodes import stability_role
from sphinxext.stability.ext.tables import table
from sphinxext.stability.model import Feature, Kind, Level, Policy, Stage, Where
from sphinxext.stability.policy import stages_at, standing
from sphinxext.stability.timetable import name_span, name_window

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective

    from sphinxext.stability.ext.state import State


class _Describer:
    """Makes nodes of the manifest's texts, which are reStructuredText."""

    def __init__(self, env: BuildEnvironment, host: nodes.document) -> None:
        self.env, self.host = env, host

    def block(self, text: str, where: Where) -> list[nodes.Node]:
        """Return the paragraphs of *text*."""
        return parse(text, where, self.env, self.host) if text else []

    def inline(self, text: str, where: Where) -> list[nodes.Node]:
        """Return the first paragraph of *text* without its block."""
        blocks = self.block(text, where)
        first = blocks[0] if blocks else None
        return list(first.children) if isinstance(first, nodes.paragraph) else blocks

    def fields(self, pairs: Iterable[tuple[str, list[nodes.Node]]]) -> nodes.field_list:
        """Return a field list of the pairs that have something to say."""
        made = nodes.field_list()
        for name, body in pairs:
            if body:
                inline = isinstance(body[0], nodes.Text | nodes.Inline)
                content = [nodes.paragraph("", "", *body)] if inline else body
                made += nodes.field("", nodes.field_name("", name), nodes.field_body("", *content))
        return made


def describe(directive: SphinxDirective, state: State) -> list[nodes.Node]:
    """Describe every level, the most stable first, then what they mean for each kind."""
    describer = _Describer(directive.env, directive.state.document)
    scheme = state.catalogue.scheme
    listed = nodes.definition_list(classes=["stability-levels"])
    for level in scheme.ranked:
        listed += _level(directive, describer, level)
    made: list[nodes.Node] = [listed]
    policy = describer.fields(_policy_fields(state.manifest.policy))
    if policy.children:
        made.append(policy)
    for kind in scheme.kinds:
        made += _kind(describer, kind, scheme.ranked[::-1])
    return made


def _policy_fields(policy: Policy) -> Iterable[tuple[str, list[nodes.Node]]]:
    """Give what the policy promises about time."""
    windows = policy.windows
    yield "Warning before a change", _text(name_window(windows.default))
    yield "Error before a silent change", _text(name_window(windows.silent))
    yield "Wait before a removed name returns", _text(name_window(windows.restore))
    yield "Announcement before a change", _text(name_window(windows.announcement))
    yield "Forward compatible", _text(name_span(policy.forward_compatibility))


def _level(
    directive: SphinxDirective, describer: _Describer, level: Level
) -> nodes.definition_list_item:
    env, document = directive.env, directive.state.document
    term = nodes.term("", "", stability_role(what="level", word=level.id, unlinked=True))
    node_id = make_id(env, document, "stability-level", level.id)
    term["ids"].append(node_id)
    document.note_explicit_target(term)
    directive.set_source_info(term)
    domains.of(env).describe(env.docname, "level", level.id, node_id)
    label = f"stability-level-{level.id}".lower()
    std = env.domains.standard_domain
    std.note_hyperlink_target(label, env.docname, node_id, level.label)
    definition = nodes.definition()
    definition += describer.block(level.summary, level.where)
    definition += describer.block(level.commitment, level.where)
    facts = [
        ("Formerly", _text(", ".join(level.formerly))),
        ("Also called", _text(", ".join(level.aliases))),
        ("Backward compatible", _text(_yes_no(level.backward_compatible))),
        ("For production", _text(_yes_no(level.production))),
    ]
    fields = describer.fields(facts)
    if fields.children:
        definition += fields
    return nodes.definition_list_item("", term, definition)


def _kind(describer: _Describer, kind: Kind, levels: list[Level]) -> list[nodes.Node]:
    """Describe a kind of thing: aspects across, the levels that it has down."""
    made: list[nodes.Node] = [nodes.rubric("", kind.label)]
    made += describer.block(kind.description, kind.where)
    columns = [
        {level.id: text for word, text in texts.items() for level in levels if _is(level, word)}
        for texts in kind.aspects.values()
    ]
    rows = []
    for level in levels:
        if any(level.id in column for column in columns):
            head: list[nodes.Node] = [stability_role(what="level", word=level.id)]
            cells = [describer.inline(column.get(level.id, "–"), kind.where) for column in columns]
            rows.append([head, *cells])
    if rows:
        titles = ["Level", *kind.aspects]
        made.append(table([[nodes.Text(title)] for title in titles], rows, "stability-aspects"))
    for footnote in kind.footnotes:
        # The cells that it belongs to end in the same mark.
        made += describer.block(f"\\* {footnote}", kind.where)
    return made


def _is(level: Level, word: str) -> bool:
    return word.lower() in {level.id.lower(), *(alias.lower() for alias in level.aliases)}


def feature_nodes(
    state: State, name: str, env: BuildEnvironment, host: nodes.document
) -> list[nodes.Node]:
    """Return what the manifest says of a feature: description, history, roadmap, links."""
    feature = state.catalogue.features[name]
    describer = _Describer(env, host)
    made = describer.block(feature.description, feature.where)
    fields = describer.fields(_feature_fields(state, feature, describer))
    return [*made, fields] if fields.children else made


def _feature_fields(
    state: State, feature: Feature, describer: _Describer
) -> Iterable[tuple[str, list[nodes.Node]]]:
    catalogue = state.catalogue
    kind = next((kind.label for kind in catalogue.scheme.kinds if kind.id == feature.kind), "")
    yield "Kind", _text(kind)
    for one in catalogue.standings[feature.id]:
        since = f" since version {one.since}" if one.since else ""
        context = f" for {in_context(one.when)}" if one.when else ""
        if since or context:
            yield "Level", _text(f"{one.label}{context}{since}")
    absent = " / ".join(map(in_context, feature.not_offered))
    yield "Not offered", _text(f"for {absent}" if absent else "")
    past = [
        standing(catalogue.scheme, stage.level).label
        + (f" since version {stage.since}" if stage.since else "")
        for stage in _past(state, feature)
    ]
    yield "Before", _text(", ".join(past))
    yield "Reason", describer.inline(feature.reason, feature.where)
    if feature.target:  # planned, whether the version is known or not
        level = catalogue.scheme.find(feature.target.level)
        planned = level.label if level else feature.target.level
        version = f" in version {feature.target.version}" if feature.target.version else ""
        yield "Planned", _text(f"{planned}{version}")
    yield "Moved to", [nodes.literal("", feature.moved_to)] if feature.moved_to else []
    yield "Dropped", _text(f"in version {feature.ended}" if feature.ended else "")
    if feature.enable:
        yield "Enable", [nodes.literal("", feature.enable)]
    objects = [nodes.literal("", str(target)) for target in feature.objects]
    yield "Covers", _joined(objects)
    links = [("Tracking", feature.tracking), ("Draft docs", feature.docs)]
    links.append(("Feedback", feature.feedback))
    yield "Links", _joined([nodes.reference("", t, refuri=uri) for t, uri in links if uri])


def _past(state: State, feature: Feature) -> list[Stage]:
    """Return the levels that a feature had before the one it has at this version."""
    stages = stages_at(feature, state.catalogue.moment)
    return stages[:-1] if feature.level else stages


def _joined(made: list[nodes.literal] | list[nodes.reference]) -> list[nodes.Node]:
    joined: list[nodes.Node] = []
    for node in made:
        joined += [nodes.Text(", "), node] if joined else [node]
    return joined


def _text(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []


def _yes_no(value: bool | None) -> str:  # noqa: FBT001
    return "" if value is None else "yes" if value else "no"
