"""The directives and roles, in reStructuredText and MyST, and what is wrong with their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

ENTRIES = """
[contexts]
workload = ["training", "inference"]

[[features]]
id = "early"
title = "Early birds"
level = "beta"
since = "2.1"
objects = ["pkg.early"]

[[features]]
id = "proto"
title = "Try me"
level = "prototype"
objects = ["pkg.proto"]
"""
DIRECTIVE = """
Home
====

{page}

Part
----

{section}

.. py:function:: pkg.f()

{object}
"""
#: The same page in MyST.
MYST = """
# Home

{page}

## Part

{section}

```{{py:function}} pkg.f()

{object}
```
"""
QUIET = 'stability_rules = {"all": "off"}\n'
MYST_CONF = 'extensions += ["myst_parser"]\n'


def indent(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.splitlines())


@pytest.mark.parametrize(
    ("places", "titles", "signature"),
    [
        ("page", ["Home Beta", "Part"], "pkg.f() Beta"),
        ("section", ["Home", "Part Beta"], "pkg.f() Beta"),
        ("object", ["Home", "Part"], "pkg.f() Beta"),
    ],
)
@pytest.mark.parametrize("language", ["rst", "md"])
def test_the_directive_gives_a_level_to_what_it_stands_in(
    docs: Docs, places: str, titles: list[str], signature: str, language: str
) -> None:
    """An object, a section or a page; what is described under it has the level as well."""
    source = ".. stability:: beta" if language == "rst" else "```{stability} beta\n```"
    texts = {place: source if place == places else "" for place in ("page", "section", "object")}
    if language == "rst":
        texts["object"] = indent(texts["object"])
        docs.write({"index.rst": DIRECTIVE.format(**texts)})
    else:
        text = MYST.format(**texts).replace("```{py:function}", "````{py:function}")
        docs.write({"index.md": f"{text.rstrip()}`\n"}, conf=MYST_CONF)
    built = docs.build()
    assert built.warnings == []
    words = built.plain().splitlines()
    assert [line for line in words if line.startswith(("Home", "Part"))] == titles
    assert built.signatures() == [signature]


OPTIONS = """
Home
====

.. py:class:: pkg.K(device)

   .. stability:: prototype
      :since: 2.1
      :tracking: https://example.org/7
      :context: workload=training

      It has *rough* edges.

   Text.

   .. py:method:: m()
"""


def test_all_options_of_the_directive(docs: Docs) -> None:
    """Version, context and address are shown; the content is part of the admonition."""
    docs.write({"index.rst": OPTIONS}, ENTRIES, QUIET)
    built = docs.build()
    assert built.warnings == []
    assert built.signatures() == ["class pkg.K(device) Prototype (training)", "m()"]
    assert built.plain().splitlines()[2:] == [
        "Warning",
        "Prototype (training): Early, to gather feedback. Since version 2.1. Follow its progress.",
        "It has rough edges.",
        "Text.",
        "m()",
    ]
    assert 'href="https://example.org/7"' in built.read()
    assert 'title="Early, to gather feedback. Since version 2.1."' in built.read()


def test_a_directive_names_its_feature(docs: Docs) -> None:
    """With ``:feature:`` it speaks for an entry of the manifest."""
    page = OPTIONS.replace(":since: 2.1", ":feature: proto").replace(":tracking:", ":unused:")
    page = "\n".join(line for line in page.splitlines() if ":unused:" not in line)
    docs.write({"index.rst": page}, ENTRIES, QUIET)
    built = docs.build()
    assert built.warnings == []
    assert "Prototype (training): Try me. Early, to gather feedback." in built.plain()


def test_a_parameter_is_not_the_object(docs: Docs) -> None:
    """With ``:parameter:`` the level is not that of the whole object."""
    page = OPTIONS.replace(":since: 2.1", ":parameter: device").replace("prototype", "beta")
    docs.write({"index.rst": page}, ENTRIES, QUIET)
    built = docs.build()
    assert built.warnings == []
    assert built.signatures() == ["class pkg.K(device)", "m()"]
    assert "It has rough edges." in built.plain()


def test_content_is_added_to_the_admonition_or_makes_one(docs: Docs) -> None:
    """A level without an admonition of its own shows the content as a note."""
    source = ".. stability:: {}\n\n   Beware of *dogs*.\n\n   .. py:function:: pkg.inner()\n"
    docs.write({"index.rst": "Home\n====\n\n" + source.format("beta")})
    built = docs.build()
    assert built.warnings == []
    assert built.plain().splitlines()[:3] == ["Home Beta", "Note", "Beware of dogs."]
    assert built.signatures() == ["pkg.inner() Beta"]


def test_without_a_manifest_any_word_is_a_level(docs: Docs) -> None:
    """Markup alone works, with the words as they are written."""
    docs.write({"index.rst": DIRECTIVE.format(page=".. stability:: wobbly", section="", object="")})
    (docs.path / "stability.toml").unlink()
    built = docs.build()
    assert built.warnings == []
    assert built.plain().splitlines()[0].lower() == "home wobbly"


ROLES = {
    ":stability:`beta`": ["Beta"],
    ":stability:`preview`": ["Prototype"],
    ":stability-of:`early`": ["Beta"],
    ":stability-of:`pkg.early`": ["Beta"],
    ":stability-of:`py:function:pkg.early`": ["Beta"],
    ":stability-of:`pkg:pkg.early`": ["Beta"],
    ":stability-of:`pkg.old`": ["Stable Deprecated"],
    ":stability-of:`pkg.plain`": ["Stable"],
    ":stability-of:`ns::Vec`": ["Alpha"],
    ":stability-of:`cpp:class:ns::Vec`": ["Alpha"],
    ":stability-of:`std:cmdoption:--fast`": ["Alpha"],
}


@pytest.mark.parametrize("language", ["rst", "md"])
@pytest.mark.parametrize(("role", "shown"), ROLES.items(), ids=ROLES)
def test_roles_show_badges_in_running_text(
    docs: Docs, role: str, shown: list[str], language: str
) -> None:
    """Of a level by id or alias; of a feature or of a target in the manifest's grammar."""
    objects = (
        ".. py:function:: pkg.early()\n\n.. py:function:: pkg.old()\n\n"
        ".. py:function:: pkg.plain()\n\n.. cpp:class:: ns::Vec\n\n.. option:: --fast\n"
    )
    more = """
[[features]]
id = "vec"
level = "alpha"
objects = ["ns::Vec", "--fast"]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.old"]
deprecated = "2.3"
"""
    if language == "rst":
        uses = {"uses.rst": f"Uses\n====\n\n{role}\n"}
    else:
        name, _, word = role.strip(":`").partition(":`")
        uses = {"uses.md": f"# Uses\n\n{{{name}}}`{word}`\n"}
    entries = ENTRIES.partition('[[features]]\nid = "proto"')[0] + more
    home = f"Home\n====\n\n.. toctree::\n\n   uses\n\n{objects}"
    docs.write({"index.rst": home, **uses}, entries, MYST_CONF)
    built = docs.build()
    assert built.warnings == []
    assert built.plain("uses.html").splitlines() == ["Uses", *shown]


def test_levels_with_commitments_kinds_and_footnotes(docs: Docs) -> None:
    """Every level, the most stable first; then a table and footnotes for each kind."""
    kinds = """
[[scheme.kinds]]
id = "api"
label = "API"
description = "How *calls* behave."
footnotes = ["Told a month ahead."]
[scheme.kinds.aspects]
"API contract" = { beta = "Minor changes", stable = "Kept*" }
"Testing" = { stable = "Full", preview = "``none``" }
"""
    page = {"index.rst": "Home\n====\n\n.. stability-levels::\n"}
    docs.write(page, kinds)
    built = docs.build("text")
    assert built.warnings == []
    lines = [line.strip(" |") for line in built.read("index.txt").splitlines()]
    words = [
        " ".join(line.replace("|", " ").split()) for line in lines if set(line) - set("=*+-| ")
    ]
    assert words == [
        "Home",
        *("[Stable]", "It stays as it is."),
        *("[Beta]", "It may *change*.", "Formerly:", "Experimental"),
        *("[Alpha]", "It may go away."),
        *("[Prototype]", "Early, to gather feedback.", "Also called:", "preview"),
        *("-[ API ]-", "How *calls* behave.", "Level API contract Testing"),
        *('[Prototype] – "none"', "[Beta] Minor changes –", "[Stable] Kept* Full"),
        "* Told a month ahead.",
    ]
    for builder in ("html", "latex", "man", "texinfo", "xml"):
        assert docs.build(builder).warnings == []


@pytest.mark.parametrize("preset", ["pytorch", "aws-neuron"])
@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_the_presets_can_be_shown(docs: Docs, preset: str, builder: str) -> None:
    """What the presets say is good reStructuredText in every builder."""
    manifest = f'format = 1\n[scheme]\nextends = "{preset}"\n'
    docs.write({"index.rst": "Home\n====\n\n.. stability-levels::\n"}, manifest=manifest)
    assert docs.build(builder, confoverrides={"nitpicky": True}).warnings == []


LEVELS = "stable, beta, alpha, prototype"
WRONG = {
    ".. stability:: betta": (f"`betta` is not a level: {LEVELS}. Did you mean `beta`?"),
    ".. stability:: Experimental": (
        "`Experimental` is what `beta` was called before: write `beta`"
    ),
    ".. stability:: beta\n   :feature: erly": (
        "`erly` is not a feature of the manifest: early, proto. Did you mean `early`?"
    ),
    ".. stability:: beta\n   :tracking: javascript:alert(1)": (
        "`javascript:alert(1)` is not an address that starts with http:// or https://"
    ),
    ".. stability:: beta\n   :context: workload=trainin": (
        "`trainin` is not a workload: training, inference. Did you mean `training`?"
    ),
    ".. stability:: beta\n   :context: worklod=training": (
        "`worklod` is not a context: workload. Did you mean `workload`?"
    ),
    ".. stability:feature:: erly": (
        "`erly` is not a feature of the manifest: early, proto. Did you mean `early`?"
    ),
    ".. stability-index::\n   :columns: levle": (
        "`levle` is not a column: feature, level, since, before, next, links, project, kind. "
        "Did you mean `level`?"
    ),
    ".. stability-index::\n   :projects: pkgg": (
        "`pkgg` is not a project: pkg. Did you mean `pkg`?"
    ),
    ".. stability-index::\n   :levels: betta": (
        f"`betta` is not a level: {LEVELS}. Did you mean `beta`?"
    ),
    "A :stability:`betta` word.": f"`betta` is not a level: {LEVELS}. Did you mean `beta`?",
    "A :stability-of:`pkg.erly` word.": "`pkg.erly`",
    "A :stability-of:`erly` word.": "Did you mean `early`?",
}


@pytest.mark.parametrize("language", ["rst", "md"])
@pytest.mark.parametrize(("source", "message"), WRONG.items(), ids=WRONG)
def test_a_bad_word_is_one_located_typed_warning(
    docs: Docs, source: str, message: str, language: str
) -> None:
    """It says what is allowed and the nearest word, and can be suppressed."""
    text = (
        f"Home\n====\n\n{source}\n\n.. py:function:: pkg.early()\n\n.. py:function:: pkg.proto()\n"
    )
    name = f"index.{language}"
    if language == "md":
        text = f"# Home\n\n\n```{{eval-rst}}\n{text.partition('====')[2].strip()}\n```\n"
    docs.write({name: text}, ENTRIES, MYST_CONF if language == "md" else "")
    built = docs.build()
    assert len(built.warnings) == 1, built.warnings
    assert message in built.warnings[0]
    assert re.match(rf"{name}:[4-7]: WARNING: ", built.warnings[0]), built.warnings
    assert re.search(r" \[stability\.\w+\]$", built.warnings[0]), built.warnings
    quiet = docs.build(outdir="q", confoverrides={"suppress_warnings": ["stability"]})
    assert quiet.warnings == []


NO_VERSION = "is not a version that PEP 440 allows, such as `2.7` or `2.7.0rc1`"
KNOWN = "since, feature, tracking, parameter, context"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":since: soon", f"`:since:`: `soon` {NO_VERSION}"),
        (":since:", f"`:since:`: `` {NO_VERSION}"),
        (":feature:", "`:feature:`: argument required but none supplied"),
        (
            ":context: training",
            "`:context:`: write it as `workload=training`, separated by commas",
        ),
        (":colour: red", f"`colour` is not an option: {KNOWN}"),
        (":trackin: x", f"`trackin` is not an option: {KNOWN}. Did you mean `tracking`?"),
    ],
)
@pytest.mark.parametrize("language", ["rst", "md"])
def test_a_bad_option_is_reported_at_the_directive(
    docs: Docs, option: str, message: str, language: str
) -> None:
    """On one line, as other faults are; the rest of the page is built."""
    if language == "rst":
        docs.write({"index.rst": f"Home\n====\n\n.. stability:: beta\n   {option}\n\nText.\n"})
    else:
        page = f"# Home\n\n\n```{{stability}} beta\n{option}\n```\n\nText.\n"
        docs.write({"index.md": page}, conf=MYST_CONF)
    built = docs.build()
    assert built.warnings == [f"index.{language}:4: WARNING: {message} [stability.markup]"]
    assert "Text." in built.plain()


GIVEN = {
    "option": (
        "index",
        ":level: beta",
        (
            "`level` is not an option: projects, levels, kinds, since, group-by, show, columns. "
            "Did you mean `levels`?"
        ),
    ),
    "choice": (
        "index",
        ":show: feature",
        (
            "`:show:`: `feature` is not allowed here: features, objects, both. "
            "Did you mean `features`?"
        ),
    ),
    "kinds": (
        "index",
        ":kinds: function",
        (
            "`function` is not a kind: there are none in `[[scheme.kinds]]`; "
            "types of objects need `:show: objects`"
        ),
    ),
    "matrix": (
        "matrix",
        ":kinds: api",
        "`api` is not a kind: there are none in `[[scheme.kinds]]`",
    ),
    "content": (
        "index",
        "\n   :levels: beta",
        "`stability-index` has no content: write its options right below it, without an empty line",
    ),
    "levels": ("levels", ":x: y", "`stability-levels` has no content"),
}


@pytest.mark.parametrize(("name", "option", "message"), GIVEN.values(), ids=GIVEN)
def test_what_is_wrong_with_a_table_names_what_is_allowed(
    docs: Docs, name: str, option: str, message: str
) -> None:
    docs.write({"index.rst": f"Home\n====\n\n.. stability-{name}::\n   {option}\n"})
    built = docs.build()
    assert built.warnings == [f"index.rst:4: WARNING: {message} [stability.markup]"]
    assert built.plain() == "Home"
