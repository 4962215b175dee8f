"""Stability levels and deprecation policy for Sphinx documentation.

A manifest, ``stability.toml``, says once which features are Stable, Beta or Prototype and what
goes away when. The extension shows it wherever a reader looks, collects it in an index over many
projects, publishes it as ``stability.json``, and fails the build where code, docs and promise
are at odds.

The core of the package knows no Sphinx; ``ext`` is the glue. Importing the package is free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up in Sphinx."""
    from sphinxext.stability import ext  # noqa: PLC0415  (importing the package stays free)

    return ext.setup(app)
