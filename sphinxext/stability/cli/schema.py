"""``sphinx-stability schema``: the JSON Schemas of the files that are read and written."""

from __future__ import annotations

import argparse
import json

from sphinxext.stability import assets
from sphinxext.stability.cli import output
from sphinxext.stability.cli.command import Argument, Command, Example, Status
from sphinxext.stability.manifest.faults import unknown

#: The names of the schemas.
NAMES = ("manifest", "inventory", "findings")


def run(chosen: argparse.Namespace) -> int:
    """Print one of them, or all."""
    names = [chosen.name] if chosen.name else NAMES
    texts = {name: (assets.SCHEMAS / f"{name}.json").read_text(encoding="utf-8") for name in names}
    if chosen.name:
        output.put(texts[chosen.name], chosen.output)
    else:
        schemas = {name: json.loads(text) for name, text in texts.items()}
        output.put(json.dumps(schemas, indent=2, ensure_ascii=False) + "\n", chosen.output)
    return Status.CLEAN


def _as_name(text: str) -> str:
    if text not in NAMES:
        raise argparse.ArgumentTypeError(unknown(text, "a schema", NAMES))
    return text


COMMAND = Command(
    "schema",
    "print the JSON Schemas of manifests, inventories and findings.json",
    "Print a JSON Schema: of the manifest, stability.toml; of the inventory, stability.json; or\n"
    "of the findings.json that the builder writes. Without a NAME, print an object of all three.",
    (
        Argument(
            ("name",),
            "manifest, inventory or findings",
            {"metavar": "NAME", "nargs": "?", "type": _as_name},
        ),
        output.OPTION,
    ),
    (
        Example(
            "sphinx-stability schema manifest -o docs/stability.schema.json",
            "writes a file that editors check the manifest by",
        ),
        Example("sphinx-stability schema", "prints all of them"),
    ),
    run,
)
