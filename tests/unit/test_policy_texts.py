"""Published policies, sentence by sentence: each row names the one that it stands for.

The windows come from the presets, the calendars are those of the projects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from packaging.version import Version

from sphinxext.stability.answers import Applied
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.notices import Notices
from sphinxext.stability.policy import Phase
from sphinxext.stability.windows import Bound, measure, stretches
from sphinxext.stability.wording import Wording

Ask = Callable[..., Catalogue]

V = Version

#: The releases of each project, by the name of its preset.
CALENDARS = {
    "pytorch": """
        2.0 2023-03-15  2.1 2023-10-04  2.2 2024-01-30  2.3 2024-04-24  2.4 2024-07-24
        2.5 2024-10-17  2.6 2025-01-29  2.7 2025-04-23  2.8 2025-08-06  2.9 2025-10-15
    """,
    "nodejs": """
        20.0.0 2023-04-18  20.5.0 2023-07-20  21.0.0 2023-10-17  22.0.0 2024-04-24
        22.5.0 2024-07-17  23.0.0 2024-10-16  24.0.0 2025-05-06
    """,
    "kubernetes": """
        1.13 2018-12-03  1.14 2019-03-25  1.15 2019-06-19  1.16 2019-09-18  1.17 2019-12-09
        1.18 2020-03-25  1.19 2020-08-26  1.20 2020-12-08  1.21 2021-04-08  1.22 2021-08-04
        1.23 2021-12-07  1.24 2022-05-03  1.25 2022-08-23  1.26 2022-12-09  1.27 2023-04-11
    """,
    "numpy": """
        1.19.0 2020-06-20  1.20.0 2021-01-30  1.21.0 2021-06-22  1.22.0 2021-12-31
        1.23.0 2022-06-22  1.24.0 2022-12-18  1.25.0 2023-06-17  1.25.1 2023-07-08
        1.26.0 2023-09-16  2.0.0 2024-06-16  2.1.0 2024-08-18
    """,
    "django": """
        4.0 2021-12-07  4.1 2022-08-03  4.2 2023-04-03  4.2.1 2023-05-03  5.0 2023-12-04
        5.1 2024-08-07  5.2 2025-04-02  6.0 2025-12-03
    """,
    "aws-neuron": """
        2.19.0 2024-07-03  2.19.1 2024-07-19  2.20.0 2024-09-16  2.20.1 2024-10-25
        2.21.0 2024-12-20
    """,
}


def manifest_of(preset: str, keys: str, level: str = "") -> str:
    """Write a manifest with one change of one object, of a level if one is given."""
    words = CALENDARS[preset].split()
    text = f'format = 1\nscheme.extends = "{preset}"\n'
    for version, date in zip(words[::2], words[1::2], strict=True):
        text += f'[[releases]]\nversion = "{version}"\ndate = {date}\n'
    if level:
        text += f'[[features]]\nid = "f"\nlevel = "{level}"\nobjects = ["lib.foo"]\n'
    if "type" not in keys:
        keys = f'type = "removal"\n{keys}'
    if "objects" not in keys:
        keys = f'objects = ["lib.foo"]\n{keys}'
    return f'{text}[[changes]]\nid = "c"\n{keys}\n'


def keys_of(text: str) -> str:
    """Write ``deprecated 2.1, silent`` as keys of a change."""
    lines = []
    for item in filter(None, text.split(", ")):
        key, _, version = item.partition(" ")
        lines.append(f'{key} = "{version}"' if version else f"{key} = true")
    return "\n".join(lines)


NEWEST = {"pytorch": "2.9", "nodejs": "24.0", "kubernetes": "1.27", "numpy": "2.1"} | {
    "django": "6.0",
    "aws-neuron": "2.21",
}

WARN_TWO = "it should appear for two PyTorch releases and 180 days of PyTorch nightlies"
ERROR_TWO = (
    'If switching to the new behavior would cause a "silent breakage", then the old behavior '
    "should throw a runtime error for another two PyTorch releases and 180 days"
)
AT_LEAST_TWO = (
    "programs relying on stable components and running without deprecation warnings are likely to "
    "continue running as expected for at least two more PyTorch releases"
)
FOUR = "this policy provides a window of 4 PyTorch releases (360 days for nightly users)"
NO_PROMISE = "changes to prototype and beta components can be made without warning"
TWO_MINORS = "B.1 for features deprecated in the last A.x feature release"
DJANGO_ALL = "a feature deprecated in A.x continues to work in all A.x versions"
LONGER_OF = "served for 9 months or 3 minor releases after deprecation (whichever is longer)"
NEP_TWO = "at least two releases ... and at least one year"
NODE_CYCLE = "deprecation cycles are one major release, the runtime deprecation comes first"


@pytest.mark.parametrize(
    ("sentence", "preset", "level", "keys", "end"),
    [
        (WARN_TWO, "pytorch", "stable", "deprecated 2.0", "2.2"),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.1", "2.3"),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.2", "2.5"),  # 2.4 came after 176 days
        (WARN_TWO, "pytorch", "stable", "deprecated 2.3", "2.6"),  # as did 2.5
        (WARN_TWO, "pytorch", "stable", "deprecated 2.4", "2.6"),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.5", "2.7"),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.6", "2.8"),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.7", "2.10"),  # 2.9 came after 175 days
        (AT_LEAST_TWO, "pytorch", "", "deprecated 2.4", "2.6"),  # unclassified: the same
        (FOUR, "pytorch", "stable", "deprecated 2.0, silent", "2.4"),  # after 497 days
        (FOUR, "pytorch", "stable", "deprecated 2.1, silent", "2.5"),  # after 379 days
        (FOUR, "pytorch", "stable", "deprecated 2.4, silent", "2.8"),
        (ERROR_TWO, "pytorch", "stable", "deprecated 2.0, error 2.2, silent", "2.5"),
        (ERROR_TWO, "pytorch", "stable", "deprecated 2.0, error 2.4, silent", "2.6"),
        (ERROR_TWO, "pytorch", "stable", "deprecated 2.1, error 2.3, silent", "2.6"),
        (NO_PROMISE, "pytorch", "beta", "deprecated 2.4", None),
        (NO_PROMISE, "pytorch", "prototype", "deprecated 2.4", None),
        (NODE_CYCLE, "nodejs", "stable", "deprecated 20.0.0", "21.0"),
        (NODE_CYCLE, "nodejs", "stable", "announced 20.0.0, deprecated 22.0.0", "23.0"),
        (NODE_CYCLE, "nodejs", "legacy", "deprecated 22.5.0", "24.0"),  # 23 is the first major
        (NODE_CYCLE, "nodejs", "stable", "deprecated 24.0.0", "25.0"),
        (NODE_CYCLE, "nodejs", "experimental", "deprecated 22.0.0", None),
        ("Documentation-only deprecation", "nodejs", "stable", "announced 20.0.0", None),
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.13", "1.16"),  # 289 days
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.14", "1.18"),  # 1.17 after 259 days
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.21", "1.24"),
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.23", "1.26"),  # HorizontalPodAutoscaler
        ("Alpha API versions may be removed in any release", "kubernetes", "alpha",
         "deprecated 1.21", None),
        (NEP_TWO, "numpy", "", "deprecated 1.20", "1.23"),  # 1.22: two releases, but 335 days
        (NEP_TWO, "numpy", "", "deprecated 1.21", "1.23"),  # 1.23 came exactly a year after
        (NEP_TWO, "numpy", "", "deprecated 1.24", "2.0"),  # 1.26: two releases, but 272 days
        (NEP_TWO, "numpy", "", "deprecated 1.25", "2.0"),
        (TWO_MINORS, "django", "", "deprecated 4.1", "5.0"),
        (TWO_MINORS, "django", "", "deprecated 4.2", "5.1"),
        (TWO_MINORS, "django", "", "deprecated 5.1", "6.0"),
        (TWO_MINORS, "django", "", "deprecated 5.2", "6.1"),
    ],
)  # fmt: skip
def test_the_end_is_the_first_release_that_the_policy_allows(
    ask: Ask, *, sentence: str, preset: str, level: str, keys: str, end: str | None
) -> None:
    """Neither earlier nor later than what the sentence says."""
    catalogue = ask(manifest_of(preset, keys_of(keys), level), NEWEST[preset], "2026-01-01")
    bound = catalogue.timetable.end(catalogue.changes["c"])
    assert (bound.version if bound else None) == (V(end) if end else None), sentence


@pytest.mark.parametrize(
    ("sentence", "nightly", "end"),
    [
        (WARN_TWO, "2024-03-01", "2.5"),  # 230 days before the release
        (WARN_TWO, "2024-04-20", "2.5"),  # 180 days before it
        (WARN_TWO, "2024-04-21", "2.6"),
        (WARN_TWO, "2022-01-01", "2.5"),  # two releases all the same
    ],
)
def test_nightly_builds_count_from_the_day_of_the_first_that_warns(
    ask: Ask, sentence: str, nightly: str, end: str
) -> None:
    keys = f'deprecated = {{ version = "2.3", nightly = {nightly} }}'
    catalogue = ask(manifest_of("pytorch", keys, "stable"), "2.4")
    bound = catalogue.timetable.end(catalogue.changes["c"])
    assert bound is not None
    assert bound.version == V(end), sentence


def test_the_end_beyond_the_calendar_is_about_a_date(ask: Ask) -> None:
    """The releases of PyTorch come about every hundred days; 2.10 is not in the calendar."""
    catalogue = ask(manifest_of("pytorch", keys_of("deprecated 2.7")), "2.9", "2025-10-15")
    bound = catalogue.timetable.end(catalogue.changes["c"])
    assert bound is not None
    assert (bound.version, bound.about) == (V("2.10"), True)
    assert bound.date is not None
    assert bound.date.isoformat()[:7] in {"2025-12", "2026-01"}


@pytest.mark.parametrize(
    ("sentence", "preset", "level", "keys", "kept"),
    [
        (WARN_TWO, "pytorch", "stable", "deprecated 2.4, effective 2.6", [True]),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.4, effective 2.5", [False]),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.3, effective 2.5", [False]),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.3, effective 2.6", [True]),
        (WARN_TWO, "pytorch", "stable", "deprecated 2.9, effective 3.0", [None]),
        (WARN_TWO, "pytorch", "stable", "deprecated 1.13, effective 2.0", [None]),
        (FOUR, "pytorch", "stable", "deprecated 2.0, effective 2.4, silent", [True]),
        (FOUR, "pytorch", "stable", "deprecated 2.0, effective 2.2, silent", [False]),
        (FOUR, "pytorch", "stable", "deprecated 2.0, effective 2.3, silent", [False]),
        (ERROR_TWO, "pytorch", "stable", "deprecated 2.0, error 2.2, effective 2.4, silent",
         [True, False]),
        (ERROR_TWO, "pytorch", "stable", "deprecated 2.0, error 2.2, effective 2.5, silent",
         [True, True]),
        (ERROR_TWO, "pytorch", "stable", "deprecated 2.0, error 2.1, effective 2.5, silent",
         [False, True]),
        (NO_PROMISE, "pytorch", "beta", "deprecated 2.4, effective 2.5", []),
        (NO_PROMISE, "pytorch", "prototype", "effective 2.5", []),
        ("wait 2 releases (180 days on nightlies)", "pytorch", "",
         "effective 2.3, restored 2.4", [False]),
        ("wait 2 releases (180 days on nightlies)", "pytorch", "",
         "effective 2.3, restored 2.5", [False]),  # 176 days
        ("wait 2 releases (180 days on nightlies)", "pytorch", "",
         "effective 2.3, restored 2.6", [True]),
        (NODE_CYCLE, "nodejs", "stable", "deprecated 22.0.0, effective 23.0.0", [True]),
        (NODE_CYCLE, "nodejs", "stable", "deprecated 22.0.0, effective 22.5.0", [False]),
        ("End-of-Life deprecations land in a major release", "nodejs", "stable",
         "deprecated 20.0.0, effective 22.5.0", [False]),
        (NODE_CYCLE, "nodejs", "stable", "deprecated 22.5.0, effective 23.0.0", [False]),
        ("stability 1: may be removed without a deprecation", "nodejs", "active-development",
         "deprecated 22.0.0, effective 22.5.0", []),
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.14, effective 1.17", [False]),
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.14, effective 1.18", [True]),
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.21, effective 1.25", [True]),  # PSP
        (LONGER_OF, "kubernetes", "beta", "deprecated 1.21, effective 1.23", [False]),
        ("GA API versions must not be removed within a major version", "kubernetes", "ga",
         "deprecated 1.13, effective 1.27", [False]),
        ("GA API versions must not be removed within a major version", "kubernetes", "ga",
         "deprecated 1.13, effective 2.0", [True]),
        (NEP_TWO, "numpy", "", "deprecated 1.20, effective 1.24", [True]),  # np.int
        (NEP_TWO, "numpy", "", "deprecated 1.20, effective 1.22", [False]),
        (NEP_TWO, "numpy", "", "deprecated 1.23, effective 1.25.1", [False]),  # a bug-fix release
        (NEP_TWO, "numpy", "", "deprecated 1.25, effective 2.0", [True]),
        (DJANGO_ALL, "django", "", "deprecated 4.0, effective 5.0", [True]),
        (TWO_MINORS, "django", "", "deprecated 4.1, effective 5.0", [True]),
        (TWO_MINORS, "django", "", "deprecated 4.2, effective 5.0", [False]),
        (TWO_MINORS, "django", "", "deprecated 4.2, effective 5.1", [True]),
        ("at least one month before the change", "aws-neuron", "stable",
         "announced 2.19.0, effective 2.19.1", [False]),  # 16 days
        ("at least one month before the change", "aws-neuron", "stable",
         "announced 2.19.0, effective 2.20.0", [True]),
        ("at least one month before the change", "aws-neuron", "stable",
         "deprecated 2.20.1, effective 2.21.0", [True]),
        ("backward compatibility: no", "aws-neuron", "beta",
         "announced 2.19.0, effective 2.19.1", []),
        ("backward compatibility: no", "aws-neuron", "alpha", "effective 2.20.0", []),
    ],
)  # fmt: skip
def test_a_planned_change_keeps_the_policy_or_does_not(
    ask: Ask, *, sentence: str, preset: str, level: str, keys: str, kept: list[bool | None]
) -> None:
    """One answer for each window that the policy has for it; None is not known."""
    catalogue = ask(manifest_of(preset, keys_of(keys), level), NEWEST[preset], "2026-01-01")
    change, timetable = catalogue.changes["c"], catalogue.timetable
    closed = [span for span in stretches(change, timetable.promise(change)) if span.end]
    found = [
        measure(timetable.calendar(), span.start, span.end, span.window).keeps(span.window)
        for span in closed
        if span.end
    ]
    assert found == kept, sentence


class Step(NamedTuple):
    """A sentence of an example, and what holds in the release that has it done."""

    sentence: str
    version: str
    phase: Phase
    #: Type and version of the notices that a reader sees.
    notices: tuple[tuple[str, str], ...] = ()
    #: What stands in the last of them.
    words: tuple[str, ...] = ()


MODE = """type = "mode-swap"
objects = ["lib.foo(mode=A)"]
deprecated = "2.1"
effective = "2.3"
restored = "2.6"
alternatives = [
    { target = "mode C", note = "to keep the behavior" },
    { target = "mode B", note = "for the new one" },
]
"""
DEPRECATED, REMOVED, RESTORED = (
    ("deprecated", "2.1"),
    ("versionchanged", "2.3"),
    ("versionchanged", "2.6"),
)
MODE_STEPS = [
    Step("create a new mode for the desired behavior of Mode A", "2.0", Phase.PLANNED),
    Step("create a new mode with the same behavior as Mode A", "2.0", Phase.PLANNED),
    Step("throw a warning when Mode A is used", "2.1", Phase.WARN, (DEPRECATED,)),
    Step(
        "update foo's documentation to indicate that Mode A is deprecated, when it was deprecated, "
        "and what the alternatives to it are",
        "2.1",
        Phase.WARN,
        (DEPRECATED,),
        ("The value ``A`` of ``mode`` is deprecated", "mode C", "mode B", "2.3"),
    ),
    Step(
        "wait for the warning to be thrown for 2 releases (180 days on nightlies)",
        "2.2",
        Phase.WARN,
        (DEPRECATED,),
    ),
    Step("remove Mode A", "2.3", Phase.EFFECTIVE, (REMOVED,)),
    Step(
        "update foo's documentation to indicate that Mode A was removed, when it was removed, and "
        "what the alternatives to it are",
        "2.3",
        Phase.EFFECTIVE,
        (REMOVED,),
        ("The value ``A`` of ``mode`` was removed", "mode C", "mode B", "version 2.1"),
    ),
    Step("wait 2 releases (180 days on nightlies)", "2.4", Phase.EFFECTIVE, (REMOVED,)),
    Step("wait 2 releases (180 days on nightlies)", "2.5", Phase.EFFECTIVE, (REMOVED,)),
    Step(
        "restore Mode A with the functionality of Mode B",
        "2.6",
        Phase.RESTORED,
        (REMOVED, RESTORED),
    ),
    Step(
        "update foo's documentation to indicate that Mode A was restored and when it was restored",
        "2.6",
        Phase.RESTORED,
        (REMOVED, RESTORED),
        ("``A``",),
    ),
]

KEYWORD = """type = "keyword-only"
objects = ["lib.foo(ARG)"]
deprecated = "2.4"
effective = "2.6"
"""
KEYWORD_STEPS = [
    Step(
        "throw a warning when ARG is specified positionally",
        "2.4",
        Phase.WARN,
        (("deprecated", "2.4"),),
    ),
    Step(
        "update foo's documentation to show ARG as a keyword-only argument",
        "2.4",
        Phase.WARN,
        (("deprecated", "2.4"),),
        ("Passing ``ARG`` by position is deprecated", "2.6"),
    ),
    Step(
        "wait for the warning to be thrown for 2 releases (180 days on nightlies)",
        "2.5",
        Phase.WARN,
        (("deprecated", "2.4"),),
    ),
    Step(
        "remove support for specifying ARG positionally",
        "2.6",
        Phase.EFFECTIVE,
        (("versionchanged", "2.6"),),
        ("Passing ``ARG`` by position no longer works", "version 2.4"),
    ),
]

DEFAULT = """type = "default-value"
objects = ["lib.foo(alpha)"]
summary = "The default of ``alpha`` changes from 1 to 2."
silent = true
deprecated = "2.0"
error = "2.2"
effective = "2.5"
migration = "Call ``foo(t, alpha=1)`` to keep the results."
"""
DEFAULT_STEPS = [
    Step(
        "first by throwing a warning when users don't explicitly set the kwarg",
        "2.0",
        Phase.WARN,
        (("deprecated", "2.0"),),
        ("raise an error from version 2.2", "2.5"),
    ),
    Step(
        "the alpha kwarg should be temporarily required",
        "2.2",
        Phase.ERROR,
        (("deprecated", "2.0"),),
        ("It raises an error since version 2.2", "2.5"),
    ),
    Step(
        "then by requiring the kwarg be set",
        "2.4",
        Phase.ERROR,
        (("deprecated", "2.0"),),
        ("alpha=1",),  # "stipulate they want foo(a, alpha=1) to preserve their behavior"
    ),
    Step(
        "and finally by applying the new default",
        "2.5",
        Phase.EFFECTIVE,
        (("versionchanged", "2.5"),),
        ("from 1 to 2", "version 2.0"),
    ),
]

NODE = 'announced = "20.0.0"\ndeprecated = "22.0.0"\neffective = "23.0.0"\ntombstone = true'
NODE_STEPS = [
    Step("Documentation-only deprecation", "20.0.0", Phase.ANNOUNCED, (("note", ""),)),
    Step("Documentation-only deprecation", "21.0.0", Phase.ANNOUNCED, (("note", ""),)),
    Step("Runtime deprecation", "22.0.0", Phase.WARN, (("deprecated", "22.0.0"),), ("23.0.0",)),
    Step("Runtime deprecation", "22.5.0", Phase.WARN, (("deprecated", "22.0.0"),)),
    Step("End-of-Life deprecation", "23.0.0", Phase.EFFECTIVE, (("versionremoved", "23.0.0"),)),
]

EXAMPLES = [
    *(("pytorch", MODE, step) for step in MODE_STEPS),
    *(("pytorch", KEYWORD, step) for step in KEYWORD_STEPS),
    *(("pytorch", DEFAULT, step) for step in DEFAULT_STEPS),
    *(("nodejs", NODE, step) for step in NODE_STEPS),
]


@pytest.mark.parametrize(("preset", "keys", "step"), EXAMPLES)
def test_each_step_of_an_example_is_a_phase_with_its_notice(
    ask: Ask, preset: str, keys: str, step: Step
) -> None:
    """The same manifest shows each release where the change stood then."""
    catalogue = ask(manifest_of(preset, keys, "stable"), step.version, "2026-01-01")
    assert catalogue.phases["c"] is step.phase, step.sentence
    answer = catalogue.lookup("py", "function", "lib.foo")
    due = [
        notice for notice in Notices(Wording()).due(answer) if isinstance(notice.source, Applied)
    ]
    assert tuple((notice.type, notice.version) for notice in due) == step.notices, step.sentence
    text = due[-1].text if due else ""
    assert [word for word in step.words if word not in text] == [], step.sentence


@pytest.mark.parametrize("keys", [MODE, KEYWORD, DEFAULT])
def test_the_examples_keep_the_policy_that_they_are_of(ask: Ask, keys: str) -> None:
    catalogue = ask(manifest_of("pytorch", keys, "stable"), "2.9", "2026-01-01")
    change, timetable = catalogue.changes["c"], catalogue.timetable
    found = list(stretches(change, timetable.promise(change)))
    assert found
    for span in found:
        assert span.end is not None
        measured = measure(timetable.calendar(), span.start, span.end, span.window)
        assert measured.keeps(span.window) is True


def test_once_mode_a_is_restored_mode_b_can_be_deprecated(ask: Ask) -> None:
    """Until then it cannot end, however long it has been deprecated."""
    text = manifest_of("pytorch", MODE, "stable")
    text += '[[changes]]\nid = "b"\ntype = "removal"\nobjects = ["lib.foo(mode=B)"]\n'
    text += 'deprecated = "2.1"\nafter = "c"\n'
    catalogue = ask(text, "2.9", "2026-01-01")
    bound = catalogue.timetable.end(catalogue.changes["b"])
    assert bound is not None
    assert bound.version == V("2.6")


def test_django_never_removes_in_the_series_that_deprecates(ask: Ask) -> None:
    """What was deprecated in A.0 stays till B.0: the window is a lower bound of that."""
    catalogue = ask(manifest_of("django", keys_of("deprecated 4.0")), "6.0", "2026-01-01")
    bound = catalogue.timetable.end(catalogue.changes["c"])
    assert bound is not None
    assert bound.version is not None
    assert V("4.2") <= bound.version <= V("5.0"), DJANGO_ALL


@pytest.mark.parametrize(
    ("version", "passed"), [("2.4", False), ("2.5", False), ("2.6", True), ("2.9", True)]
)
def test_a_lower_bound_is_never_a_promise(ask: Ask, version: str, *, passed: bool) -> None:
    """When the two releases and 180 days are over, the warning stands until somebody acts."""
    catalogue = ask(manifest_of("pytorch", keys_of("deprecated 2.4")), version, "2026-01-01")
    change = catalogue.changes["c"]
    end = catalogue.end(change)
    assert isinstance(end, Bound)
    assert (end.version, end.passed) == (V("2.6"), passed)
    assert catalogue.phases["c"] is Phase.WARN


@pytest.mark.parametrize(("version", "stuck"), [("1.16", False), ("1.17", False), ("1.18", True)])
def test_a_beta_api_is_deprecated_after_so_long(ask: Ask, version: str, *, stuck: bool) -> None:
    """No more than 9 months or 3 minor releases after its introduction, the longer of both.

    1.17 came three releases, but only 259 days after 1.14.
    """
    days = dict(zip(*[iter(CALENDARS["kubernetes"].split())] * 2, strict=True))
    catalogue = ask(manifest_of("kubernetes", ""), version, days[version])
    beta = catalogue.scheme.find("beta")
    assert beta is not None
    since, moment = V("1.14"), catalogue.moment
    assert catalogue.timetable.outlasted(beta.max_age, since, moment) is stuck
