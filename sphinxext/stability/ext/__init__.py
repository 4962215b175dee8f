"""The glue: Sphinx's events call the pure core, and records become nodes.

The way of an object: ``naming`` notes its name while it is described; ``annotate`` walks the
document that was read, with ``collect`` taking the facts and ``insert`` putting notices in;
``domain`` keeps the facts. When all documents are read, ``site`` answers for them, ``checks``
runs the rules, ``record`` finds pages to write again, ``badges`` and ``tables`` fill what is
written.
"""

from __future__ import annotations

from sphinxext.stability.ext.events import setup

__all__ = ["setup"]
