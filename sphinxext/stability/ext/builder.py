"""``sphinx-build -b stability``: only checks, and writes what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.dummy import DummyBuilder
from sphinx.util import logging

from sphinxext.stability import report
from sphinxext.stability.ext import domain as domains

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
        site = domains.of(self.env).site
        if self.checks is None or site is None:
            return
        outdir = Path(self.outdir)
        outdir.mkdir(parents=True, exist_ok=True)
        located = [(self.checks.location(f), f) for f in self.checks.findings]
        base = Path(self.srcdir)
        (outdir / "findings.json").write_bytes(report.as_json(located, base))
        (outdir / "findings.txt").write_text(report.as_text(located, base), encoding="utf-8")
        for line in self._summary():
            logger.info(line)
        # The builder's epilog would be printed only when there are no errors.
        logger.info("The findings are in %s.", outdir)

    def _summary(self) -> Iterator[str]:
        """Give the number of findings for each rule, the gravest and most first."""
        assert self.checks is not None  # noqa: S101
        counts = Counter((f.severity, f.rule) for f in self.checks.findings)
        if not counts:
            yield "The documentation keeps the promise: no findings."
        order = ["error", "warning", "info"]
        for (severity, rule), number in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])
        ):
            yield f"{number:6} {severity:8} {rule}"
