"""The values of ``conf.py``, declared once: registration, checks and the manual read this table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinx.errors import ConfigError

from sphinxext.stability import rules
from sphinxext.stability.fetching.asking import WHOLE
from sphinxext.stability.findings import Severity
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.versions import parse_version
from sphinxext.stability.web import is_link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: Nobody waits longer for a server, and no inventory is of use for longer.
_MOST_SECONDS = 3600
_MOST_DAYS = 100_000

#: Where badges may appear.
PLACES = ("signatures", "titles", "references", "autosummary")


class Option(NamedTuple):
    """A value of ``conf.py``: *check* returns what is wrong with it, in lines, or nothing."""

    name: str
    default: object
    check: Callable[[Any], str]
    help: str


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """Another project: where its pages are, and where its inventory may be."""

    name: str
    uri: str
    locations: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked values of ``conf.py``."""

    manifest: tuple[str, ...] | None
    version: str
    date: dt.date | None
    notices: Literal["insert", "check", "off"]
    rules: Mapping[str, Severity]
    baseline: str
    badges: frozenset[str]
    projects: tuple[ProjectSource, ...]
    inventory: bool
    previous: str
    offline: bool
    #: Seconds to wait for a server, and days for which what it sent is used unasked.
    timeout: float
    cache_days: float
    #: The decorators that deprecate besides PEP 702's; None: no code is read.
    code_checks: tuple[str, ...] | None


def _manifest(value: object) -> str:
    paths = value if isinstance(value, list | tuple) else [value]
    if value is None or all(isinstance(path, str) and path for path in paths):
        return ""
    return "must be a path or glob, or a list of them"


def _version(value: object) -> str:
    if not isinstance(value, str):
        return 'must be a string, such as "2.7"'
    if value and parse_version(value) is None:
        return f"`{value}` is not a version that PEP 440 allows, such as `2.7`"
    return ""


def _date(value: object) -> str:
    if value is None or isinstance(value, dt.date):
        return ""
    try:
        dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return "" if value == "" else 'must be a date, such as "2025-01-29"'
    return ""


def _as_date(value: str | dt.date | None) -> dt.date | None:
    if isinstance(value, str):
        return dt.date.fromisoformat(value) if value else None
    return value.date() if isinstance(value, dt.datetime) else value


def _notices(value: object) -> str:
    allowed = ("insert", "check", "off")
    return "" if value in allowed else unknown(str(value), "one of", allowed)


def _rules(value: object) -> str:
    if not isinstance(value, dict):
        return 'must be a dictionary, such as {"orphan-entry": "off"}'
    faults = (rules.unknown_choice(str(rule), str(word)) for rule, word in value.items())
    return "\n".join(filter(None, faults))


def _badges(value: object) -> str:
    if not isinstance(value, list | tuple | set | frozenset):
        return f"must be a list of places: {', '.join(PLACES)}"
    return "\n".join(unknown(str(p), "a place", PLACES) for p in value if p not in PLACES)


def _projects(value: object) -> str:
    if not isinstance(value, dict):
        return 'must be a dictionary, such as {"torch": ("https://…/", None)}'
    for name, entry in value.items():
        if not isinstance(name, str) or not name or ":" in name:
            return f"`{name}` is no name: a text without `:`, as in `name:target`"
        fault = "" if entry is True else _project(entry)
        if fault:
            return f"`{name}`{fault}"
    return ""


def _project(entry: object) -> str:
    if not isinstance(entry, list | tuple) or len(entry) != 2:  # noqa: PLR2004
        return " must be a pair of an address and a location, or True"
    uri, location = entry
    locations = location if isinstance(location, list | tuple) else (location,)
    if not isinstance(uri, str) or not uri or not is_link(uri):
        return (
            ": the first item must be the address of its pages: with http:// or https://, or "
            "relative to the root of these, such as `../vision/`"
        )
    if not locations:
        return ": the second item has no location; None is beside its pages"
    if not all(item is None or (isinstance(item, str) and item) for item in locations):
        return ": the second item must be None, a location or a tuple of them"
    return ""


def _file(what: str, by: str = "path") -> Callable[[object], str]:
    """Return the check of a path, or what else names a file, that may be left out."""

    def check(value: object) -> str:
        is_path = isinstance(value, str) and value
        return "" if value is None or is_path else f"must be the {by} of {what}"

    return check


def _code_checks(value: object) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, list | tuple) and all(isinstance(one, str) and one for one in value):
        return "\n".join(
            f"`{name}` is no dotted name of a decorator, such as `mylib.util.deprecated`"
            for name in value
            if not all(part.isidentifier() for part in name.split("."))
        )
    return 'must be True, False or a list of decorators, such as ["mylib.util.deprecated"]'


def _flag(value: object) -> str:
    return "" if isinstance(value, bool) else "must be True or False"


def _is_within(value: object, most: float) -> bool:
    """Tell whether a value is a number that is no larger, whatever its sign."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and -most <= value <= most  # type: ignore[operator]


def _seconds(value: Any) -> str:  # noqa: ANN401
    fault = f"must be a number of seconds, more than 0 and at most {_MOST_SECONDS}"
    return "" if _is_within(value, _MOST_SECONDS) and value > 0 else fault


def _days(value: object) -> str:
    return "" if _is_within(value, _MOST_DAYS) else "must be a number of days, such as 5"


OPTIONS = (
    Option(
        "stability_manifest",
        None,
        _manifest,
        "Path or glob of the manifest, or a list of them, relative to the source directory. "
        "Not set, it is `stability.toml` if that exists.",
    ),
    Option(
        "stability_version",
        "",
        _version,
        "Version that the documentation is about; else `release`, else `version`.",
    ),
    Option(
        "stability_date",
        None,
        _date,
        "Date at which the manifest is evaluated; else that of the release, else today.",
    ),
    Option(
        "stability_notices",
        "insert",
        _notices,
        "`insert` writes the notices that are missing, `check` reports them, `off` does neither.",
    ),
    Option("stability_rules", {}, _rules, "Severity for each rule, or for `all`."),
    Option(
        "stability_baseline",
        None,
        _file("a baseline"),
        "File of known findings, relative to the source directory: only new ones show and fail. "
        "A missing file is an empty one.",
    ),
    Option("stability_badges", list(PLACES), _badges, "Where badges appear."),
    Option(
        "stability_projects",
        {},
        _projects,
        "Other projects whose inventories are read, as in `intersphinx_mapping`.",
    ),
    Option(
        "stability_offline",
        False,  # noqa: FBT003
        _flag,
        "Whether to ask no server, and to use what was kept of their inventories, however old.",
    ),
    Option(
        "stability_project_timeout",
        10,
        _seconds,
        "Seconds to wait for a connection to a server and for each further part of its answer; "
        f"all of an inventory may take {WHOLE} times as long.",
    ),
    Option(
        "stability_project_cache_days",
        5,
        _days,
        "Days for which an inventory from a server is used before the server is asked again; "
        "0 asks in every build, a negative number never.",
    ),
    Option(
        "stability_code_checks",
        True,  # noqa: FBT003
        _code_checks,
        "Whether the source of documented Python objects is read, as text, for deprecations that "
        "the documentation does not tell of; or the decorators that deprecate besides "
        "`warnings.deprecated`.",
    ),
    Option(
        "stability_inventory",
        True,  # noqa: FBT003
        _flag,
        "Whether to write `stability.json`.",
    ),
    Option(
        "stability_previous",
        None,
        _file("a stability.json", "path or address"),
        "The `stability.json` of the last release, a file or an address, to compare with: what was "
        "promised there must hold.",
    ),
)


def register(app: Sphinx) -> None:
    """Make the values known to Sphinx.

    None of them makes it re-read anything: which documents show other things than before is
    found out document by document.
    """
    for option in OPTIONS:
        # Any type: the check of the table says better what is wrong.
        app.add_config_value(option.name, option.default, "", Any, option.help)


def settings(app: Sphinx, config: Config) -> Settings:
    """Return the checked values.

    :raises ConfigError: naming every bad one.
    """
    faults = [
        f"{option.name}: {fault}"
        for option in OPTIONS
        for fault in option.check(getattr(config, option.name)).splitlines()
    ]
    if not faults:
        faults = [
            f"stability_projects: `{name}` is the name of a domain, such as in "
            f"`{name}:target`; choose another"
            for name in config.stability_projects
            if name in app.registry.domains
        ]
    if faults:
        raise ConfigError("\n".join(faults))
    manifest = config.stability_manifest
    return Settings(
        manifest=(manifest,) if isinstance(manifest, str) else manifest and tuple(manifest),
        version=config.stability_version or config.release or config.version,
        date=_as_date(config.stability_date),
        notices=config.stability_notices,
        rules={rule: Severity(word) for rule, word in config.stability_rules.items()},
        baseline=config.stability_baseline or "",
        badges=frozenset(config.stability_badges),
        projects=tuple(_sources(config)),
        inventory=config.stability_inventory,
        previous=config.stability_previous or "",
        offline=config.stability_offline,
        timeout=float(config.stability_project_timeout),
        cache_days=float(config.stability_project_cache_days),
        code_checks=_decorators(config.stability_code_checks),
    )


def _decorators(value: bool | list[str]) -> tuple[str, ...] | None:  # noqa: FBT001
    if isinstance(value, bool):
        return () if value else None
    return tuple(value)


def _sources(config: Config) -> list[ProjectSource]:
    """Read ``stability_projects``; True takes the address from ``intersphinx_mapping``."""
    mapping: dict[str, Any] = getattr(config, "intersphinx_mapping", None) or {}
    sources = []
    for name, entry in sorted(config.stability_projects.items()):
        if entry is True:
            if name not in mapping:
                raise ConfigError(
                    f"stability_projects: `{name}` is True, but intersphinx_mapping has no "
                    f"`{name}`; give its address"
                )
            # Checked by intersphinx: name → (uri, locations), in its own or the user's shape.
            found = mapping[name]
            uri = found[1][0] if isinstance(found[1], tuple) and found[0] == name else found[0]
            sources.append(ProjectSource(name, uri, (None,)))
            continue
        uri, location = entry
        locations = tuple(location) if isinstance(location, list | tuple) else (location,)
        sources.append(ProjectSource(name, uri, locations))
    return sources
