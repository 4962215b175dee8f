"""Which notices a reader must see, by phase and type of change, and what stands there already."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinxext.stability.answers import Answer, Classification, Origin
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.facts import DocumentFacts, SeenLevel, SeenNotice, SeenObject
from sphinxext.stability.model import Feature, Scheme
from sphinxext.stability.notices import Notice, Notices, missing, told
from sphinxext.stability.wording import Wording

Ask = Callable[..., Catalogue]
NoticesOf = Callable[..., list[Notice]]

REMOVAL = 'type = "removal"\nobjects = ["m.f"]\n'
PHASES = 'announced = "2.2"\ndeprecated = "2.3"\neffective = "2.7"\n'
ENDS = "It was deprecated in version 2.3."


def _short(notices: list[Notice]) -> list[tuple[str, str, str]]:
    return [(notice.type, notice.version, notice.text) for notice in notices]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("removal", "It will be removed in version 2.7."),
        ("rename", "The old name will be removed in version 2.7."),
        ("behavior", "Rounds. The change takes effect in version 2.7."),
        ("default-value", "Rounds. The change takes effect in version 2.7."),
        ("return-type", "Rounds. The change takes effect in version 2.7."),
        ("dependency", "Rounds. The change takes effect in version 2.7."),
    ],
)
def test_a_warning_says_what_changes_and_when(notices_of: NoticesOf, kind: str, text: str) -> None:
    summary = "" if kind in {"removal", "rename"} else 'summary = "Rounds"\n'
    found = notices_of(f'type = "{kind}"\n{PHASES}{summary}', "2.4")
    assert _short(found) == [("deprecated", "2.3", text)]


@pytest.mark.parametrize(
    ("kind", "warns", "done"),
    [
        (
            "parameter-removal",
            "The parameter ``x`` is deprecated. It will be removed in version 2.7.",
            "The parameter ``x`` was removed.",
        ),
        (
            "parameter-rename",
            "The parameter ``x`` is deprecated. The old name will be removed in version 2.7.",
            "The parameter ``x`` was renamed.",
        ),
        (
            "keyword-only",
            "Passing ``x`` by position is deprecated. That stops working in version 2.7.",
            "Passing ``x`` by position no longer works.",
        ),
        (
            "mode-swap",
            "The parameter ``x`` is deprecated. It will be removed in version 2.7.",
            "The parameter ``x`` was removed.",
        ),
    ],
)
def test_a_change_of_a_parameter_names_it(
    notices_of: NoticesOf, kind: str, warns: str, done: str
) -> None:
    text = f'type = "{kind}"\nobjects = ["m.f(x)"]\n{PHASES}'
    assert _short(notices_of(text, "2.3", "x")) == [("deprecated", "2.3", warns)]
    assert _short(notices_of(text, "2.7", "x")) == [("versionchanged", "2.7", f"{done} {ENDS}")]


def test_a_mode_that_comes_back_says_so_in_both_of_its_notices(notices_of: NoticesOf) -> None:
    text = f'type = "mode-swap"\nobjects = ["m.f(mode=a)"]\n{PHASES}restored = "2.9"\n'
    about = "The value ``a`` of ``mode``"
    assert _short(notices_of(text, "2.3", "mode", "a")) == [
        (
            "deprecated",
            "2.3",
            (
                f"{about} is deprecated. It will be removed in version 2.7 and return with the new "
                "behavior in version 2.9."
            ),
        )
    ]
    assert _short(notices_of(text, "2.9", "mode", "a")) == [
        ("versionchanged", "2.7", f"{about} was removed. {ENDS}"),
        (
            "versionchanged",
            "2.9",
            f"{about} is back, with the new behavior. It had been removed in version 2.7.",
        ),
    ]


@pytest.mark.parametrize(
    ("keys", "version", "expected"),
    [
        # announced
        ('announced = "2.2"', "2.2", ("note", "", "This will be deprecated.")),
        (
            PHASES,
            "2.2",
            (
                "note",
                "",
                ("This will be deprecated. It will warn from version 2.3 on. "
                "The change is planned for version 2.7."),
            ),
        ),
        # warn
        ('deprecated = "2.3"', "2.3", ("deprecated", "2.3", "")),
        (
            'deprecated = "2.3"\neffective = "never"',
            "2.3",
            ("deprecated", "2.3", "There is no plan to remove it."),
        ),
        # error
        (
            'deprecated = "2.3"\nerror = "2.5"\neffective = "2.7"',
            "2.5",
            (
                "deprecated",
                "2.3",
                "It raises an error since version 2.5. It will be removed in version 2.7.",
            ),
        ),
        # effective, and the object is still described
        (PHASES, "2.6", ("deprecated", "2.3", "It will be removed in version 2.7.")),
        (PHASES, "2.7", ("deprecated", "2.3", "Its removal was announced for version 2.7.")),
        (PHASES + "tombstone = true", "2.7", ("versionremoved", "2.7", ENDS)),
        # a start that nobody knows
        ("deprecated = true", "2.3", ("warning", "", "**Deprecated.**")),
        (
            'deprecated = true\nsummary = "Old."\neffective = "2.7"',
            "2.3",
            ("warning", "", "**Deprecated:** Old. It will be removed in version 2.7."),
        ),
        (
            'deprecated = true\nalternatives = ["m.g"]',
            "2.3",
            ("warning", "", "**Deprecated:** Use :stability:obj:`m.g` instead."),
        ),
        (
            'effective = "2.3"',
            "2.3",
            ("warning", "", "**Deprecated.** Its removal was announced for version 2.3."),
        ),
    ],
)  # fmt: skip
def test_a_removal_shows_its_phase(
    notices_of: NoticesOf, keys: str, version: str, expected: tuple[str, str, str]
) -> None:
    assert _short(notices_of(f"{REMOVAL}{keys}\n", version)) == [expected]


def test_reason_alternatives_context_and_migration_are_told(notices_of: NoticesOf) -> None:
    (notice,) = notices_of(
        f'{REMOVAL}deprecated = "2.3"\nsummary = "Old"\nreason = "Slow!"\nmigration = "Do this."\n'
        'alternatives = ["m.g", { target = "m.h", note = "for x" }, "your own loop"]\n'
        'documentation = "https://example.org/how"\nwhen = { python = ">=3.12" }\n',
        "2.3",
    )
    first, *more = notice.text.split("\n\n")
    assert first == (
        "Old. Slow! Use :stability:obj:`m.g`, :stability:obj:`m.h` (for x) or your own loop "
        "instead. This holds for python >=3.12 only."
    )
    assert [part.strip() for part in more] == [
        "Do this.",
        "`How to migrate <https://example.org/how>`__",
    ]


def test_notices_name_their_entry(notices_of: NoticesOf) -> None:
    (notice,) = notices_of(f'{REMOVAL}deprecated = "2.3"', "2.3")
    assert (notice.entry, notice.where.line) == ("C-1", 3)
    assert notice.is_version_notice


LEVELS = """[[features]]
id = "f"
level = "LEVEL"
since = "2.1"
objects = ["m.F"]
enable = "FLAG=1"
docs = "https://example.org/draft"
tracking = "https://example.org/issue"
feedback = "https://example.org/feedback"
"""


def _due(catalogue: Catalogue, *seen: SeenObject) -> list[list[Notice]]:
    answers = catalogue.document("doc", DocumentFacts(objects=seen)).objects
    return [list(Notices(Wording()).due(answer)) for answer in answers]


def test_a_level_that_demands_an_admonition_gets_one(ask: Ask) -> None:
    catalogue = ask(LEVELS.replace("LEVEL", "prototype"))
    own, member = _due(
        catalogue, SeenObject("py", "class", "m.F"), SeenObject("py", "method", "m.F.g", parent=0)
    )
    assert _short(own) == [
        (
            "warning",
            "",
            (
                ":stability:level:`Prototype <prototype>`: F. Early, in the release to gather "
                "feedback; it may change or go away at any time. Since version 2.1. "
                "Switch it on with ``FLAG=1``. "
                "`Draft documentation <https://example.org/draft>`__. "
                "`Follow its progress <https://example.org/issue>`__. "
                "`Tell us how it works for you <https://example.org/feedback>`__."
            ),
        )
    ]
    assert not own[0].is_version_notice
    assert member == []


@pytest.mark.parametrize(
    ("level", "due"), [("stable", []), ("beta", ["warning"]), ("prototype", ["warning"])]
)
def test_the_scheme_says_which_levels_do(ask: Ask, level: str, due: list[str]) -> None:
    (found,) = _due(ask(LEVELS.replace("LEVEL", level)), SeenObject("py", "class", "m.F"))
    assert [notice.type for notice in found] == due


def test_a_directive_asks_for_the_admonition_of_its_level(ask: Ask) -> None:
    level = SeenLevel("beta", tracking="https://example.org/1")
    (found,) = _due(ask(""), SeenObject("py", "class", "m.F", levels=(level,)))
    assert [notice.text for notice in found] == [
        (
            ":stability:level:`Beta <beta>`: Proven, working and documented, but the API may still "
            "change. `Follow its progress <https://example.org/1>`__."
        )
    ]


def test_a_former_name_asks_for_nothing(ask: Ask) -> None:
    feature = '[[features]]\nid = "f"\nlevel = "beta"\nsince = "2.9"\nobjects = ["m.F"]\n'
    feature += 'history = [{ level = "Experimental" }]\n'
    assert _due(ask(feature), SeenObject("py", "class", "m.F")) == [[]]


#: What is told of a due notice: the same, something that differs, or nothing.
SAME, DIFFERS, NOTHING = True, False, None


def _told(due: Notice, seen: SeenNotice, scheme: Scheme) -> bool | None:
    found = told(due, [seen], scheme)
    assert missing([due], [seen], scheme) == ((due,) if found is None else ())
    return found.same if found else None


@pytest.mark.parametrize(
    ("seen", "result"),
    [
        (SeenNotice("deprecated", "2.3", "Use g."), SAME),
        (SeenNotice("deprecated", "2.3.0"), SAME),
        (SeenNotice("deprecated", "2.4", "Use g."), DIFFERS),
        (SeenNotice("deprecated", "soon"), SAME),  # malformed, and told so
        (SeenNotice("deprecated", "2.3", "Gone.", parameter="dim"), NOTHING),
        (SeenNotice("versionchanged", "2.3", "Faster."), NOTHING),
        (SeenNotice("versionadded", "2.3"), NOTHING),
        (SeenNotice("admonition", text="Deprecated since 2.3: use g."), SAME),
        (SeenNotice("admonition", text="This function is deprecated."), SAME),
        (SeenNotice("admonition", text="It is deprecated since 2.1."), DIFFERS),
        (SeenNotice("admonition", text="It is slow since 2.3."), NOTHING),
    ],
)
def test_a_hand_written_deprecation_is_compared(
    notices_of: NoticesOf, seen: SeenNotice, *, result: bool | None
) -> None:
    (due,) = notices_of(f'{REMOVAL}deprecated = "2.3"', "2.3")
    assert _told(due, seen, Scheme()) is result


@pytest.mark.parametrize(
    ("seen", "result"),
    [
        (SeenNotice("deprecated", "2.3", "The parameter x has no effect."), SAME),
        (SeenNotice("deprecated", "2.3", "No effect.", parameter="x"), SAME),
        (SeenNotice("deprecated", "2.4", "x has no effect."), DIFFERS),
        (SeenNotice("deprecated", "2.3", "The parameter xy has no effect."), NOTHING),
        (SeenNotice("deprecated", "2.3", "No effect.", parameter="y"), NOTHING),
    ],
)
def test_a_notice_of_a_parameter_must_be_about_it(
    notices_of: NoticesOf, seen: SeenNotice, *, result: bool | None
) -> None:
    text = 'type = "parameter-removal"\nobjects = ["m.f(x)"]\ndeprecated = "2.3"'
    (due,) = notices_of(text, "2.3", "x")
    assert _told(due, seen, Scheme()) is result


def test_another_version_is_another_change_of_an_object_that_stays(notices_of: NoticesOf) -> None:
    text = 'type = "behavior"\nsummary = "Rounds."\nobjects = ["m.f"]\neffective = "2.3"'
    (due,) = notices_of(text, "2.3")
    assert _told(due, SeenNotice("versionchanged", "2.1", "Faster."), Scheme()) is NOTHING
    assert _told(due, SeenNotice("versionchanged", "2.3", "Rounds."), Scheme()) is SAME


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("This API is in Beta.", SAME),
        ("BETA", SAME),
        ("This was called Experimental.", SAME),
        ("This is experimental and subject to change.", SAME),
        ("This API is a prototype.", DIFFERS),
        ("Pass beta=1 with care.", NOTHING),
        ("A prototype of the array is made.", NOTHING),
        ("Slow.", NOTHING),
    ],
)
def test_a_hand_written_level_is_compared(ask: Ask, text: str, *, result: bool | None) -> None:
    catalogue = ask('[[features]]\nid = "f"\nlevel = "beta"\nobjects = ["m.F"]\n')
    ((due,),) = _due(catalogue, SeenObject("py", "class", "m.F"))
    assert _told(due, SeenNotice("admonition", text=text), catalogue.scheme) is result
    assert _told(due, SeenNotice("deprecated", "1", text), catalogue.scheme) is NOTHING


def test_what_has_no_answer_is_due_nothing() -> None:
    default = Classification((), Origin.DEFAULT)
    feature = Classification((), Origin.FEATURE, Feature(id="f"))  # type: ignore[arg-type]
    for classification in (None, default, feature):
        assert Notices(Wording()).due(Answer(classification)) == ()
