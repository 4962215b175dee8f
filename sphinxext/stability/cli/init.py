"""``sphinx-stability init``: a first manifest, and what to add to ``conf.py``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from sphinxext.stability.cli import output, project, starter
from sphinxext.stability.cli.command import Argument, Command, Example, Failure, Status, note
from sphinxext.stability.manifest.faults import unknown

_FILE = "stability.toml"


def run(chosen: argparse.Namespace) -> int:
    """Write the manifest, unless there is one."""
    presets = starter.presets()
    if chosen.list_presets:
        width = max(map(len, presets))
        output.put("".join(f"{name:{width}}  {title}\n" for name, title in presets.items()))
        return Status.CLEAN
    if chosen.preset and chosen.preset not in presets:
        raise Failure(unknown(chosen.preset, "a preset", presets))
    folder = Path(chosen.folder)
    if not folder.is_dir():
        raise Failure(f"{folder}: there is no such folder")
    found = project.find(folder)
    data = starter.manifest(found.name, found.version, chosen.preset).encode()
    if chosen.output == output.STREAM:
        path = folder / _FILE
        output.put(data)
    else:
        path = Path(chosen.output or folder / _FILE)
        _create(data, path)
        note(f"{path}: written")
    for line in (*_sources(found), *_additions(found, path)):
        note(line)
    return Status.CLEAN


def _create(data: bytes, path: Path) -> None:
    try:
        output.create(data, path)
    except FileExistsError:
        raise Failure(
            f"{path}: exists already, and is never overwritten; move it away, or name another "
            "file with -o"
        ) from None


def _sources(found: project.Project) -> Iterator[str]:
    """Say where name and version come from."""
    if found.name_from:
        yield f"name {found.name}: from {_shown(found.name_from)}"
    else:
        yield "name: in neither conf.py nor pyproject.toml as plain text; give it in [project]"
    if found.version_from:
        yield f"version {found.version}: from {_shown(found.version_from)}"
    else:
        yield "version: in neither conf.py nor pyproject.toml as plain text; examples say 1.0"


def _additions(found: project.Project, path: Path) -> Iterator[str]:
    """Say what to add to ``conf.py``: nothing that it has, and nothing that is the default."""
    conf = found.conf or project.Conf(Path("conf.py"))
    lines = []
    if not conf.has_extension:
        operator = "+=" if "extensions" in conf.names else "="
        lines.append(f'extensions {operator} ["sphinxext.stability"]')
    if found.conf and path.resolve() != conf.path.parent / _FILE:
        lines.append(f'stability_manifest = "{_relative(path.resolve(), conf.path.parent)}"')
    if found.version and not conf.names & {"release", "version", "stability_version"}:
        lines.append(f'release = "{found.version}"')
    where = _shown(conf.path) if found.conf else f"conf.py beside {_FILE}"
    if lines:
        yield f"\nAdd to {where}:\n"
        yield from (f"    {line}" for line in lines)
    else:
        yield f"{where} needs no change"


def _shown(path: Path) -> str:
    """Write a path as a reader knows it: from the working directory, where it is below."""
    relative = _relative(path, Path.cwd())
    return str(path) if relative.startswith("../..") else relative


def _relative(path: Path, base: Path) -> str:
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


COMMAND = Command(
    "init",
    "write a first manifest, and say what to add to conf.py",
    "Write a first manifest, stability.toml, with comments and examples, and say what to add\n"
    "to conf.py. Name and version of the project come from conf.py or pyproject.toml, in DIR or\n"
    "above it in the same repository; neither is run. A file that exists is never overwritten.",
    (
        Argument(
            ("folder",),
            "the folder of conf.py; without it, the working directory",
            {"metavar": "DIR", "nargs": "?", "default": "."},
        ),
        Argument(
            ("--preset",),
            "take levels and policy from a preset; without it, levels are written out",
            {"metavar": "NAME", "default": ""},
        ),
        Argument(
            ("--list-presets",), "list the presets, and write nothing", {"action": "store_true"}
        ),
        Argument(
            ("-o", "--output"),
            "write to FILE; - for the standard output",
            {"metavar": "FILE", "default": ""},
        ),
    ),
    (
        Example("sphinx-stability init docs", "writes docs/stability.toml with levels of its own"),
        Example(
            "sphinx-stability init docs --preset pytorch",
            "takes the levels and the policy of PyTorch",
        ),
    ),
    run,
)
