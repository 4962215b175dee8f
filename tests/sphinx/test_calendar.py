"""``.. stability-calendar::``: the changes by release, in every builder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from commands import sphinx
from docutils import nodes
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

QUIET = 'stability_rules = {"all": "off"}\n'
RELEASES = """
[policy.windows]
default = { releases = 2, days = 180 }

[[releases]]
version = "2.2"
date = 2023-12-10

[[releases]]
version = "2.3"
date = 2024-03-10

[[releases]]
version = "2.4"
date = 2024-06-10

[[releases]]
version = "2.5"
date = 2099-09-10

[[releases]]
version = "2.6"
"""
FEATURES = """
[[features]]
id = "early"
title = "Early <b> *birds*"
level = "beta"
since = "2.1"
target = { level = "stable", version = "2.5" }
tracking = "https://example.org/1"

[[features]]
id = "someday"
level = "alpha"
target = { level = "beta" }

[[features]]
id = "over"
level = "alpha"
ended = "2.3"
target = { level = "beta", version = "2.5" }

[[features]]
id = "quiet"
level = "alpha"
"""
CHANGES = """
[[changes]]
id = "R"
type = "removal"
objects = ["pkg.f"]
announced = "2.2"
deprecated = "2.3"
error = "2.4"
effective = "2.5"
alternatives = ["pkg.g", { target = "pkg.h", note = "for speed" }]
reason = "It is slow."
migration = "Call it::\\n\\n   g()\\n\\n* one\\n* two"
documentation = "https://example.org/m"

[[changes]]
id = "B"
type = "parameter-removal"
objects = ["pkg.g(x)"]
deprecated = "2.4"

[[changes]]
id = "E"
type = "default-value"
objects = ["pkg.h(y)"]
deprecated = "2.2"
effective = "2.4"
summary = "It is one."

[[changes]]
id = "M"
type = "mode-swap"
objects = ["pkg.h(y='a')"]
deprecated = "2.2"
effective = "2.3"
restored = "2.4"

[[changes]]
id = "N"
type = "rename"
objects = ["pkg.g"]
deprecated = "2.3"
effective = "never"

[[changes]]
id = "P"
type = "removal"
objects = ["pkg.h"]

[[changes]]
id = "U"
type = "removal"
objects = ["pkg.h"]
deprecated = true
"""
#: The calendar at version 2.4, as a reader sees it, without what is said of each change.
SHOWN = """Version 2.5 (planned for 2099-09-10)
Takes effect
pkg.f
Call it:
g()
one
two
How to migrate
Planned levels
Early <b> *birds*: Stable, now Beta. Follow its progress.
Version 2.6 (planned for about {month})
May take effect from here on (computed from the policy)
pkg.g(x)
Without a release
Planned levels
Someday: Beta, now Alpha.
Planned
pkg.h
Deprecated, since a version that is not known
pkg.h
Version 2.4 (2024-06-10)
Takes effect
pkg.h(y)
Is back
pkg.h(y=a)
Raises an error
pkg.f
Call it:
g()
one
two
How to migrate
Newly deprecated
pkg.g(x)
Version 2.3 (2024-03-10)
Takes effect
pkg.h(y=a)
Newly deprecated
pkg.f
Call it:
g()
one
two
How to migrate
pkg.g
Version 2.2 (2023-12-10)
Newly deprecated
pkg.h(y)
pkg.h(y=a)
Announced
pkg.f
Call it:
g()
one
two
How to migrate
"""
API = """\
API
===

.. py:function:: pkg.f()

.. py:function:: pkg.g(x)

.. py:function:: pkg.h(y)

.. stability:feature:: early

.. stability:feature:: someday
"""
HEAD = "Home\n====\n\n.. toctree::\n   :hidden:\n\n   api\n\n.. stability-calendar::\n"
PAGES = {"index.rst": HEAD, "api.rst": API}


def shown(built: Built) -> list[str]:
    """Return what a reader sees of the page, without its title."""
    return built.plain().splitlines()[1:]


def releases(built: Built) -> list[str]:
    return [
        line for line in shown(built) if line.startswith(("Version", "Without", "nki: ", "nki "))
    ]


def calendar(docs: Docs, entries: str, options: str = "", conf: str = "") -> Built:
    """Build a page with nothing but a calendar."""
    text = "".join(f"   {line}\n" for line in options.splitlines())
    docs.write(
        {"index.rst": f"Home\n====\n\n.. stability-calendar::\n{text}"}, entries, QUIET + conf
    )
    return docs.build()


def test_the_whole_calendar(docs: Docs) -> None:
    """What comes next first, then what has no release, then the past."""
    docs.write(PAGES, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build()
    assert built.warnings == []
    found = "\n".join(re.sub(r"^(pkg[^:]*): .*", r"\1", line) for line in shown(built))
    month = re.search(r"planned for about (\w+ \d+)", found)
    assert month, found
    assert found == SHOWN.format(month=month[1]).rstrip()


SAID = [
    ("Takes effect", "pkg.f", "It is slow. Use pkg.g or pkg.h (for speed) instead."),
    ("Takes effect", "pkg.f", "Deprecated since version 2.3."),
    ("Newly deprecated", "pkg.f", "It will be removed in version 2.5."),
    ("Newly deprecated", "pkg.g", "There is no plan to remove it."),
    ("Newly deprecated", "pkg.g(x)", "It will not be removed before version 2.6, about "),
    ("Newly deprecated", "pkg.g(x)", "(computed from the policy)."),
    ("Is back", "pkg.h(y=a)", "Deprecated since version 2.2."),
]


@pytest.mark.parametrize(("event", "name", "text"), SAID)
def test_what_is_said_of_a_change(docs: Docs, event: str, name: str, text: str) -> None:
    """Reason, alternatives, when it began and when it comes, as the release asks for."""
    docs.write(PAGES, RELEASES + FEATURES + CHANGES, QUIET)
    heading, found = "", []
    for line in shown(docs.build()):
        heading = line if line in {event for event, _, _ in SAID} else heading
        if heading == event and line.startswith(f"{name}: "):
            found.append(line)
    assert [line for line in found if text in line], found


def test_alternatives_objects_features_and_levels_are_links(docs: Docs) -> None:
    pages = PAGES | {"index.rst": f"{HEAD}\n.. stability-levels::\n"}
    docs.write(pages, RELEASES + FEATURES + CHANGES, QUIET)
    page = docs.build().read()
    body = page[page.index("Takes effect") : page.index("Raises an error")]
    assert re.findall(r'<a class="reference (internal|external)" href="([^"]*)"', body)[:4] == [
        ("internal", "api.html#pkg.f"),
        ("internal", "api.html#pkg.g"),
        ("internal", "api.html#pkg.h"),
        ("external", "https://example.org/m"),
    ]
    assert 'href="api.html#stability-feature-early"' in body
    assert 'href="https://example.org/1"' in body
    assert 'href="#stability-level-stable"' in body
    assert 'href="api.html#pkg.g"><code' in body.replace(' title="pkg.g"', "")


def test_the_headings_are_rubrics_and_the_lists_definitions(docs: Docs) -> None:
    """No sections: the calendar may stand anywhere, and no entry of it is a notice."""
    built = calendar(docs, RELEASES + CHANGES)
    tree = built.app.env.get_doctree("index")
    rubrics = [node.astext() for node in tree.findall(nodes.rubric)]
    assert rubrics[0] == "Version 2.5 (planned for 2099-09-10)"
    assert len(list(tree.findall(nodes.section))) == 1
    assert re.search(
        r'<p class="(stability-release rubric|rubric stability-release)"', built.read()
    )
    assert "stability.css" in built.read()


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", ["2.5", "2.6", "-", "2.4", "2.3", "2.2"]),
        (":types: rename", ["2.3"]),
        (":types: removal mode-swap", ["2.5", "-", "2.4", "2.3", "2.2"]),
        (":types: removal, mode-swap", ["2.5", "-", "2.4", "2.3", "2.2"]),
        (":from: 2.4", ["2.5", "2.6", "-", "2.4"]),
        (":to: 2.4", ["2.4", "2.3", "2.2"]),
        (":from: 2.3\n:to: 2.4", ["2.4", "2.3"]),
        (":from: 2.4.1", ["2.5", "2.6", "-"]),
        (":types: default-value\n:from: 2.3", ["2.4"]),
    ],
)
def test_options(docs: Docs, options: str, found: list[str]) -> None:
    """Types of change, and a range of releases; what has no release is after the last."""
    built = calendar(docs, RELEASES + FEATURES + CHANGES, options)
    assert built.warnings == []
    lines = [line.replace("Without a release", "Version - x") for line in releases(built)]
    assert [line.split()[1] for line in lines] == found


def test_a_type_leaves_out_the_plans_of_features(docs: Docs) -> None:
    built = calendar(docs, RELEASES + FEATURES + CHANGES, ":types: removal")
    assert "Planned levels" not in shown(built)


@pytest.mark.parametrize("options", [":from: 2.6\n:to: 2.2", ":types: dependency", ":from: 9"])
def test_nothing_in_range(docs: Docs, options: str) -> None:
    dated = CHANGES.replace("deprecated = true", 'deprecated = "2.4"')
    dated = dated.replace('id = "P"', 'id = "P"\nannounced = "2.2"')
    built = calendar(docs, RELEASES + dated, options)
    assert (built.warnings, shown(built)) == (
        [],
        ["Nothing of this kind has changed or is planned."],
    )


TYPES = (
    "removal, rename, behavior, default-value, parameter-removal, parameter-rename, keyword-only, "
    "mode-swap, return-type, dependency"
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ":types: remval",
            (
                f"index.rst:4: WARNING: `remval` is not a type of change: {TYPES}. "
                "Did you mean `removal`? [stability.markup]"
            ),
        ),
        (
            ":types: removal, x",
            f"index.rst:4: WARNING: `x` is not a type of change: {TYPES} [stability.markup]",
        ),
    ],
)
def test_an_unknown_type(docs: Docs, options: str, message: str) -> None:
    """One warning, located, with the words there are; nothing is shown."""
    built = calendar(docs, RELEASES + CHANGES, options)
    assert (built.warnings, shown(built)) == ([message], [])


@pytest.mark.parametrize("option", ["from", "to"])
def test_a_bad_version(docs: Docs, option: str) -> None:
    built = calendar(docs, RELEASES + CHANGES, f":{option}: main")
    said = "`main` is not a version that PEP 440 allows, such as `2.7` or `2.7.0rc1`"
    assert built.warnings == [f"index.rst:4: WARNING: `:{option}:`: {said} [stability.markup]"]
    assert shown(built) == []


def test_an_empty_manifest_and_none(docs: Docs) -> None:
    text = ["Nothing is planned, and nothing has changed."]
    docs.write({"index.rst": "Home\n====\n\n.. stability-calendar::\n"}, manifest="format = 1\n")
    built = docs.build(outdir="empty")
    assert (built.warnings, shown(built)) == ([], text)
    (docs.path / "stability.toml").unlink()
    built = docs.build(outdir="none")
    assert (built.warnings, shown(built)) == ([], text)


def test_changes_without_a_calendar(docs: Docs) -> None:
    """Versions alone make the headings, and nothing is computed."""
    built = calendar(docs, CHANGES)
    assert releases(built) == [
        "Version 2.5 (expected)",
        "Without a release",
        "Version 2.4",
        "Version 2.3",
        "Version 2.2",
    ]
    assert not [line for line in shown(built) if "computed" in line]


ONE = """
[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.f"]
"""


@pytest.mark.parametrize(
    ("version", "heading"),
    [
        ("2.7", "Version 2.7 (expected about {month})"),
        ("3.0", "Version 3.0 (expected)"),
        ("2.1", "Version 2.1"),
        ("2.3.1", "Version 2.3.1"),
    ],
)
def test_a_release_that_the_calendar_has_not(docs: Docs, version: str, heading: str) -> None:
    """Beyond its end it is expected; of another series nobody knows when."""
    built = calendar(docs, RELEASES + ONE + f'effective = "{version}"\ndeprecated = "2.2"\n')
    (found,) = (line for line in releases(built) if f"Version {version}" in line)
    month = re.search(r"about (\w+ \d{4})", found)
    assert found.replace(" for ", " ") == heading.format(month=month[1] if month else "")


def test_a_change_of_nothing_that_is_documented(docs: Docs) -> None:
    """A new requirement has no objects: its item begins with words."""
    entry = '\n[[changes]]\nid = "D"\ntype = "dependency"\nsummary = "Python 3.12 is needed"\n'
    built = calendar(docs, RELEASES + entry + 'effective = "2.5"\n')
    (item,) = (line for line in shown(built) if "Python" in line)
    assert not item.startswith(":"), item


def test_what_a_change_is_about_is_cut_short(docs: Docs) -> None:
    targets = ", ".join(f'"pkg.f{number}"' for number in range(6))
    entry = ONE.replace('"pkg.f"', targets) + 'deprecated = "2.3"\neffective = "2.5"\n'
    entry += 'documents = ["index"]\nafter = "C2"\nwhen = { python = ">=3.12" }\n'
    built = calendar(docs, RELEASES + entry + ONE.replace("C1", "C2"))
    assert (
        "pkg.f0, pkg.f1, pkg.f2 and 4 more: removal. Deprecated since version 2.3. "
        "Only after C2. This holds for python >=3.12 only."
    ) in shown(built)


COMPONENT = """
[[releases]]
version = "1.0"
date = 2024-01-01
component = "nki"

[[releases]]
version = "1.1"
date = 2025-01-01
component = "nki"

[[releases]]
version = "1.2"
component = "nki"

[[changes]]
id = "K1"
type = "removal"
objects = ["nki.a"]
component = "nki"
deprecated = "1.0"
effective = "1.1"

[[changes]]
id = "K2"
type = "removal"
objects = ["nki.b"]
component = "nki"

[[changes]]
id = "K3"
type = "removal"
objects = ["nki.c"]
component = "nki"
deprecated = "1.0"
"""


def test_components_have_calendars_of_their_own(
    docs: Docs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part with versions of its own stands under its own name, at its own newest release."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764547200")  # December 2025
    entries = RELEASES + COMPONENT + ONE + 'deprecated = "2.3"\neffective = "2.5"\n'
    built = calendar(docs, entries)
    assert built.warnings == []
    assert sorted(line for line in shown(built) if "pkg" not in line) == sorted(
        [
            "Version 2.5 (planned for 2099-09-10)",
            "Takes effect",
            "nki 1.1 (planned for 2025-01-01)",
            "Takes effect",
            "nki.a: removal. Deprecated since version 1.0.",
            "nki 1.2 (planned for about January 2026)",
            "May take effect from here on (computed from the policy)",
            "nki.c: removal. Deprecated since version 1.0.",
            "nki: without a release",
            "Planned",
            "nki.b: removal.",
            "nki 1.0 (2024-01-01)",
            "Newly deprecated",
            "nki.a: removal. It will be removed in version 1.1 of nki.",
            (
                "nki.c: removal. It will not be removed before version 1.2 of nki, about January "
                "2026 (computed from the policy)."
            ),
            "Version 2.3 (2024-03-10)",
            "Newly deprecated",
        ]
    )


def test_a_guessed_date_that_is_past_is_left_out(
    docs: Docs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was wrong; a date that the calendar has stands as it is."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # March 2026
    assert releases(calendar(docs, RELEASES + COMPONENT))[:2] == [
        "nki 1.1 (planned for 2025-01-01)",
        "nki 1.2 (planned)",
    ]


def test_the_levels_of_now_name_their_contexts(docs: Docs) -> None:
    entry = """
[[features]]
id = "resize"
level = "alpha"
contexts = [{ when = { device = "gpu_*" }, level = "prototype" }]
target = { level = "beta", version = "2.5" }
"""
    found = shown(calendar(docs, RELEASES + entry))
    assert "Resize: Beta, now Alpha, Prototype (gpu_*)." in found


def test_a_later_date_moves_the_component(docs: Docs) -> None:
    """Its versions are out by the date of the evaluation, whatever the project's version."""
    conf = "import datetime\nstability_date = datetime.date(2025, 2, 1)\n"
    built = calendar(docs, RELEASES + COMPONENT, conf=conf)
    assert releases(built) == [
        "nki 1.2 (planned for about January 2026)",
        "nki: without a release",
        "nki 1.1 (2025-01-01)",
        "nki 1.0 (2024-01-01)",
    ]


@pytest.mark.parametrize(
    ("version", "ahead", "past"),
    [
        ("2.2", ["2.3", "2.4", "2.5", "2.6"], ["2.2"]),
        ("2.3", ["2.4", "2.5", "2.6"], ["2.3", "2.2"]),
        ("2.6", [], ["2.6", "2.5", "2.4", "2.3", "2.2"]),
    ],
)
def test_the_same_manifest_at_another_version(
    docs: Docs, version: str, ahead: list[str], past: list[str]
) -> None:
    """An old branch shows as planned what is out today."""
    built = calendar(docs, RELEASES + FEATURES + CHANGES, conf=f'stability_version = "{version}"\n')
    assert built.warnings == []
    lines = releases(built)
    middle = lines.index("Without a release")
    assert [line.split()[1] for line in lines[:middle]] == ahead
    assert [line.split()[1] for line in lines[middle + 1 :]] == past
    assert all("planned for" in line for line in lines[:middle])
    assert all("planned" not in line for line in lines[middle + 1 :])


def test_levels_of_the_roadmap_are_those_of_the_version(docs: Docs) -> None:
    """What has ended at a version has no plan; before, it had one."""
    entries = RELEASES + FEATURES
    assert "Over: Beta, now Alpha." not in shown(calendar(docs, entries))
    old = calendar(docs, entries, conf='stability_version = "2.2"\n')
    assert "Over: Beta, now Alpha." in shown(old)


def test_removed_objects_are_no_broken_references(docs: Docs) -> None:
    """What was removed is not documented any more: naming it is no fault."""
    entries = RELEASES + ONE + 'deprecated = "2.2"\neffective = "2.4"\n'
    assert calendar(docs, entries, conf="nitpicky = True\n").warnings == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("It is *bad.", "Inline emphasis start-string without end-string."),
        (
            "It is.\\n\\nHead\\n====\\n\\nText.",
            "a text of the manifest cannot have a title, footnote or citation of its own",
        ),
    ],
)
def test_bad_markup_is_reported_at_the_entry(docs: Docs, text: str, message: str) -> None:
    entries = RELEASES + ONE + f'reason = "{text}"\ndeprecated = "2.4"\neffective = "2.5"\n'
    built = calendar(docs, entries)
    line = (docs.path / "stability.toml").read_text(encoding="utf-8").splitlines()
    where = f"stability.toml:{line.index('[[changes]]') + 1}"
    assert set(built.warnings) == {f"{where}: WARNING: {message} [stability.markup]"}


def test_hostile_texts_stay_texts(docs: Docs) -> None:
    """No raw HTML, no file, no script comes out of a manifest."""
    reason = "It.\\n\\n.. raw:: html\\n\\n   <script>alert(1)</script>\\n\\n.. include:: conf.py"
    entries = RELEASES + ONE + f'reason = "{reason}"\ndeprecated = "2.4"\neffective = "2.5"\n'
    page = calendar(docs, entries).read()
    assert "<script>alert" not in page
    assert "exclude_patterns" not in page


BUILDERS = {
    "dirhtml": "index.html",
    "singlehtml": "index.html",
    "epub": "index.xhtml",
    "text": "index.txt",
    "latex": "pkg.tex",
    "man": "pkg.1",
    "texinfo": "pkg.texi",
    "xml": "index.xml",
}


@pytest.mark.parametrize(("builder", "name"), BUILDERS.items(), ids=BUILDERS)
def test_every_builder(docs: Docs, builder: str, name: str) -> None:
    docs.write(PAGES, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build(builder)
    assert built.warnings == []
    text = re.sub(r"\\sphinxhyphen{}|\\-", "-", built.read(name))
    text = " ".join(re.sub(r"<[^>]*>|\\f[BIPR]", "", text).split())
    assert "Version 2.5 (planned for 2099-09-10)" in text
    for heading in ("Takes effect", "Newly deprecated", "Planned levels", "Announced"):
        assert heading in text
    assert "(computed from the policy)" in text
    assert "removal. It is slow. Use" in text


def test_other_builders_build(docs: Docs) -> None:
    docs.write(PAGES, RELEASES + FEATURES + CHANGES, QUIET)
    for builder in ("json", "htmlhelp", "changes", "pseudoxml", "dummy", "stability"):
        assert docs.build(builder, outdir=builder).warnings == []


TRANSLATED = [
    "Version 2.5 (planned for 2099-09-10)",
    "Takes effect",
    "Planned levels",
    "Without a release",
    ":stability:feature:`someday`: :stability:`beta`, now Alpha.",
    ":stability:obj:`pkg.g`: soft deprecation. There is no plan to remove it.",
]


@pytest.mark.parametrize("text", TRANSLATED)
def test_gettext_extracts_it(docs: Docs, text: str) -> None:
    """Headings and items are texts to translate."""
    docs.write(PAGES, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build("gettext")
    assert built.warnings == []
    assert f'msgid "{text}"' in built.read("index.pot").replace('"\n"', "")


def test_a_translation(docs: Docs) -> None:
    docs.write(
        PAGES, RELEASES + FEATURES + CHANGES, QUIET + 'language = "de"\nlocale_dirs = ["locale"]\n'
    )
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    german = {
        TRANSLATED[0]: "Version 2.5 (geplant)",
        TRANSLATED[-1]: ":stability:obj:`pkg.g`: neuer Name.",
        "Call it::": "Rufe es auf::",
    }
    po = head + "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in german.items())
    docs.add({"locale/de/LC_MESSAGES/index.po": po})
    built = docs.build()
    assert built.warnings == []
    lines = shown(built)
    assert "Version 2.5 (geplant)" in lines
    assert "pkg.g: neuer Name." in lines
    assert "Rufe es auf:" in lines


# A project's own templates.

TEMPLATES = 'templates_path = ["_t"]\n'
CHANGE = "_t/stability/calendar/change.rst"


def test_a_template_of_the_project(docs: Docs) -> None:
    """The wording of an item is the project's: it has the change, label, event and end."""
    text = "{{ change.id }} {{ label }} {{ event }}{% if end %} {{ end.version }}{% endif %}"
    docs.write(PAGES | {CHANGE: text}, RELEASES + CHANGES, QUIET + TEMPLATES)
    docs.add({"api.rst": API.partition(".. stability:feature")[0]})
    built = docs.build()
    assert built.warnings == []
    assert shown(built)[:6] == [
        "Version 2.5 (planned for 2099-09-10)",
        "Takes effect",
        "R removal effective",
        shown(built)[3],
        "May take effect from here on (computed from the policy)",
        "B removal of a parameter bound 2.6",
    ]
    assert "N soft deprecation deprecated" in shown(built)


BROKEN = [
    ("change", "{{ nothing }}", "'nothing' is undefined"),
    ("change", "{% if %}", "Expected an expression, got 'end of statement block'"),
    ("feature", "{{ 1 / 0 }}", "division by zero"),
    ("change", "{% if event == 'effective' %}{{ nope }}{% endif %}x", "'nope' is undefined"),
]


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
def test_a_broken_template_is_bad_configuration(
    docs: Docs, name: str, text: str, message: str
) -> None:
    """One error names the file and line."""
    template = f"_t/stability/calendar/{name}.rst"
    docs.write(PAGES | {template: text}, RELEASES + FEATURES + CHANGES, QUIET + TEMPLATES)
    with pytest.raises(ConfigError) as caught:
        docs.build()
    where = docs.path / template
    assert str(caught.value) == f"a template of the stability notices fails: {where}:1: {message}"


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
@pytest.mark.parametrize("parallel", ["-j1", "-j2"])
def test_a_broken_template_ends_the_build(
    docs: Docs, *, name: str, text: str, message: str, parallel: str
) -> None:
    """Exit status 2 and one report, with many documents and processes, too."""
    template = f"_t/stability/calendar/{name}.rst"
    more = {f"p{n}.rst": ":orphan:\n\nP\n=\n\n.. stability-calendar::\n" for n in range(8)}
    pages = PAGES | more | {template: text}
    docs.write(pages, RELEASES + FEATURES + CHANGES, QUIET + TEMPLATES)
    done = sphinx(docs.path, "-q", parallel)
    error = done.stderr.strip().splitlines()[0]
    assert (done.returncode, error) == (2, "Configuration error!")
    where = docs.path / template
    said = f"a template of the stability notices fails: {where}:1: {message}"
    assert done.stderr.count(said) == 1


def test_two_calendars_on_a_page(docs: Docs) -> None:
    """Each with its options; ids do not clash."""
    text = f"{HEAD}   :to: 2.4\n\n.. stability-calendar::\n   :from: 2.4\n"
    docs.write(PAGES | {"index.rst": text}, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build()
    assert built.warnings == []
    assert [line.split()[1] for line in releases(built)] == [
        "2.4",
        "2.3",
        "2.2",
        "2.5",
        "2.6",
        "a",
        "2.4",
    ]
    ids = re.findall(r'\bid="([^"]+)"', built.read())
    assert len(ids) == len(set(ids))


def test_in_markdown(docs: Docs) -> None:
    pytest.importorskip("myst_parser")
    docs.write(
        {"index.md": "# Home\n\n```{stability-calendar}\n:from: 2.5\n```\n"},
        RELEASES + CHANGES,
        QUIET + 'extensions += ["myst_parser"]\n',
    )
    built = docs.build()
    assert built.warnings == []
    assert releases(built)[0] == "Version 2.5 (planned for 2099-09-10)"
