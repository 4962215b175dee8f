"""Findings become Sphinx's warnings, and the exit status."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sphinx.errors import ConfigError
from sphinx.util import logging

from sphinxext.stability import baseline, inventory, rules
from sphinxext.stability.ext.kept import Kept, digest_of
from sphinxext.stability.findings import Finding, Severity, State, severity_of
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.model import Where
from sphinxext.stability.report.place import relative
from sphinxext.stability.rules import Survey
from sphinxext.stability.targets import Target

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext.stability.ext.site import Site

logger = logging.getLogger(__name__)

#: How many findings of one rule the console shows; the reports have all.
_MOST = 10
_LEVELS = {Severity.WARNING: logger.warning, Severity.ERROR: logger.error}


def _nothing(_: object) -> None:
    """Tell what the source of an object says, where none is read."""


def _no(_: object) -> bool:
    """Tell whether an object is quiet, where no source is read."""
    return False


class Checks:
    """Runs the rules, and says what they found; once for each build."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        self._app, self._site = app, site
        self._baseline = _Baseline(Path(app.srcdir), site.state.settings.baseline)
        self.findings: list[Finding] = []
        self._unknown_found: list[tuple[str, str, int]] = []

    def run(self) -> None:
        """Find, and see what of it is accepted."""
        found = self._found()
        if self._baseline.name:
            chosen = self._site.state.settings.rules
            default = rules.REGISTRY["unused-waiver"].severity
            severity = severity_of("unused-waiver", default, chosen)
            found = baseline.compare(found, self._baseline.known, self._baseline.path, severity)
        self.findings = [self._marked(finding) for finding in found]

    def _found(self) -> list[Finding]:
        """Run the rules, unless nothing has changed since the findings that are kept."""
        state = self._site.state
        if not state.has_manifest and not self._site.domain.docnames:
            return []
        kept = Kept.load(self._app)
        if kept.key != self._key() or kept.inputs != state.inputs:
            found = rules.run(self._survey(), state.settings.rules, with_waived=True)
            key = self._key()  # anew, for the rules may have read more of the code
            kept = Kept(state.inputs, state.digest, key, found, list(self._unknown_targets()))
            kept.save(self._app)
        self._unknown_found = kept.unknown
        return kept.findings

    def unknown_targets(self) -> None:
        """Warn of the roles that ask for something that no project has."""
        for fault, docname, line in self._unknown_found:
            location = (docname, line or None)
            logger.warning(fault, type="stability", subtype="reference", location=location)

    def _unknown_targets(self) -> Iterator[tuple[str, str, int]]:
        for docname in self._site.domain.docnames:
            for (what, target), line in self._site.domain.shown_in(docname).items():
                if fault := self._unknown(what, target):
                    yield fault, docname, line

    def _unknown(self, what: str, target: str) -> str:
        """Say what is wrong with the target of a role, or nothing."""
        if what not in {"of", "feature", "level"}:
            return ""
        catalogue = self._site.state.catalogue
        if what == "of":
            return self._site.unknown(target) if self._site.badges_of(target) is None else ""
        if getattr(self._app.config, "intersphinx_mapping", None):
            return ""  # it may well be another project's
        if what == "feature" and target not in catalogue.features:
            return unknown(target, "a feature of the manifest", catalogue.features)
        if what == "level" and catalogue.scheme.find(target) is None:
            return unknown(target, "a level", [level.id for level in catalogue.scheme.levels])
        return ""

    def _key(self) -> str:
        """Stand for all that the rules look at: the inputs and when documents were read."""
        docs = sorted(self._app.env.all_docs.items())
        # When intersphinx has fetched another inventory, other names are known elsewhere.
        fetched = getattr(self._app.env, "intersphinx_cache", {})
        elsewhere = sorted((uri, str(entry[:2])) for uri, entry in fetched.items())
        code = self._site.state.code
        stamp = code.stamp() if code else []
        return digest_of([], self._site.state.inputs, docs, elsewhere, stamp)

    def _survey(self) -> Survey:
        site, code = self._site, self._site.state.code
        return Survey(
            site.state.catalogue,
            site.state.notices,
            site.documents(),
            site.state.settings.notices,
            lambda target: site.domain.find_object(target) is not None,
            self._is_elsewhere,
            {name: found for name, (_, found) in site.state.projects.items()},
            deprecation=code.find if code else _nothing,
            is_quiet=code.is_quiet if code else _no,
            text=self._text,
            previous=site.state.previous,
            show=self.show,
        )

    def _text(self, docname: str) -> str:
        """Return the source of a document; one that a tool has made and taken away has none."""
        try:
            return Path(self._app.env.doc2path(docname)).read_text(encoding="utf-8-sig")
        except (OSError, ValueError):
            return ""

    def _is_elsewhere(self, target: Target) -> bool:
        """Tell whether another project documents a target, as far as it is known here."""
        others = (found for _, found in self._site.state.projects.values())
        if any(inventory.find(found, target) for found in others):
            return True
        known: Mapping[str, Mapping[str, object]]
        known = getattr(self._app.env, "intersphinx_inventory", {})
        return any(
            target.name in names
            for kind, names in known.items()
            if target.domain in {"", kind.partition(":")[0]}
        )

    def show(self, where: Where) -> str:
        """Write the place of a manifest entry relative to the source directory."""
        return f"{relative(where.file, Path(self._app.srcdir))}:{where.line}"

    @property
    def located(self) -> list[tuple[str, Finding]]:
        """The findings with their places, as the reports need them."""
        return [(self.location(finding), finding) for finding in self.findings]

    @property
    def baseline(self) -> str:
        """The file that accepts findings, or nothing."""
        return self._baseline.path if self._baseline.name else ""

    def location(self, finding: Finding) -> str:
        """Return where a finding is, as Sphinx prints it."""
        place = finding.place
        if place.source:
            return f"{place.source}:{place.line}" if place.line else place.source
        if place.docname:
            path = self._app.env.doc2path(place.docname)
            return f"{path}:{place.line}" if place.line else str(path)
        return f"{finding.entry.file}:{finding.entry.line}"

    def emit(self) -> None:
        """Log the findings, ten of a rule, and set the exit status for errors."""
        shown: Counter[str] = Counter()
        for finding in self.findings:
            log = _LEVELS.get(finding.severity)
            if log is None or not finding.counts:
                continue
            if finding.severity is Severity.ERROR:
                self._app.statuscode = 1
            shown[finding.rule] += 1
            if shown[finding.rule] <= _MOST:
                log(
                    "%s",
                    finding.message,
                    type="stability",
                    subtype=finding.rule,
                    location=self.location(finding),
                )
        for rule, number in shown.items():
            if number > _MOST:
                more = number - _MOST
                logger.info(
                    "%d more finding%s of %s: `sphinx-build -b stability` lists all of them",
                    more,
                    "s" * (more > 1),
                    rule,
                )

    def _marked(self, finding: Finding) -> Finding:
        """Mark a finding that ``suppress_warnings`` silences."""
        suppressed = self._app.config.suppress_warnings
        if finding.counts and logging.is_suppressed_warning("stability", finding.rule, suppressed):
            return replace(finding, state=State.SUPPRESSED)
        return finding


class _Baseline:
    """The file that ``stability_baseline`` names, if it does, and what it accepts."""

    def __init__(self, srcdir: Path, name: str) -> None:
        self.name, self.path = name, os.path.normpath(srcdir / name)
        self.known: tuple[baseline.Known, ...] = ()
        if not name:
            return
        try:
            self.known = baseline.read(Path(self.path).read_bytes())
        except FileNotFoundError:
            return  # nothing is accepted
        except OSError as error:
            raise ConfigError(f"stability_baseline: {name}: {error.strerror}") from None
        except ValueError as error:
            raise ConfigError(f"stability_baseline: {name}: {error}") from None
