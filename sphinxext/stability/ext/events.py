"""What happens when: the only handlers of Sphinx's events, in the order of a build."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext import stability as package
from sphinxext.stability import inventory
from sphinxext.stability.ext import badges, charts, config, matrices, projects, source, state
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext.annotate import Annotate, read_digest, to_insert
from sphinxext.stability.ext.builder import StabilityBuilder
from sphinxext.stability.ext.checks import Checks
from sphinxext.stability.ext.directives import (
    CalendarDirective,
    FeatureDirective,
    LevelRole,
    LevelsDirective,
    StabilityDirective,
    TableDirective,
    TargetRole,
    TimelineDirective,
)
from sphinxext.stability.ext.files import write_whole
from sphinxext.stability.ext.follow import FollowLinks
from sphinxext.stability.ext.naming import name_signatures
from sphinxext.stability.ext.record import Record
from sphinxext.stability.ext.site import Site

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: Builders whose root folder gets `stability.json`, beside `objects.inv`.
_PUBLISHING = frozenset({"html", "dirhtml", "singlehtml"})


class Extension:
    """The state of one Sphinx application between its events."""

    def __init__(self, app: Sphinx) -> None:
        self.settings: config.Settings | None = None
        self.site: Site | None = None
        self.record: Record | None = None
        self.checks: Checks | None = None
        # After intersphinx has checked its own mapping (800).
        app.connect("config-inited", self.read_config, priority=850)
        app.connect("builder-inited", self.load)
        app.connect("env-get-outdated", self.outdated)
        app.connect("object-description-transform", name_signatures)
        app.connect("env-updated", self.updated)
        app.connect("missing-reference", self.missing_reference, priority=400)
        app.connect("missing-reference", known_to_nobody, priority=900)
        app.connect("doctree-resolved", self.resolved)
        app.connect("html-page-context", self.add_style)
        app.connect("build-finished", self.finish)

    def read_config(self, app: Sphinx, conf: Config) -> None:
        """Check the values of ``conf.py``, and offer the style sheet."""
        self.settings = config.settings(app, conf)
        # A new list: the old one may be the default that all applications share.
        conf.html_static_path = [*conf.html_static_path, str(Path(__file__).parent / "static")]

    def load(self, app: Sphinx) -> None:
        """Read the manifest, before documents are read in other processes."""
        assert self.settings is not None, "config-inited comes first"  # noqa: S101
        others = projects.load(app, self.settings)
        domain = domains.of(app.env)
        made = state.State(app, self.settings, others)
        made.prepare()
        self.site = Site(domain, made, app.builder)
        domain.site = self.site
        if self.site.writes_pages:
            self.record = Record(self.site, app.builder, Path(app.doctreedir))
        self.checks = Checks(app, self.site)
        if isinstance(app.builder, StabilityBuilder):
            app.builder.checks = self.checks

    def outdated(
        self,
        _app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Return the documents that the manifest gives other notices than they were read with."""
        domain, site = domains.of(env), self.site
        if site is not None and (added or changed):
            _ = site.state.catalogue  # once, before documents are read in other processes
        if site is None or domain.data.get("inputs") == site.state.stamp():
            return []
        stale = []
        for docname in domain.docnames:
            if docname in added or docname in changed or docname in removed:
                continue
            facts, answers = domain.facts(docname), site.answers(docname)
            with state.wording_as_config():
                due = to_insert(site.state, docname, facts, answers)
                digest = read_digest(site.state, facts, due, domain.shown_in(docname))
            if digest != domain.data["digests"][docname]:
                stale.append(docname)
        return stale

    def updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Check what was read; return the pages to write though nothing was read."""
        domain = domains.of(env)
        if self.site is None or self.checks is None:
            return []
        domain.forget_objects()
        with state.wording_as_config():
            self.checks.run()
        domain.data["inputs"] = self.site.state.stamp()
        source.save(app, self.site.state.code)
        self.checks.emit()
        self.checks.unknown_targets()
        return self.record.stale(env) if self.record else []

    def missing_reference(
        self, _app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
    ) -> Element | None:
        """Show the name of a level or feature that is known but described nowhere."""
        domain = domains.of(env)
        if node.get("refdomain") != domain.name or domain.state is None:
            return None
        catalogue, target = domain.state.catalogue, node["reftarget"]
        if node["reftype"] == "level" and (catalogue.scheme.find(target)):
            return contnode
        if node["reftype"] == "feature" and target in catalogue.features:
            title = catalogue.features[target].title
            return contnode if node["refexplicit"] else nodes.inline("", title)
        return None

    def resolved(self, app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """Note what is shown on a page that is being written."""
        if self.record:
            self.record.note(app.env, docname)

    def add_style(
        self,
        app: Sphinx,
        pagename: str,
        _template: str,
        _context: object,
        doctree: nodes.document | None,
    ) -> None:
        """Give the style sheet and the script to the pages that need them."""
        if doctree is not None and self.site is not None and self.site.is_marked(pagename):
            app.add_css_file("stability.css")
            if self.site.has_index(pagename):
                app.add_js_file("stability.js", loading_method="defer")

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Publish the inventory and keep the record of what was written."""
        if exception is not None or self.site is None:
            return
        if self._publishes(app):
            self._publish(app)
        elif self.record and self.record.published:
            _unpublish(Path(app.outdir, inventory.FILENAME), self.record.published)
            self.record.published = ""
        if self.record:
            self.record.save(app.env)

    def _publishes(self, app: Sphinx) -> bool:
        site = self.site
        return (
            site is not None
            and site.state.settings.inventory
            and site.state.has_manifest
            and app.builder.name in _PUBLISHING
        )

    def _publish(self, app: Sphinx) -> None:
        """Write ``stability.json``, in one step and only when it differs."""
        assert self.site is not None  # noqa: S101
        path = Path(app.outdir, inventory.FILENAME)
        if self.record and self.record.unchanged and path.exists():
            return

        def url_of(docname: str, anchor: str) -> str:
            uri = app.builder.get_target_uri(docname)
            if uri.startswith("#"):  # singlehtml: all documents are on the root's page
                root = f"{app.config.root_doc}{getattr(app.builder, 'out_suffix', '.html')}"
                return f"{root}#{anchor}" if anchor else root + uri
            return f"{uri}#{anchor}" if anchor else uri or "./"

        data = inventory.encode(self.site.published(url_of))
        if self.record:
            self.record.published = _digest(data)
        if path.exists() and path.read_bytes() == data:
            return
        write_whole(path, data)


def known_to_nobody(
    _app: Sphinx, _env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Show a name of the manifest that no project has, once intersphinx has been asked.

    What is wrong is reported at the manifest: the name may well be that of something removed.
    """
    return contnode if node.get(domains.ELSEWHERE) else None


def _unpublish(path: Path, published: str) -> None:
    """Remove the inventory of an earlier build: it promises what nobody keeps."""
    if path.exists() and _digest(path.read_bytes()) == published:
        path.unlink()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    config.register(app)
    app.add_domain(domains.StabilityDomain)
    app.add_directive_to_domain("stability", "feature", FeatureDirective)
    app.add_directive("stability", StabilityDirective)
    app.add_directive("stability-levels", LevelsDirective)
    app.add_directive("stability-index", TableDirective)
    app.add_directive("stability-history", TableDirective)
    app.add_directive("stability-calendar", CalendarDirective)
    app.add_directive("stability-timeline", TimelineDirective)
    app.add_role("stability", LevelRole())
    app.add_role("stability-of", TargetRole())
    app.add_transform(Annotate)
    app.add_builder(StabilityBuilder)
    badges.register(app)
    app.add_post_transform(FollowLinks)
    charts.register(app)
    matrices.register(app)
    Extension(app)
    return {
        "version": package.__version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
