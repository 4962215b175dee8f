"""``conf.py``: each value with a bad content is one ``ConfigError`` that names it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import commands
import pytest
from sphinx.errors import ConfigError

from sphinxext.stability.ext.config import OPTIONS

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

Write = Callable[[dict[str, str]], Path]
Build = Callable[..., "SphinxTestApp"]

CONF = (
    "import datetime\n"
    'project = "demo"\nrelease = "2.5"\nextensions = ["sphinxext.stability"]\n'
    'exclude_patterns = ["_build"]\n'
)
MANIFEST = """\
format = 1
[[releases]]
version = "2.5"
date = 2025-01-29
[[releases]]
version = "1.0"
date = 2024-01-29
component = "part"
"""

LISTED = """\
format = 1
[scheme]
extends = "pytorch"
[[features]]
id = "indexed-feature"
level = "stable"
objects = ["demo.range"]
"""
DEPRECATED = """\
format = 1
[[changes]]
id = "TD-1"
type = "removal"
objects = ["demo.range"]
deprecated = "2.3"
"""

PROJECTS_CONF = 'stability_projects = {"torch": ("https://example.org/", "torch.json")}\n'

PATHS = "must be a path or glob, or a list of them"
STRING = 'must be a string, such as "2.7"'
DATE = 'must be a date, such as "2025-01-29"'
RULES = 'must be a dictionary, such as {"orphan-entry": "off"}'
PLACE = "signatures, titles, references, autosummary"
PLACES = f"must be a list of places: {PLACE}"
PROJECTS = 'must be a dictionary, such as {"torch": ("https://…/", None)}'
ADDRESS = (
    "`torch`: the first item must be the address of its pages: with http:// or https://, or "
    "relative to the root of these, such as `../vision/`"
)
PAIR = "`torch` must be a pair of an address and a location, or True"
FLAG = "must be True or False"
CHECKS = 'must be True, False or a list of decorators, such as ["mylib.util.deprecated"]'
NAME = "`mylib.util.deprecated`"
BASELINE = "must be the path of a baseline"
LOCATION = "must be the path or address of a stability.json"
SECONDS = "must be a number of seconds, more than 0 and at most 3600"
DAYS = "must be a number of days, such as 5"

BAD = [
    ("stability_manifest", "3", PATHS),
    ("stability_manifest", "''", PATHS),
    ("stability_manifest", "['stability.toml', 3]", PATHS),
    ("stability_manifest", "{'stability.toml': 1}", PATHS),
    ("stability_version", "2.7", STRING),
    ("stability_version", "None", STRING),
    (
        "stability_version",
        "'main'",
        "is not a version that PEP 440 allows, such as `2.7`",
    ),
    ("stability_date", "'soon'", DATE),
    ("stability_date", "'2025-02-30'", DATE),
    ("stability_date", "20250129", DATE),
    ("stability_date", "True", DATE),
    ("stability_date", "['2025-01-29']", DATE),
    (
        "stability_notices",
        "'chekc'",
        "`chekc` is not one of: insert, check, off. Did you mean `check`?",
    ),
    ("stability_notices", "True", "`True` is not one of: insert, check, off"),
    ("stability_rules", "'off'", RULES),
    ("stability_rules", "['orphan-entry']", RULES),
    ("stability_rules", "{'orphan-entries': 'off'}", "Did you mean `orphan-entry`?"),
    (
        "stability_rules",
        "{'all': 'fatal'}",
        "stability_rules: `all`: `fatal` is not a severity: off, info, warning, error",
    ),
    (
        "stability_rules",
        "{'orphan-entries': 'of'}",
        "`orphan-entries`: `of` is not a severity: off, info, warning, error. Did you mean `off`?",
    ),
    ("stability_rules", "{'all': ['error']}", "error. Did you mean `error`?"),
    ("stability_rules", "{'all': False}", "`False` is not a severity: off, info, warning, error"),
    ("stability_badges", "'titles'", PLACES),
    ("stability_badges", "True", PLACES),
    (
        "stability_badges",
        "['title']",
        f"`title` is not a place: {PLACE}. Did you mean `titles`?",
    ),
    ("stability_badges", "[['titles']]", f"{PLACE}. Did you mean `titles`?"),
    ("stability_projects", "['torch']", PROJECTS),
    ("stability_projects", "{3: True}", "`3` is no name: a text without `:`, as in `name:target`"),
    ("stability_projects", "{'': True}", "`` is no name: a text without `:`, as in `name:target`"),
    ("stability_projects", "{'torch': 'https://example.org/'}", PAIR),
    ("stability_projects", "{'torch': False}", PAIR),
    ("stability_projects", "{'torch': ('https://example.org/',)}", PAIR),
    ("stability_projects", "{'torch': ('file:///srv/docs', None)}", ADDRESS),
    ("stability_projects", "{'torch': ('C:/docs', None)}", ADDRESS),
    ("stability_projects", "{'torch': (None, None)}", ADDRESS),
    (
        "stability_projects",
        "{'torch': ('https://example.org/', ())}",
        "`torch`: the second item has no location; None is beside its pages",
    ),
    (
        "stability_projects",
        "{'torch': ('https://example.org/', 3)}",
        "`torch`: the second item must be None, a location or a tuple of them",
    ),
    (
        "stability_projects",
        "{'torch': ('https://example.org/', ('', None))}",
        "`torch`: the second item must be None, a location or a tuple of them",
    ),
    (
        "stability_projects",
        "{'py': ('https://example.org/', None)}",
        "`py` is the name of a domain, such as in `py:target`; choose another",
    ),
    (
        "stability_projects",
        "{'torch': True}",
        "`torch` is True, but intersphinx_mapping has no `torch`; give its address",
    ),
    ("stability_inventory", "'yes'", FLAG),
    ("stability_inventory", "1", FLAG),
    ("stability_inventory", "None", FLAG),
    ("stability_code_checks", "'mylib.deprecated'", CHECKS),
    ("stability_code_checks", "None", CHECKS),
    ("stability_code_checks", "1", CHECKS),
    ("stability_code_checks", "['']", CHECKS),
    ("stability_code_checks", "['mylib.deprecated', 3]", CHECKS),
    (
        "stability_code_checks",
        "['mylib.deprecated', 'no dots here!']",
        "`no dots here!` is no dotted name of a decorator, such as `mylib.util.deprecated`",
    ),
    ("stability_code_checks", "['mylib.']", "no dotted name of a decorator, such as " + NAME),
    ("stability_code_checks", "{'mylib.deprecated': True}", CHECKS),
    ("stability_baseline", "True", BASELINE),
    ("stability_baseline", "''", BASELINE),
    ("stability_baseline", "['known.json']", BASELINE),
    ("stability_offline", "'yes'", FLAG),
    ("stability_offline", "1", FLAG),
    ("stability_offline", "['1']", FLAG),
    ("stability_project_timeout", "0", SECONDS),
    ("stability_project_timeout", "-1", SECONDS),
    ("stability_project_timeout", "'10'", SECONDS),
    ("stability_project_timeout", "None", SECONDS),
    ("stability_project_timeout", "True", SECONDS),
    ("stability_project_timeout", "float('inf')", SECONDS),
    ("stability_project_timeout", "10**400", SECONDS),
    ("stability_project_cache_days", "'a week'", DAYS),
    ("stability_project_cache_days", "None", DAYS),
    ("stability_project_cache_days", "False", DAYS),
    ("stability_project_cache_days", "float('nan')", DAYS),
    ("stability_previous", "True", LOCATION),
    ("stability_previous", "''", LOCATION),
    ("stability_previous", "['a.json']", LOCATION),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_bad_value(write: Write, build: Build, name: str, value: str, message: str) -> None:
    """A bad value ends the build before anything is read, with one line that begins with it."""
    conf = f"{CONF}{name} = {value}\n"
    docs = write({"conf.py": conf, "index.rst": "Demo\n====\n", "stability.toml": MANIFEST})
    with pytest.raises(ConfigError) as caught:
        build()
    text = str(caught.value)
    assert text.startswith(name)
    assert text.endswith(message)
    assert "\n" not in text
    assert not (docs / "_build/html/index.html").exists()


def test_every_value_is_tested() -> None:
    """Each value that is declared has bad contents here."""
    assert {name for name, _, _ in BAD} == {option.name for option in OPTIONS}


def test_all_bad_values_in_one_run(write: Write, build: Build) -> None:
    """Several bad values are one error with a line for each."""
    bad = 'stability_notices = 3\nstability_inventory = "x"\nstability_version = 2\n'
    bad += "stability_rules = {'no-rule': 'off', 'all': 'fatal'}\nstability_badges = ['a', 'b']\n"
    bad += "stability_code_checks = ['a b', 'c-d']\n"
    write({"conf.py": CONF + bad, "index.rst": "Demo\n====\n"})
    with pytest.raises(ConfigError) as caught:
        build()
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0].split()[0] for line in lines] == [
        "stability_version",
        "stability_notices",
        *["stability_rules"] * 2,
        *["stability_badges"] * 2,
        *["stability_code_checks"] * 2,
        "stability_inventory",
    ]


GOOD = [
    "stability_manifest = ['stability.toml']",
    "stability_manifest = ('*.toml',)",
    "stability_version = '2.7.0a0+git'",
    "stability_date = '2025-01-29'",
    "stability_date = ''",
    "stability_date = datetime.date(2025, 1, 29)",
    "stability_date = datetime.datetime(2025, 1, 29, 12)",
    "stability_rules = {'all': 'error', 'orphan-entry': 'off'}",
    "stability_badges = []",
    "stability_badges = ['titles']",
    "stability_inventory = False",
    "stability_code_checks = False",
    "stability_code_checks = []",
    "stability_code_checks = ('mylib.util.deprecated',)",
    "stability_baseline = None",
    "stability_baseline = 'not-yet.json'",
    "stability_previous = None",
    "stability_offline = True",
    "stability_project_timeout = 2.5",
    "stability_project_cache_days = -1",
]


@pytest.mark.parametrize("line", GOOD)
def test_good_value(write: Write, build: Build, line: str) -> None:
    """Good values build, and a second build sees no changed configuration."""
    write({"conf.py": f"{CONF}{line}\n", "index.rst": "Demo\n====\n", "stability.toml": MANIFEST})
    assert build().warning.getvalue() == ""
    second = build()
    assert "0 added, 0 changed, 0 removed" in second.status.getvalue()
    assert "config changed" not in second.status.getvalue()


def test_every_value_is_described() -> None:
    """The manual is made from the table: each value has a help text and a default that is good."""
    for option in OPTIONS:
        assert option.help.endswith(".")
        assert option.check(option.default) == ""


def sphinx(docs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``sphinx-build -q``."""
    return commands.sphinx(docs, "-q", *arguments)


TEMPLATES = [
    ("Fine.\n{% if %}\n", ":2: Expected an expression, got 'end of statement block'"),
    ("Fine.\n\n{{ nope }}\n", ":3: 'nope' is undefined"),
    ("{{ change.nope }}\n", ":1: "),
    ("{{ 1 // 0 }}\n", ":1: "),
    ('{% include "nope.rst" %}\n', ":1: "),
]


@pytest.mark.parametrize("arguments", ["", "-j2", "-b stability"])
@pytest.mark.parametrize(("text", "message"), TEMPLATES)
def test_override_template(write: Write, text: str, message: str, arguments: str) -> None:
    """A project's template with a fault: its file and line, status 2, no page, no traceback."""
    name = "_templates/stability/notices/deprecated.rst"
    conf = CONF + 'templates_path = ["_templates"]\n'
    more = {f"p{n}.rst": f":orphan:\n\nP{n}\n==\n" for n in range(6)}
    pages = {"index.rst": "Demo\n====\n\n.. py:function:: demo.range()\n", **more}
    docs = write({"conf.py": conf, "stability.toml": DEPRECATED, name: text, **pages})
    done = sphinx(docs, *arguments.split())
    assert done.returncode == 2
    assert f"{docs / name}{message}" in done.stderr
    assert "Configuration error" in done.stderr
    written = [path.name for path in (docs / "_build").rglob("*")]
    assert not [p for p in written if p in {"index.html", "stability.json", "findings.json"}]


SHAPE = "does not have the shape of an inventory: Object missing required field `project`"
INVENTORIES = [
    (None, "cannot be read: No such file or directory"),
    (b"", "is not JSON, or cut off: …"),
    (b'{"format":1,\n"project":"tor', "is not JSON, or cut off: …"),
    (b"\xff\xfe", "is not JSON, or cut off: …"),
    (b"[]", "is not an inventory: it is no object with a `format`"),
    (b"{}", "is not an inventory: it has no `format`"),
    (b'{"format": "1"}', "is not an inventory: it is no object with a `format`"),
    (b'{"format": 1}', SHAPE),
    (b'{"format": 2}', "has format 2; this version reads 1; upgrade sphinxext-stability"),
    (b'{"format": 1, "x": ' + b"[" * 100_000, "is …"),
]


@pytest.mark.parametrize(("content", "message"), INVENTORIES)
def test_inventory(write: Write, content: bytes | None, message: str) -> None:
    """An inventory that cannot be read is one typed warning; the index has the others."""
    page = "Demo\n====\n\n.. py:function:: demo.range()\n\n.. stability-index::\n"
    files = {"conf.py": CONF + PROJECTS_CONF, "index.rst": page}
    docs = write({**files, "stability.toml": LISTED})
    if content is not None:
        (docs / "torch.json").write_bytes(content)
    done = sphinx(docs)
    assert done.returncode == 0
    (line,) = done.stderr.replace(f"{docs}/", "").splitlines()
    start = "WARNING: stability_projects: no inventory of `torch`; torch.json: "
    pattern = re.escape(f"{start}{message} [stability.inventory]").replace("…", ".+")
    assert re.fullmatch(pattern, line)
    assert "Indexed feature" in (docs / "_build/index.html").read_text()


def test_inventory_warning_is_typed(write: Write) -> None:
    """It counts under -W, and can be suppressed."""
    files = {"index.rst": "Demo\n====\n", "stability.toml": MANIFEST}
    docs = write({"conf.py": CONF + PROJECTS_CONF, **files})
    assert sphinx(docs, "-W").returncode == 1
    suppressed = 'suppress_warnings = ["stability.inventory"]\n'
    write({"conf.py": CONF + PROJECTS_CONF + suppressed})
    assert sphinx(docs, "-W").returncode == 0
