"""How each output shows a chart: HTML draws it and folds its table, the others have the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext.stability.ext.nodes import stability_timeline

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxTranslator
    from sphinx.writers.html5 import HTML5Translator


def register(app: Sphinx) -> None:
    """Make the node known to the writers."""
    plain = (_pass, _pass)
    app.add_node(
        stability_timeline,
        html=(_open, _close),
        latex=plain,
        text=plain,
        man=plain,
        texinfo=plain,
    )


def _open(self: HTML5Translator, node: stability_timeline) -> None:
    if _draws(self):
        # A wide chart is scrolled, by keyboard as well.
        self.body.append(
            '<figure class="stability-timeline"><div class="stability-scroll" tabindex="0" '
            f'role="group" aria-label="Timeline">{node["svg"]}</div>'
            "<details><summary>The same as a table</summary>\n"
        )


def _close(self: HTML5Translator, node: stability_timeline) -> None:  # noqa: ARG001
    if _draws(self):
        self.body.append("</details></figure>\n")


def _draws(translator: HTML5Translator) -> bool:
    """Tell whether the output may hold a drawing: an EPUB would have to declare it."""
    return bool(translator.builder.name != "epub")


def _pass(self: SphinxTranslator, node: stability_timeline) -> None:
    pass
