"""``sphinx-build -b stability``: only checks, and writes what it found."""

from __future__ import annotations

import os
import sys
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.dummy import DummyBuilder
from sphinx.util import logging
from sphinx.util.osutil import relpath

from sphinxext.stability.ext.files import write_whole
from sphinxext.stability.report.github import as_annotations
from sphinxext.stability.report.json import as_json
from sphinxext.stability.report.place import top_level
from sphinxext.stability.report.sarif import as_sarif
from sphinxext.stability.report.text import as_text, summary

if TYPE_CHECKING:
    from docutils.nodes import document

    from sphinxext.stability.ext.checks import Checks

logger = logging.getLogger(__name__)


class StabilityBuilder(DummyBuilder):
    """Checks the documentation against the manifest."""

    name = "stability"
    epilog = ""
    #: Set when the builder is ready.
    checks: Checks | None = None

    def get_outdated_docs(self) -> str:  # type: ignore[override]  # as Builder allows
        """Return a text: there are no documents to write, but always something to finish."""
        return "the manifest and all documents"

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write no documents."""

    def write_doc(self, docname: str, doctree: document) -> None:
        """Write no document."""

    def finish(self) -> None:
        """Write the reports and print the summary."""
        if self.checks is None:
            return
        checks, located = self.checks, self.checks.located
        base, outdir = Path(self.srcdir), Path(self.outdir)
        top = top_level(base)
        reports = {
            "findings.txt": as_text(located, base).encode(),
            "findings.json": as_json(located, base),
            "findings.sarif": as_sarif(
                located, top, self._page, has_baseline=bool(checks.baseline)
            ),
        }
        for name, data in reports.items():
            write_whole(outdir / name, data)
        # The builder's epilog would be printed only when there are no errors.
        baseline = relpath(checks.baseline) if checks.baseline else ""
        for line in summary(checks.findings, relpath(outdir), baseline):
            logger.info("%s", line)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            # Not a message of Sphinx: -q must not silence it, nor colours break it.
            output = logging.SafeEncodingWriter(sys.stdout)
            for command in as_annotations(located, top):
                output.write(f"{command}\n")
            output.flush()

    def _page(self, docname: str) -> str:
        return str(self.env.doc2path(docname))
