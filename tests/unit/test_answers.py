"""What holds for an object, section or page: one level, all changes that match."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinxext.stability.answers import Answer, Origin
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.facts import DocumentFacts, SeenLevel, SeenObject, SeenSection
from sphinxext.stability.policy import Phase

Ask = Callable[..., Catalogue]

#: One source of a level each, the most specific last.
SOURCES = {
    Origin.DEFAULT: 'project.default-level = "stable"\n',
    Origin.NAME: '[[scheme.levels]]\nid = "named"\nrank = 1\nnames = ["a.**"]\n',
    Origin.PAGE: '[[features]]\nid = "page"\nlevel = "beta"\ndocuments = ["doc"]\n',
    Origin.SECTION: '[[features]]\nid = "part"\nlevel = "prototype"\ndocuments = ["doc#part"]\n',
    Origin.ENTRY: '[[features]]\nid = "entry"\nlevel = "stable"\nobjects = ["a.b"]\n',
}


def _function(name: str, parent: int = -1, section: int = 0, *levels: SeenLevel) -> SeenObject:
    return SeenObject(
        "py", "function", name, anchor=name, parent=parent, section=section, levels=levels
    )


def _objects(catalogue: Catalogue, *seen: SeenObject | str, docname: str = "doc") -> list[Answer]:
    """Answer for objects; a name in the place of an object is a function on the page."""
    objects = tuple(_function(one) if isinstance(one, str) else one for one in seen)
    sections = (SeenSection("top", ("top",)), SeenSection("part", ("part",), parent=0))
    return catalogue.document(docname, DocumentFacts(sections, objects)).objects


def _ids(answer: Answer) -> list[str]:
    return [s.id for s in answer.classification.standings] if answer.classification else []


def _features(*entries: str) -> str:
    """Make features of ``id level keys`` lines."""
    made = [entry.split(" ", 2) for entry in entries]
    return "".join(f'[[features]]\nid = "{i}"\nlevel = "{w}"\n{keys}\n' for i, w, keys in made)


def _removal(keys: str) -> str:
    return f'[[changes]]\nid = "C"\ntype = "removal"\ndeprecated = "2.3"\n{keys}\n'


@pytest.mark.parametrize("count", range(1, 7))
def test_the_most_specific_source_wins(ask: Ask, count: int) -> None:
    """Default, name, page, labelled section, entry, directive: each overrules those before."""
    origins = [*SOURCES, Origin.DIRECTIVE][:count]
    text = "".join(SOURCES[origin] for origin in origins if origin in SOURCES)
    directive = [SeenLevel("beta")] if Origin.DIRECTIVE in origins else []
    (answer,) = _objects(ask(text), _function("a.b", -1, 1, *directive))
    assert answer.classification is not None
    assert answer.classification.origin is origins[-1]


def test_nothing_said_is_unclassified(ask: Ask) -> None:
    (answer,) = _objects(ask(""), "a.b")
    assert answer.classification is None
    assert not answer.has_own_level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("a", []),
        ("a.b", ["beta"]),
        ("a.b.c", ["prototype"]),
        ("a.b.d", ["beta"]),
        ("a.b.c.e", ["prototype"]),
    ],
)
def test_the_entry_with_most_literal_segments_wins(ask: Ask, name: str, level: list[str]) -> None:
    text = _features('all beta objects = ["a.b"]', 'one prototype objects = ["a.b.c"]')
    (answer,) = _objects(ask(text), name)
    assert _ids(answer) == level


def test_entries_equally_specific_are_rivals_only_where_they_differ(ask: Ask) -> None:
    text = _features(
        'one beta objects = ["a.*"]', 'same beta objects = ["a.*"]', 'two stable objects = ["a.*"]'
    )
    (answer,) = _objects(ask(text), "a.b")
    assert answer.classification is not None
    assert answer.classification.feature is not None
    assert answer.classification.feature.id == "one"
    assert [rival.id for rival in answer.classification.rivals] == ["two"]


def test_excluded_objects_are_not_covered(ask: Ask) -> None:
    text = _features('one beta objects = ["a.b_*"]\nexclude = ["a.b_c"]')
    covered, excluded, member = _objects(ask(text), "a.b_d", "a.b_c", "a.b_c.e")
    assert (_ids(covered), _ids(excluded), _ids(member)) == (["beta"], [], [])


def test_an_excluded_member_does_not_inherit_what_it_is_excluded_from(ask: Ask) -> None:
    text = _features('one beta objects = ["a.B"]\nexclude = ["a.B.c"]')
    text += _removal('objects = ["a.B"]\nexclude = ["a.B.c"]')
    parent, excluded, other = _objects(
        ask(text), "a.B", _function("a.B.c", 0), _function("a.B.d", 0)
    )
    assert (_ids(parent), _ids(excluded), _ids(other)) == (["beta"], [], ["beta"])
    assert [len(one.changes) for one in (parent, excluded, other)] == [1, 0, 1]


def test_a_directive_overrules_the_entry_and_says_which(ask: Ask) -> None:
    text = _features('one beta objects = ["a.b"]')
    (answer,) = _objects(ask(text), _function("a.b", -1, 0, SeenLevel("prototype", since="2.1")))
    found = answer.classification
    assert found is not None
    assert _ids(answer) == ["prototype"]
    assert str(found.standings[0].since) == "2.1"
    assert found.overruled is not None
    assert found.overruled.id == "one"
    (same,) = _objects(ask(text), _function("a.b", -1, 0, SeenLevel("beta")))
    assert same.classification is not None
    assert same.classification.overruled is None


def test_members_inherit_the_level_of_a_directive(ask: Ask) -> None:
    """Unless an entry means the member alone."""
    text = _features('one beta objects = ["a.B"]', 'two stable objects = ["a.B.d"]')
    parent = _function("a.B", -1, 0, SeenLevel("prototype"))
    answers = _objects(ask(text), parent, _function("a.B.c", 0), _function("a.B.d", 0))
    assert [_ids(answer) for answer in answers] == [["prototype"], ["prototype"], ["stable"]]
    assert [answer.has_own_level for answer in answers] == [True, False, True]


def test_a_level_of_a_parameter_is_not_that_of_the_object(ask: Ask) -> None:
    text = _features('one beta objects = ["a.b(device)"]')
    (answer,) = _objects(ask(text), _function("a.b", -1, 0, SeenLevel("beta", parameter="x")))
    assert answer.classification is None


@pytest.mark.parametrize(
    ("documents", "docname", "page", "part"),
    [
        ("doc", "doc", ["beta"], ["beta"]),
        ("doc#part", "doc", [], ["beta"]),
        ("doc#Part", "doc", [], ["beta"]),
        ("doc", "other", [], []),
        ("notes/*", "notes/cuda", ["beta"], ["beta"]),
        ("doc#top", "doc", ["beta"], ["beta"]),
    ],
)
def test_documents_name_pages_and_labelled_sections(
    ask: Ask, documents: str, docname: str, page: list[str], part: list[str]
) -> None:
    catalogue = ask(_features(f'one beta documents = ["{documents}"]'))
    sections = (SeenSection("top", ("top",)), SeenSection("part", ("part",), parent=0))
    found = catalogue.document(docname, DocumentFacts(sections)).sections
    assert [_ids(answer) for answer in found] == [page, part]
    assert all(answer.is_place for answer in found)


def test_a_page_of_an_ended_feature_goes_to_the_next(ask: Ask) -> None:
    text = _features(
        'old prototype ended = "2.3"\ndocuments = ["doc"]', 'new beta documents = ["doc"]'
    )
    found = {v: ask(text, v).document("doc", DocumentFacts()).sections[0] for v in ("2.2", "2.4")}
    assert {version: _ids(answer) for version, answer in found.items()}["2.4"] == ["beta"]


def test_pages_that_two_features_name_differently_have_rivals(ask: Ask) -> None:
    text = _features('one beta documents = ["doc"]', 'two stable documents = ["doc"]')
    found = ask(text).document("doc", DocumentFacts()).sections[0].classification
    assert found is not None
    assert [rival.id for rival in found.rivals] == ["two"]


@pytest.mark.parametrize(
    ("version", "level"),
    [("1.2", []), ("1.3", ["Experimental"]), ("1.6", ["prototype"]), ("2.9", [])],
)
def test_an_object_has_the_level_of_the_version(ask: Ask, version: str, level: list[str]) -> None:
    text = _features(
        'one prototype since = "1.6"\nended = "2.9"\nobjects = ["a.b"]\n'
        'history = [{ level = "Experimental", since = "1.3" }]'
    )
    (answer,) = _objects(ask(text, version), "a.b")
    assert _ids(answer) == level


def test_an_ended_feature_gives_way_to_a_less_specific_one(ask: Ask) -> None:
    text = _features('old prototype ended = "2.3"\nobjects = ["a.b"]', 'new beta objects = ["a.*"]')
    (answer,) = _objects(ask(text), "a.b")
    assert _ids(answer) == ["beta"]


def test_a_feature_may_differ_by_context(ask: Ask) -> None:
    text = _features(
        'one stable objects = ["a.b"]\n'
        'contexts = [{ when = { workload = "training" }, level = "beta" }]'
    )
    (answer,) = _objects(ask(text), "a.b")
    assert _ids(answer) == ["stable", "beta"]


@pytest.mark.parametrize(
    ("targets", "matching"),
    [
        ('objects = ["a.B"]', ["a.B", "a.B.c"]),
        ('objects = ["a.B.**"]', ["a.B.c"]),
        ('objects = ["py:function:a.B"]', ["a.B", "a.B.c"]),
        ('objects = ["c:a.B"]', []),
        ('features = ["f"]', ["a.B", "a.B.c"]),
        ('features = ["f"]\nexclude = ["a.B.c"]', ["a.B"]),
        ('objects = ["a.B(x)"]', ["a.B"]),
    ],
)
def test_a_change_holds_where_its_targets_or_features_do(
    ask: Ask, targets: str, matching: list[str]
) -> None:
    """A target with a parameter is about that very object: members have not got it."""
    text = _removal(targets) + _features('f beta objects = ["a.B"]')
    names = ["a", "a.B", "a.B.c"]
    answers = _objects(ask(text), *names)
    assert [n for n, answer in zip(names, answers, strict=True) if answer.changes] == matching


def test_all_changes_that_match_apply_in_the_order_of_the_manifest(ask: Ask) -> None:
    text = _removal('objects = ["a.*"]') + _removal('objects = ["a.b"]').replace('"C"', '"D"')
    (answer,) = _objects(ask(text), "a.b")
    assert [applied.change.id for applied in answer.changes] == ["C", "D"]
    assert [applied.change.id for applied in answer.deprecations] == ["C", "D"]


def test_a_change_applies_once_for_each_parameter_and_value(ask: Ask) -> None:
    (answer,) = _objects(ask(_removal('objects = ["a.b(x)", "a.*(x)", "a.b(y=1)"]')), "a.b")
    assert {(one.parameter, one.value) for one in answer.changes} == {("x", ""), ("y", "1")}
    assert answer.deprecations == ()


def test_members_inherit_changes_and_their_notices_stand_once(ask: Ask) -> None:
    answers = _objects(ask(_removal('objects = ["a.B"]')), "a.B", _function("a.B.c", 0))
    assert [len(answer.changes) for answer in answers] == [1, 1]
    assert [len(answer.new_changes) for answer in answers] == [1, 0]
    assert all(answer.deprecations for answer in answers)


@pytest.mark.parametrize(
    ("version", "phase"), [("2.2", None), ("2.3", Phase.WARN), ("2.7", Phase.WARN)]
)
def test_changes_are_those_of_the_version(ask: Ask, version: str, phase: Phase | None) -> None:
    (answer,) = _objects(ask(_removal('objects = ["a.b"]'), version), "a.b")
    assert [applied.phase for applied in answer.changes] == ([phase] if phase else [])


def test_a_change_of_a_page_stands_at_the_page(ask: Ask) -> None:
    catalogue = ask(_removal('documents = ["doc"]'))
    found = catalogue.document("doc", DocumentFacts(objects=(_function("a.b"),)))
    assert [len(one.new_changes) for one in (*found.sections, *found.objects)] == [1, 0]


def test_the_description_of_a_feature_has_its_level_and_changes(ask: Ask) -> None:
    text = _removal('features = ["f"]') + _features("f beta ")
    (answer,) = _objects(ask(text), SeenObject("stability", "feature", "f"))
    assert answer.classification is not None
    assert answer.classification.origin is Origin.FEATURE
    assert [applied.change.id for applied in answer.changes] == ["C"]
