"""The JSON Schemas that ship, made from the records; descriptions are written by hand.

``python tests/schemas.py`` brings the files up to date: what stands in the records comes from
there, each ``description`` stays as it is, and a new key gets an empty one to be filled.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from packaging.version import Version

from sphinxext.stability import assets, inventory, model
from sphinxext.stability.manifest.merge import FORMAT
from sphinxext.stability.targets import Target

DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: What editors of TOML know: in it nothing may stand beside a `$ref`.
DRAFT_OF_EDITORS = "http://json-schema.org/draft-07/schema#"

#: What values of these types look like; the manifest's reader has the last word on them.
LEAVES: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    Version: {"type": "string", "pattern": r"^\s*[vV]?[0-9]"},
    Target: {"type": "string", "pattern": r"\S"},
    model.Id: {"type": "string", "pattern": r"^\S+$"},
    model.Url: {"type": "string", "pattern": "^https?://"},
    model.Document: {"type": "string", "pattern": r"\S"},
    model.Substitute: {"type": "string", "pattern": r"\S"},
}
#: Keys that a preset may give instead: a manifest can override one key of a level.
GIVEN_ELSEWHERE = {model.Level: {"rank"}}


def generated() -> dict[str, dict[str, Any]]:
    """Return the schemas by name, as far as the records make them."""
    published = msgspec.json.schema(inventory.Inventory)
    published["$defs"]["Inventory"]["properties"]["format"] = {"enum": [inventory.FORMAT]}
    for made in published["$defs"].values():
        made.pop("description", None)
    title = "{} of sphinxext-stability".format
    return {
        "manifest": {"$schema": DRAFT_OF_EDITORS, "title": title("stability.toml")}
        | Manifests().schema(),
        "inventory": {"$schema": DRAFT, "title": title(inventory.FILENAME)} | published,
    }


class Manifests:
    """Makes the schema of the manifest from the types of its records."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}

    def schema(self) -> dict[str, Any]:
        """Return the schema."""
        self.of(model.Manifest)
        whole = self.records.pop("Manifest")
        return whole | {"definitions": dict(sorted(self.records.items()))}

    def of(self, hint: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the schema of a type."""
        if hint in LEAVES:
            return dict(LEAVES[hint])
        origin, inner = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            members = [self.of(member) for member in inner if member is not types.NoneType]
            return members[0] if len(members) == 1 else {"anyOf": members}
        if origin is Literal:
            return {"enum": list(inner)}
        if origin is tuple:
            return {"type": "array", "items": self.of(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        return self.record(hint)

    def key(self, hint: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the schema of the value of a key, which a description may stand beside."""
        made = self.of(hint)
        return {"allOf": [made]} if "$ref" in made else made

    def record(self, cls: type[model.Record]) -> dict[str, Any]:
        """Return the schema of a table, and of the value that is short for one."""
        if cls.__name__ not in self.records:
            self.records[cls.__name__] = {}  # a record may be in itself
            hints = get_type_hints(cls)
            fields = {f.encode_name: f for f in msgspec.structs.fields(cls) if f.name != "where"}
            elsewhere = GIVEN_ELSEWHERE.get(cls, set())
            keys = {key: self.key(hints[field.name]) for key, field in fields.items()}
            if cls is model.Manifest:
                keys["format"] = {"enum": [FORMAT]}
            self.records[cls.__name__] |= {
                "type": "object",
                "properties": keys,
                "required": [k for k, f in fields.items() if f.required and k not in elsewhere],
                "additionalProperties": False,
            }
        table = {"$ref": f"#/definitions/{cls.__name__}"}
        if not cls.shorthand:
            return table
        return {"anyOf": [self.of(get_type_hints(cls)[cls.shorthand]), table]}


def described(made: Any, known: Any) -> Any:  # noqa: ANN401
    """Return what was made with the descriptions of what is known; a key without one has none."""
    if not isinstance(made, dict):
        return made
    known = known if isinstance(known, dict) else {}
    result = {key: described(value, known.get(key)) for key, value in made.items()}
    text = known.get("description", result.get("description"))
    if not isinstance(text, str):
        return result
    head = {key: result[key] for key in ("$schema", "title") if key in result}
    return head | {"description": text} | result


def undescribed(schema: dict[str, Any]) -> list[str]:
    """Return the records and keys of a schema that nothing is said of."""
    found = []
    records = schema.get("$defs") or {"Manifest": schema} | schema["definitions"]
    for name, record in records.items():
        found += [] if record.get("description") else [name]
        keys = record.get("properties", {}).items()
        found += [f"{name}.{key}" for key, value in keys if not value.get("description")]
    return found


def as_text(schema: dict[str, Any]) -> str:
    """Return what is in the file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the files."""
    for name, made in generated().items():
        path = assets.SCHEMAS / f"{name}.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        schema = described(made, known)
        path.write_text(as_text(schema), encoding="utf-8")
        for key in undescribed(schema):
            print(f"{path.name}: {key} has no description")


if __name__ == "__main__":
    main()
