"""Presets side by side, as the manual shows them: the legend that an index over them would have."""

# ruff: noqa: TID251  (an extension of Sphinx)

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from docutils import nodes
from packaging.version import Version
from reference import Generated

from sphinxext.stability import assets, promises, publishing, schemes
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.ext import legends
from sphinxext.stability.ext.nodes import stability_badge
from sphinxext.stability.manifest import load
from sphinxext.stability.rows import Source

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class Comparison(Generated):
    """``.. compared-presets:: pytorch aws-neuron``: how their levels compare."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Show the legend without its heading."""
        self.depends_on(legends, promises, schemes)
        names = self.arguments[0].split()
        legend = schemes.legend([self.source(name) for name in names], names)
        return [*legends.legend_nodes(legend, lambda badge: [stability_badge.of(badge)])[1:]]

    def source(self, preset: str) -> Source:
        """Return a project that has nothing but the levels of a preset."""
        file = assets.PRESETS / f"{preset}.toml"
        self.env.note_dependency(str(file))
        catalogue = Catalogue(load([file]), Moment(Version("1"), dt.date(2020, 1, 1)))
        return Source(preset, "/", publishing.build(catalogue, {}, lambda page, _: page, {}))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("compared-presets", Comparison)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
