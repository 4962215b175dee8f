"""The directives and roles that authors write."""

from __future__ import annotations

import abc
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.directives import ObjectDescription
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_id

from sphinxext.stability import schedule, timeline
from sphinxext.stability.badges import STATES
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext import given, levels, plans
from sphinxext.stability.ext.nodes import LevelMarker, stability_role, stability_table
from sphinxext.stability.ext.state import wording_as_config
from sphinxext.stability.facts import SeenLevel
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.tables import COLUMNS, GROUPS, TableOptions
from sphinxext.stability.web import is_web

if TYPE_CHECKING:
    from sphinx.addnodes import desc_signature
    from sphinx.util.typing import OptionSpec

    from sphinxext.stability.ext.state import State

logger = logging.getLogger(__name__)


class _Directive(SphinxDirective, abc.ABC):
    """A directive that knows the manifest."""

    #: All of them do for docutils; what is wrong is told here.
    has_content = True
    takes_content: ClassVar[bool] = False

    @property
    def state_of_build(self) -> State:
        state = domains.of(self.env).state
        assert state is not None, "set when the builder is ready"  # noqa: S101
        return state

    def run(self) -> list[nodes.Node]:
        """Check what is given before anything is made of it."""
        fault = given.first_fault(self.options)
        if self.content and not self.takes_content:
            hint = ": write its options right below it, without an empty line"
            fault = fault or f"`{self.name}` has no content{hint if self.option_spec else ''}"
        return self.complain(fault) if fault else self.make()

    @abc.abstractmethod
    def make(self) -> list[nodes.Node]:
        """Return what the directive leaves in the document."""

    def complain(self, message: str) -> list[nodes.Node]:
        """Warn at the directive, and show nothing until the manifest knows better."""
        domains.of(self.env).show(self.env.docname, "faulty", "")
        logger.warning(message, type="stability", subtype="markup", location=self.get_location())
        return []


class StabilityDirective(_Directive):
    """``.. stability:: beta`` gives what it stands in that level."""

    takes_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = given.Spec(
        {
            "since": given.version,
            "feature": directives.unchanged_required,
            "tracking": directives.uri,
            "parameter": directives.unchanged_required,
            "context": given.context,
        }
    )

    def make(self) -> list[nodes.Node]:
        """Leave a marker for the walk over the document."""
        word, catalogue = self.arguments[0].strip(), self.state_of_build.catalogue
        fault = level_fault(self.state_of_build, word)
        feature = self.options.get("feature", "")
        if not fault and feature and feature not in catalogue.features:
            fault = unknown(feature, "a feature of the manifest", catalogue.features)
        fault = fault or self._context_fault()
        tracking = self.options.get("tracking", "")
        if not fault and tracking and not is_web(tracking):
            fault = f"`{tracking}` is not an address that starts with http:// or https://"
        if fault:
            return self.complain(fault)
        source, line = self.get_source_info()
        path = str(self.env.doc2path(self.env.docname))
        domains.of(self.env).mark(self.env.docname)
        marker = LevelMarker("", *self.parse_content_to_nodes())
        marker.seen = SeenLevel(
            word,
            self.options.get("since", ""),
            feature,
            tracking,
            self.options.get("parameter", ""),
            self.options.get("context", {}),
            line or 0,
            "" if source in {None, path} else str(source),
        )
        return [marker]

    def _context_fault(self) -> str:
        """Say which word of the context the manifest does not know."""
        contexts = self.state_of_build.manifest.contexts
        for key, value in self.options.get("context", {}).items() if contexts else ():
            if key not in contexts:
                return unknown(key, "a context", contexts)
            if value not in contexts[key]:
                return unknown(value, f"a {key}", contexts[key])
        return ""


def level_fault(state: State, word: str) -> str:
    """Say what is wrong with a level word, or nothing; without a scheme any word will do."""
    scheme = state.manifest.scheme
    if not scheme.levels or scheme.find(word):
        return ""
    former = scheme.former(word)
    if former:
        return f"`{word}` is what `{former.id}` was called before: write `{former.id}`"
    return unknown(word, "a level", [level.id for level in scheme.levels])


class LevelsDirective(_Directive):
    """``.. stability-levels::`` describes the scheme."""

    def make(self) -> list[nodes.Node]:
        """Describe it while the document is read: it is text to translate."""
        domains.of(self.env).show(self.env.docname, "levels", "")
        if not self.state_of_build.catalogue.scheme.levels:
            return self.complain("the manifest has no levels: give it a `[scheme]`")
        return levels.describe(self, self.state_of_build)


class CalendarDirective(_Directive):
    """``.. stability-calendar::`` lists the changes by release."""

    option_spec: ClassVar[OptionSpec] = given.Spec(
        {"types": given.words, "from": given.version, "to": given.version}
    )

    def make(self) -> list[nodes.Node]:
        """Make the calendar while the document is read: it is text to translate."""
        types = self.options.get("types", ())
        for word in types:
            if word not in schedule.TYPES:
                return self.complain(unknown(word, "a type of change", schedule.TYPES))
        chosen = (types, self.options.get("from", ""), self.options.get("to", ""))
        options = schedule.ScheduleOptions(*chosen)
        domains.of(self.env).show(self.env.docname, "calendar", options.encode())
        with wording_as_config():
            return plans.calendar_nodes(self.state_of_build, options, self)


class TimelineDirective(_Directive):
    """``.. stability-timeline::`` draws levels and changes over the releases."""

    option_spec: ClassVar[OptionSpec] = given.Spec(
        {
            "show": given.one_of(timeline.SHOW),
            "features": given.words,
            "changes": given.words,
            "from": given.version,
            "to": given.version,
        }
    )

    def make(self) -> list[nodes.Node]:
        """Draw the chart while the document is read."""
        catalogue = self.state_of_build.catalogue
        words: list[tuple[str, str, Iterable[str]]] = []
        words += [(w, "a feature", catalogue.features) for w in self.options.get("features", ())]
        words += [(w, "a change", catalogue.changes) for w in self.options.get("changes", ())]
        for word, what, ids in words:
            if word not in ids:
                return self.complain(unknown(word, f"{what} of the manifest", ids))
        options = timeline.TimelineOptions(
            show=self.options.get("show", "both"),
            features=self.options.get("features", ()),
            changes=self.options.get("changes", ()),
            first=self.options.get("from", ""),
            last=self.options.get("to", ""),
        )
        domains.of(self.env).show(self.env.docname, "timeline", options.encode())
        return plans.timeline_nodes(self.state_of_build, options, self)


class TableDirective(_Directive):
    """``.. stability-index::`` and ``.. stability-history::`` leave a place for a table."""

    option_spec: ClassVar[OptionSpec] = given.Spec(
        {
            "projects": given.words,
            "levels": given.words,
            "kinds": given.words,
            "since": given.version,
            "group-by": given.one_of(GROUPS),
            "show": given.one_of(("features", "objects", "both")),
            "columns": given.words,
        }
    )

    def make(self) -> list[nodes.Node]:
        """Check the options; the table itself needs all documents."""
        columns = self.options.get("columns", ())
        fault = next((unknown(c, "a column", COLUMNS) for c in columns if c not in COLUMNS), "")
        state = self.state_of_build
        known = [state.manifest.project.name, *(s.name for s in state.settings.projects)]
        for name in self.options.get("projects", ()):
            fault = fault or ("" if name in known else unknown(name, "a project", known))
        fault = fault or self._level_fault(state) or self._kind_fault(state)
        if fault:
            return self.complain(fault)
        options = TableOptions(
            "history" if self.name == "stability-history" else "index",
            projects=self.options.get("projects", ()),
            levels=self.options.get("levels", ()),
            kinds=self.options.get("kinds", ()),
            since=self.options.get("since", ""),
            group_by=self.options.get("group-by", "project"),
            show=self.options.get("show", "features"),
            columns=columns,
        ).encode()
        domains.of(self.env).show(self.env.docname, "table", options)
        node = stability_table(options=options)
        self.set_source_info(node)
        return [node]

    def _kind_fault(self, state: State) -> str:
        """Say which of the kinds asked for no project has; objects have those of their domains."""
        if self.options.get("show", "features") != "features":
            return ""
        schemes = [inventory.scheme for _, inventory in state.projects.values()]
        kinds: list[tuple[str, str]] = [
            (kind.id, kind.label) for kind in state.catalogue.scheme.kinds
        ]
        kinds += [(kind.id, kind.label) for scheme in schemes for kind in scheme.kinds]
        words = {word.lower() for kind in kinds for word in kind}
        for word in self.options.get("kinds", ()):
            if word.lower() in words:
                continue
            message = unknown(word, "a kind", (id_ for id_, _ in kinds))
            hint = "" if kinds else ": there are none in `[[scheme.kinds]]`"
            if "show" in (self.option_spec or {}) and not message.endswith("?"):
                hint += "; types of objects need `:show: objects`"
            return message + hint
        return ""

    def _level_fault(self, state: State) -> str:
        """Say which of the levels asked for no project has."""
        schemes = [inventory.scheme for _, inventory in state.projects.values()]
        known: list[str] = [level.id for level in state.catalogue.scheme.levels]
        known += [level.id for scheme in schemes for level in scheme.levels]
        words = {word.lower() for word in known}
        words |= {level.label.lower() for scheme in schemes for level in scheme.levels}
        words |= {level.label.lower() for level in state.catalogue.scheme.levels}
        words |= {badge.label.lower() for badge in STATES}
        for word in self.options.get("levels", ()):
            if word.lower() not in words:
                return unknown(word, "a level", dict.fromkeys(known))
        return ""


class FeatureDirective(ObjectDescription[str]):
    """``.. stability:feature:: named-tensors`` describes a feature of the manifest."""

    required_arguments = 1

    def handle_signature(self, sig: str, signode: desc_signature) -> str:
        """Name the feature by its title."""
        domains.of(self.env).show(self.env.docname, "describe", sig)
        state = domains.of(self.env).state
        features = state.catalogue.features if state else {}
        if sig not in features:
            logger.warning(
                unknown(sig, "a feature of the manifest", features),
                type="stability",
                subtype="markup",
                location=self.get_location(),
            )
            raise ValueError
        signode["fullname"] = sig
        signode += addnodes.desc_name("", features[sig].title)
        return sig

    def add_target_and_index(
        self,
        name: str,
        sig: str,  # noqa: ARG002
        signode: desc_signature,
    ) -> None:
        """Register the feature, and a label for projects without the extension."""
        node_id = make_id(self.env, self.state.document, "stability-feature", name)
        signode["ids"].append(node_id)
        self.state.document.note_explicit_target(signode)
        stability, docname = domains.of(self.env), self.env.docname
        stability.describe(docname, "feature", name, node_id)
        title = stability.title("feature", name)
        label = f"stability-feature-{name}".lower()
        self.env.domains.standard_domain.note_hyperlink_target(label, docname, node_id, title)
        self.indexnode["entries"].append(("single", title, node_id, "", None))

    def transform_content(self, content_node: addnodes.desc_content) -> None:
        """Tell what the manifest says of the feature before what the author adds."""
        stability = domains.of(self.env)
        for name in self.names:
            if stability.state:
                made = levels.feature_nodes(stability.state, name, self.env, self.state.document)
                content_node[:0] = made

    def _object_hierarchy_parts(self, sig_node: desc_signature) -> tuple[str, ...]:
        return (sig_node["fullname"],) if "fullname" in sig_node else ()

    def _toc_entry_name(self, sig_node: desc_signature) -> str:
        return domains.of(self.env).title("feature", sig_node.get("fullname", ""))


class LevelRole(SphinxRole):
    """The role ``stability``: the badge of a level."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a place for the badge."""
        stability = domains.of(self.env)
        stability.show(self.env.docname, "word", self.text)
        fault = level_fault(stability.state, self.text) if stability.state else ""
        if fault:
            location = self.get_location()
            logger.warning(fault, type="stability", subtype="markup", location=location)
            return [nodes.literal("", self.text)], []
        node = stability_role(what="level", word=self.text)
        self.set_source_info(node)
        return [node], []


class TargetRole(SphinxRole):
    """The role ``stability-of``: the badge of a target or feature."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a place for the badge: what it says needs all documents."""
        domains.of(self.env).show(self.env.docname, "of", self.text.strip(), self.lineno)
        node = stability_role(what="of", word=self.text.strip())
        self.set_source_info(node)
        return [node], []
