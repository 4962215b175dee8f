"""Bad input, each case in a process of its own: one clear located message, the right status.

A manifest with faults ends the build with status 2 before anything is written: every fault is a
line with its place, then comes Sphinx's own report of one ``ConfigError``, nothing of ours.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import commands
import pytest

from sphinxext.stability import assets

Write = Callable[[dict[str, str]], Path]

PRESETS = ", ".join(sorted(path.stem for path in assets.PRESETS.glob("*.toml")))
CONF = """\
project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
exclude_patterns = ["_build"]
"""
PAGE = "Demo\n====\n\n.. py:function:: demo.range()\n"
PYTORCH = 'format = 1\n[scheme]\nextends = "pytorch"\n'
FEATURE = '[[features]]\nid = "range"\nlevel = "beta"\nobjects = ["demo.range"]\n'
DEPRECATED = """\
format = 1
[[changes]]
id = "TD-1"
type = "removal"
objects = ["demo.range"]
deprecated = "2.3"
"""


def sphinx(docs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``sphinx-build -q``."""
    return commands.sphinx(docs, "-q", *arguments)


def relative(docs: Path, done: subprocess.CompletedProcess[str]) -> str:
    """Return what the build wrote on stderr, paths relative to *docs*."""
    return done.stderr.replace(f"{docs}/", "").replace(f"{docs.parent}/", "../")


def said(docs: Path, done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what the build warned of, without Sphinx's own report."""
    lines = relative(docs, done).splitlines()
    return [line for line in lines if re.search(r"(^|: )(ERROR|WARNING): ", line)]


def refused(docs: Path, done: subprocess.CompletedProcess[str], faults: int) -> list[str]:
    """Check that the build ended with status 2 and wrote nothing; return the faults."""
    assert done.returncode == 2, done.stderr
    count = "1 fault" if faults == 1 else f"{faults} faults"
    listed, text = said(docs, done), relative(docs, done)
    ours, error, _ = text.partition("\nConfiguration error")
    assert error, text
    assert ours.splitlines() == listed
    assert f"the stability manifest has {count}, listed above; nothing was built" in text
    assert not [p for p in docs.rglob("*") if p.name == "stability.json" or p.suffix == ".html"]
    return listed


FEATURE_KEYS = (
    "id, title, kind, level, since, history, reason, target, objects, exclude, documents, "
    "contexts, not-offered, tracking, docs, feedback, enable, moved-to, ended, description, owner"
)
TOP = "format, project, contexts, scheme, policy, releases, features, changes, waivers"
KINDS = (
    "removal, rename, behavior, default-value, parameter-removal, parameter-rename, "
    "keyword-only, mode-swap, return-type, dependency"
)
CONTEXTS = '[contexts]\nworkload = ["training", "inference"]\n'
WHEN = '[[features]]\nid = "a"\ncontexts = [{ when = { %s }, level = "beta" }]\n'

FAULTS = {
    "empty": ("", "1: ERROR: format: is missing; write `format = 1`"),
    "no-format": (
        '[[releases]]\nversion = "1"\n',
        "1: ERROR: format: is missing; write `format = 1`",
    ),
    "not-toml": ("format = 1\n[features\n", "2: ERROR: is not TOML: …"),
    "newer-format": (
        "# comment\nformat = 2\n",
        (
            "2: ERROR: format: `2` is not a format that this version reads: 1. "
            "Upgrade sphinxext-stability"
        ),
    ),
    "format-text": (
        'format = "one"\n',
        "1: ERROR: format: `one` is not a format that this version reads: 1",
    ),
    "unknown-table": (
        "format = 1\n[feature]\n",
        f"2: ERROR: feature: `feature` is not a key here: {TOP}. Did you mean `features`?",
    ),
    "unknown-key": (
        f'{PYTORCH}{FEATURE}sinse = "2.1"\n',
        (
            f"8: ERROR: features[0].sinse: `sinse` is not a key here: {FEATURE_KEYS}. "
            "Did you mean `since`?"
        ),
    ),
    "number-for-version": (
        f"{PYTORCH}{FEATURE}since = 2.1\n",
        '8: ERROR: features[0].since: must be a string, not a number; write "2.1" in quotes',
    ),
    "text-for-array": (
        f'{PYTORCH}{FEATURE}documents = "index"\n',
        "8: ERROR: features[0].documents: must be an array, not a string",
    ),
    "number-for-table": ("format = 1\npolicy = 3\n", "2: ERROR: policy: must be a table, not …"),
    "number-for-array": (
        "format = 1\nfeatures = 1\n",
        "2: ERROR: features: must be an array, not a whole number",
    ),
    "text-for-date": (
        'format = 1\n[[releases]]\nversion = "2.5"\ndate = "2025-01-29"\n',
        "4: ERROR: releases[0].date: must be a date, not a string; write 2025-01-29 without quotes",
    ),
    "time-for-date": (
        'format = 1\n[[releases]]\nversion = "2.5"\ndate = 2025-01-29T10:00:00\n',
        "4: ERROR: releases[0].date: must be a date, not a date with a time",
    ),
    "text-for-flag": (
        f'{DEPRECATED}tombstone = "yes"\n',
        "7: ERROR: changes[0].tombstone: must be true or false, not a string",
    ),
    "no-id": ("format = 1\n[[releases]]\n", "2: ERROR: releases[0].version: is missing"),
    "level": (
        PYTORCH + FEATURE.replace("beta", "betta"),
        (
            "6: ERROR: features[0].level: `betta` is not a level of scheme `pytorch`: "
            "stable, beta, prototype. Did you mean `beta`?"
        ),
    ),
    "default-level": (
        'format = 1\n[project]\ndefault-level = "good"\n[scheme]\nextends = "pytorch"\n',
        (
            "3: ERROR: project.default-level: `good` is not a level of scheme `pytorch`: stable, "
            "beta, prototype"
        ),
    ),
    "preset": (
        PYTORCH.replace("pytorch", "pytorhc") + FEATURE,
        (
            f"3: ERROR: scheme.extends: `pytorhc` is not a preset: {PRESETS}. "
            "Did you mean `pytorch`?"
        ),
    ),
    "kind": (
        f'{PYTORCH}{FEATURE}kind = "api"\n[[scheme.kinds]]\nid = "apis"\n',
        "8: ERROR: features[0].kind: `api` is not a kind of the scheme: apis. Did you mean `apis`?",
    ),
    "context": (
        PYTORCH + CONTEXTS + WHEN % 'worklod = "training"',
        (
            "8: ERROR: features[0].contexts[0].when.worklod: `worklod` is not a context: workload. "
            "Did you mean `workload`?"
        ),
    ),
    "context-value": (
        PYTORCH + CONTEXTS + WHEN % 'workload = "trainign"',
        (
            "8: ERROR: features[0].contexts[0].when.workload: `trainign` is not a workload: "
            "training, inference. Did you mean `training`?"
        ),
    ),
    "change-type": (
        DEPRECATED.replace("removal", "remove"),
        (
            f"4: ERROR: changes[0].type: `remove` is not allowed here: {KINDS}. "
            "Did you mean `removal`?"
        ),
    ),
    "version": (
        DEPRECATED.replace("2.3", "next"),
        (
            "6: ERROR: changes[0].deprecated: `next` is not a version that PEP 440 allows, "
            "such as `2.7` or `2.7.0rc1`"
        ),
    ),
    "target": (
        DEPRECATED.replace("demo.range", "demo range"),
        "5: ERROR: changes[0].objects[0]: `demo range` has white space in its name",
    ),
    "address": (
        f'{PYTORCH}{FEATURE}tracking = "javascript:alert(1)"\n',
        (
            "8: ERROR: features[0].tracking: `javascript:alert(1)` is not an address that starts "
            "with http:// or https://"
        ),
    ),
    "duplicate-id": (
        PYTORCH + FEATURE + FEATURE,
        "9: ERROR: features[1].id: `range` is already the id of the entry at stability.toml:5",
    ),
    "nested": (
        f"format = 1\nx = {'[' * 3000}{']' * 3000}\n",
        "1: ERROR: …",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_fault(write: Write, case: str) -> None:
    """A fault is one line: file and line, the key's path, what is allowed, the nearest word."""
    text, message = FAULTS[case]
    docs = write({"conf.py": CONF, "index.rst": PAGE, "stability.toml": text})
    (line,) = refused(docs, sphinx(docs), 1)
    pattern = re.escape(f"stability.toml:{message}").replace("…", ".+")
    assert re.fullmatch(pattern, line)


def test_not_utf8(write: Write) -> None:
    """The line of the first byte that is not UTF-8 is named."""
    docs = write({"conf.py": CONF, "index.rst": PAGE})
    (docs / "stability.toml").write_bytes(b"format = 1\n# caf\xe9\n")
    assert refused(docs, sphinx(docs), 1) == [
        "stability.toml:2: ERROR: is not UTF-8; save the file in that encoding"
    ]


def test_all_faults_of_all_files(write: Write) -> None:
    """One run reports everything, by file and line; an id may not be given in two files."""
    one = PYTORCH + FEATURE + '[[features]]\nid = "b"\nlevel = "betta"\nsince = "x"\n'
    two = "format = 1\n" + FEATURE + 'ended = 3\nkind = "api"\n'
    conf = CONF + 'stability_manifest = ["one.toml", "two.toml", "three.toml"]\n'
    files = {"one.toml": one, "two.toml": two, "three.toml": "format = 1\nx = 1\n"}
    docs = write({"conf.py": conf, "index.rst": PAGE, **files})
    assert [line.partition(" is ")[0] for line in refused(docs, sphinx(docs, "-j2"), 6)] == [
        "one.toml:10: ERROR: features[1].level: `betta`",
        "one.toml:11: ERROR: features[1].since: `x`",
        "three.toml:2: ERROR: x: `x`",
        "two.toml:3: ERROR: features[0].id: `range`",
        (
            "two.toml:6: ERROR: features[0].ended: must be a string, not a whole number; write "
            '"3" in quotes'
        ),
        "two.toml:7: ERROR: features[0].kind: `api`",
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "missing.toml",
            "there is no such file; `stability_manifest` names it",
        ),
        ("no/*.toml", "no file matches; `stability_manifest` names it"),
        ("policy", "is a directory; name its files, such as `policy/*.toml`"),
        ("../policy", "is a directory; name its files, such as `policy/*.toml`"),
    ],
)
def test_manifest_path(write: Write, path: str, message: str) -> None:
    """A path that names no file is one fault."""
    conf = f'{CONF}stability_manifest = "{path}"\n'
    files = {"policy/a.toml": PYTORCH, "../policy/a.toml": PYTORCH}
    docs = write({"conf.py": conf, "index.rst": PAGE, **files})
    (line,) = refused(docs, sphinx(docs), 1)
    assert line == f"ERROR: {path}: {message}"


def test_manifest_outside(write: Write) -> None:
    """A manifest beside the source directory is read; its findings name it relative to that."""
    conf = CONF + 'stability_manifest = "../stability.toml"\n'
    manifest = PYTORCH + FEATURE.replace("demo.range", "gone")
    docs = write({"conf.py": conf, "index.rst": PAGE, "../stability.toml": manifest})
    done = sphinx(docs)
    assert done.returncode == 0
    assert said(docs, done) == [
        (
            "../stability.toml:4: WARNING: `gone` of `range` names nothing that is documented: "
            "correct it, document it, or take it out "
            "[stability.orphan-entry]"
        )
    ]


@pytest.mark.parametrize("markup", ["", "\n.. stability:: beta\n\n:stability:`beta`\n"])
def test_no_manifest(write: Write, markup: str) -> None:
    """Without a manifest there is markup alone: no inventory, no failure, no traceback."""
    docs = write({"conf.py": CONF, "index.rst": PAGE + markup})
    for _ in ("first", "nothing changed"):
        done = sphinx(docs)
        assert done.returncode == 0
        assert "Traceback" not in done.stderr
        assert bool(markup) or not done.stderr
    assert not (docs / "_build/stability.json").exists()


def test_faults_leave_the_last_build(write: Write) -> None:
    """A manifest that breaks changes nothing that was built; repaired, it builds again."""
    docs = write({"conf.py": CONF, "index.rst": PAGE, "stability.toml": DEPRECATED})
    assert sphinx(docs, "-W").returncode == 0
    before = {p: p.read_bytes() for p in (docs / "_build").rglob("*") if p.is_file()}
    write({"stability.toml": DEPRECATED.replace("removal", "remove")})
    assert sphinx(docs).returncode == 2
    assert {p: p.read_bytes() for p in (docs / "_build").rglob("*") if p.is_file()} == before
    write({"stability.toml": DEPRECATED.replace("2.3", "2.4")})
    assert sphinx(docs, "-W").returncode == 0
    assert "since version 2.4" in (docs / "_build/index.html").read_text()


CALENDAR = "".join(
    f'\n[[releases]]\nversion = "{version}"\n{date}'
    for version, date in [
        ("2.2", "date = 2024-01-30\n"),
        ("2.5", "date = 2999-01-01\n"),
        ("2.4", "date = 2024-07-24\n"),
        ("2.3", "date = 2024-04-24\n"),
        ("9.0", "date = 2999-02-01\n"),
        ("9.1", ""),
    ]
)


@pytest.mark.parametrize("arguments", [(), ("-j2",)])
def test_release_main(write: Write, arguments: tuple[str, ...]) -> None:
    """A release that is no version: one warning, and the newest release that is out counts."""
    later = DEPRECATED.replace("format = 1\n", "").replace("TD-1", "TD-2").replace("2.3", "2.5")
    manifest = DEPRECATED + later.replace("range", "later") + CALENDAR
    page = PAGE + "\n.. py:function:: demo.later()\n"
    conf = CONF.replace('"2.5"', '"main"')
    docs = write({"conf.py": conf, "index.rst": page, "stability.toml": manifest})
    for _ in ("first", "nothing changed"):
        done = sphinx(docs, *arguments)
        assert (done.returncode, done.stderr.strip()) == (
            0,
            (
                "WARNING: `main` is not a version that PEP 440 allows; the manifest is evaluated "
                "at 2.4. Set `stability_version` or `release` in conf.py [stability.version]"
            ),
        )
    html = (docs / "_build/index.html").read_text()
    assert "since version 2.3" in html
    assert "since version 2.5" not in html
    assert json.loads((docs / "_build/stability.json").read_text())["version"] == "2.4"


def test_docs_that_vanish(write: Write) -> None:
    """An object, then a page that is gone: warned of at the entry, published no more."""
    entry = '[[features]]\nid = "page"\nlevel = "stable"\ndocuments = ["page"]\n'
    page = ":orphan:\n\nPage\n====\n\n.. py:function:: demo.paged()\n"
    manifest = PYTORCH + FEATURE + entry + '[project]\ndefault-level = "stable"\n'
    files = {"conf.py": CONF, "index.rst": PAGE, "page.rst": page, "stability.toml": manifest}
    docs = write(files)

    def published() -> list[str]:
        data = json.loads((docs / "_build/stability.json").read_text())
        return [item["name"] for item in data["objects"]]

    assert (sphinx(docs, "-W").returncode, published()) == (0, ["demo.paged", "demo.range"])
    write({"index.rst": "Demo\n====\n"})
    gone = (
        "stability.toml:4: WARNING: `demo.range` of `range` names nothing that is documented: "
        "correct it, document it, or take it out "
        "[stability.orphan-entry]"
    )
    assert said(docs, sphinx(docs)) == [gone]
    assert published() == ["demo.paged"]
    (docs / "page.rst").unlink()
    assert said(docs, sphinx(docs)) == [
        gone,
        (
            "stability.toml:8: WARNING: `page` of `page` is no document or labelled section "
            "[stability.orphan-entry]"
        ),
    ]
    assert published() == []
