"""Where the files that ship with the package lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent

#: Schemes with their policies, one TOML file each.
PRESETS = _HERE / "presets"
#: JSON Schemas: of the manifest, the inventory and the findings.
SCHEMAS = _HERE / "schemas"
#: The style sheet and the script of pages.
STATIC = _HERE / "ext" / "static"


def templates_dir() -> Path:
    """Return the folder of the Jinja2 templates.

    The wheel carries the top-level folder ``templates`` inside the package; an editable
    install and a bare checkout have it beside ``sphinxext``.
    """
    packaged, checkout = _HERE / "templates", _HERE.parents[1] / "templates"
    return packaged if packaged.is_dir() else checkout
