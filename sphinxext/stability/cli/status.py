"""``sphinx-stability status``: the status of features, of any manifests and inventories."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec.structs import replace

from sphinxext.stability import clock, promises, status, tables
from sphinxext.stability.badges import STATES
from sphinxext.stability.cleaning import clean
from sphinxext.stability.cli import options, output
from sphinxext.stability.cli.command import (
    Argument,
    Command,
    Example,
    Failure,
    Status,
    note,
    one_of,
)
from sphinxext.stability.cli.published import pages_beside, read_published
from sphinxext.stability.fetching.addresses import locate
from sphinxext.stability.inventory import FILENAME
from sphinxext.stability.manifest import ManifestError, load
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.rows import Source
from sphinxext.stability.tables import Group, TableOptions
from sphinxext.stability.web import is_web

_TITLE = "Feature status"
_FORMATS = ("html", "markdown", "csv", "json")
#: The format that the name of a file means.
_BY_SUFFIX = {".html": "html", ".htm": "html", ".csv": "csv", ".json": "json"}


def run(chosen: argparse.Namespace) -> int:
    """Write the status."""
    locations = _located(dict.fromkeys(chosen.locations) or [options.MANIFEST])
    sources = _named_once(_sources(locations, chosen))
    shown = _options(chosen, sources)
    groups = tables.index(sources, shown)
    output.put(_written(sources, groups, shown, chosen), chosen.output, locations)
    rows = status.rows_of(groups)
    # A manifest that names no version is at 0.
    named = (f"{one.name} {one.version}".strip().removesuffix(" 0") for one in sources)
    listed = ", ".join(map(clean, named))
    note(f"{len(rows)} {'entry' if len(rows) == 1 else 'entries'} of {listed}")
    return Status.CLEAN


def _located(names: Iterable[str]) -> list[str]:
    """Return the files that locations mean: of a folder, its inventory or else its manifest."""
    found = []
    for given in names:
        is_file = given.lower().startswith("file:")
        name = str(locate(given, Path()).path) if is_file else given
        inside = (Path(name, FILENAME), Path(name, options.MANIFEST)) if Path(name).is_dir() else ()
        # A folder that has neither is told of by the name that it should have.
        found += [str(path) for path in inside if path.exists()][:1] or [name]
    return list(dict.fromkeys(found))


def _sources(locations: Sequence[str], chosen: argparse.Namespace) -> dict[str, Source]:
    """Read everything, by location, and gather what cannot be read."""
    manifests = [location for location in locations if _is_manifest(location)]
    if (chosen.version or chosen.date) and not manifests:
        note("--version and --date are for manifests: inventories are shown as they were published")
    sources: dict[str, Source] = {}
    faults = []
    for location in locations:
        joined = manifests if chosen.join else [location]
        try:
            if not _is_manifest(location):
                sources[location] = _placed(_inventory(location), chosen.output)
            elif location == joined[0]:  # the others are part of it
                sources[location] = _manifest([Path(name) for name in joined], chosen)
        except Failure as failure:
            faults.append(str(failure))
    if faults:
        raise Failure("\n".join(faults))
    return sources


def _is_manifest(location: str) -> bool:
    return location.endswith(".toml")


def _manifest(files: Sequence[Path], chosen: argparse.Namespace) -> Source:
    missing = [file for file in files if not file.exists()]
    if missing:
        hint = (
            "" if chosen.locations else ": name a FILE, or write one with `sphinx-stability init`"
        )
        raise Failure("\n".join(f"{file}: there is no such file{hint}" for file in missing))
    try:
        manifest = load(files)
    except ManifestError as error:
        raise Failure(str(error)) from None
    moment, _ = clock.evaluate(manifest, str(chosen.version or ""), chosen.date)
    if not chosen.version and not manifest.releases and moment.version.release != (0,):
        note(
            f"{clean(str(files[0]))}: is shown at {moment.version}, the newest version that it "
            "names, for it has no [[releases]]; name another with --version"
        )
    name = manifest.project.name or _folder(files[0])
    return Source(name, "", status.of_manifest(manifest, moment))


def _folder(path: Path) -> str:
    """Return the name of the project that a manifest lies in, as far as folders tell."""
    folder = path.resolve().parent
    return (folder.parent if folder.name in {"docs", "doc", "source"} else folder).name


def _inventory(location: str) -> Source:
    if not location.endswith(".json") and "://" not in location:
        raise Failure(
            f"{location}: is neither a manifest (.toml) nor an inventory (.json), nor a folder "
            f"that has {FILENAME} or {options.MANIFEST}"
        )
    found = read_published(location).inventory
    return Source(found.project, pages_beside(location), found)


def _placed(source: Source, name: str) -> Source:
    """Have the links to pages on this disk begin where the result is, if that is a file."""
    if not source.base or is_web(source.base):
        return source
    if name == output.STREAM:
        return replace(source, base="")
    folder = Path(name).resolve().parent
    try:
        path = Path(os.path.relpath(source.base, folder)).as_posix().removesuffix("/")
    except ValueError:  # another drive
        return replace(source, base="")
    # A name of a folder may have what means something else in an address.
    return replace(source, base=f"{quote(os.fsencode(path))}/")


def _named_once(found: Mapping[str, Source]) -> list[Source]:
    """Tell releases of one project apart by their versions."""
    times = Counter(source.name for source in found.values())
    places: dict[str, list[str]] = {}
    named = []
    for location, source in found.items():
        several = times[source.name] > 1
        name = f"{source.name} {source.inventory.version}" if several else source.name
        named.append(replace(source, name=name))
        places.setdefault(name, []).append(locate(location, Path()).named)
    for name, given in places.items():
        if len(given) > 1:
            listed = ", ".join(map(clean, given))
            raise Failure(f"{clean(name)}: is given {len(given)} times, by {listed}; give it once")
    return named


def _options(chosen: argparse.Namespace, sources: Sequence[Source]) -> TableOptions:
    """Return what is asked for; words that nothing has are wrong."""
    names = [source.name for source in sources]
    schemes = [source.inventory.scheme for source in sources]
    levels = [level for scheme in schemes for level in scheme.levels]
    words = [level.id for level in levels] + [badge.label.lower() for badge in sorted(STATES)]
    labels = [level.label for level in levels]
    # Of several schemes in one index, levels are told apart by what they promise.
    badges = [badge for source in sources for badge in source.badges.values()]
    labels += [promises.in_words(badge.label, badge.promise) for badge in badges]
    kinds = [kind for scheme in schemes for kind in scheme.kinds]
    asked = [
        (chosen.project, "a project", names, [source.inventory.project for source in sources]),
        (chosen.level, "a level", words, labels),
    ]
    if chosen.show == "features":  # objects have the kinds of their domains
        what = "a kind" if kinds else "a kind, for no project has any"
        asked.append((chosen.kind, what, [kind.id for kind in kinds], [k.label for k in kinds]))
    faults = []
    for given, what, known, also in asked:
        allowed = {word.lower() for word in (*known, *also)}
        faults += [unknown(word, what, known) for word in given if word.lower() not in allowed]
    if faults:
        raise Failure("\n".join(map(clean, faults)))
    wanted = {word.lower() for word in chosen.project}
    return TableOptions(
        "index",
        projects=tuple(
            source.name
            for source in sources
            if wanted & {source.name.lower(), source.inventory.project.lower()}
        ),
        levels=tuple(chosen.level),
        kinds=tuple(chosen.kind),
        since=str(chosen.since or ""),
        group_by=chosen.group_by,
        show=chosen.show,
        columns=tuple(dict.fromkeys(chosen.columns)),
    )


def _written(
    sources: Sequence[Source],
    groups: Sequence[Group],
    shown: TableOptions,
    chosen: argparse.Namespace,
) -> bytes | str:
    form = chosen.format or _BY_SUFFIX.get(Path(chosen.output).suffix.lower(), "markdown")
    if form == "html":
        from sphinxext.stability import page  # noqa: PLC0415  (templates take time to import)

        return page.whole(sources, shown, chosen.title)
    if form == "json":
        return status.as_json(groups, {one.name: one.inventory.version for one in sources})
    if form == "csv":
        return status.as_csv(groups, shown.columns)
    return status.as_markdown(groups, shown)


def _words(text: str) -> list[str]:
    """Read words between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def _columns(text: str) -> list[str]:
    words = _words(text)
    for word in words:
        if word not in tables.COLUMNS:
            raise argparse.ArgumentTypeError(unknown(word, "a column", tables.COLUMNS))
    return words


def _list(name: str, what: str, read: Callable[[str], list[str]] = _words) -> Argument:
    """Return an option that is a list of words."""
    settings = {"metavar": name.upper(), "type": read, "action": "extend", "default": []}
    return Argument((f"--{name}",), f"{what} (between commas; may be repeated)", settings)


COMMAND = Command(
    "status",
    "show the status of the features of any projects, as HTML, Markdown, CSV or JSON",
    "Show which features have which level, in any number of projects, without a Sphinx project.\n"
    "A manifest is shown as it stands at a version; an inventory, the stability.json of built\n"
    "documentation, as it was published, with its documented objects. Each file is a project.",
    (
        Argument(
            ("locations",),
            "a manifest (.toml), an inventory (.json), a folder that has one, or the address of a "
            f"published inventory; without any, {options.MANIFEST} of the working directory",
            {"metavar": "FILE|FOLDER|URL", "nargs": "*"},
        ),
        Argument(
            ("--join",),
            "take all manifests for the files of one",
            {"action": "store_true"},
        ),
        Argument(
            ("--format",),
            "the format: html, markdown, csv or json; without it, what the suffix of the output "
            "says, else markdown",
            {"choices": _FORMATS},
        ),
        _list("project", "show these projects only"),
        _list("level", "show what has one of these levels only, or is `deprecated` or `removed`"),
        _list("kind", "show these kinds of things only"),
        Argument(
            ("--since",),
            "show only what has got its level in this version or later",
            {"metavar": "VERSION", "type": options.as_version},
        ),
        Argument(
            ("--show",),
            "show features (the default), objects or both",
            one_of(("features", "objects", "both"), "features"),
        ),
        Argument(
            ("--group-by",),
            "what Markdown and HTML are divided by: project (the default), level, kind or document",
            one_of(tables.GROUPS, "project"),
        ),
        _list(
            "columns",
            f"the columns of tables, of {', '.join(tables.COLUMNS)}; without them Markdown is a "
            "list",
            _columns,
        ),
        Argument(
            ("--title",), "the title of the HTML page", {"metavar": "TEXT", "default": _TITLE}
        ),
        options.VERSION,
        options.DATE,
        output.OPTION,
    ),
    (
        Example(
            "sphinx-stability status docs/stability.toml --since 2.6",
            "lists what has got its level in 2.6 or later, for a release post",
        ),
        Example(
            "sphinx-stability status torch.json vision.json audio.json -o status.html",
            "writes a page with the features of three projects, to filter and sort",
        ),
        Example(
            "sphinx-stability status https://docs.example.org/vision/ stability.toml -o all.html",
            "shows another project, as it is published beside its pages, next to this one",
        ),
        Example(
            "sphinx-stability status build/html --show both --level beta,prototype -o may.csv",
            "writes a table of all that may change, documented objects included",
        ),
    ),
    run,
)
