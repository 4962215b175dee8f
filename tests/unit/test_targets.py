"""The grammar of targets: ``[domain:[objtype:]]name[(parameter[=value])]``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext.stability.targets import DOMAINS, Target, document_matches, segments


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("torch.range", Target("torch.range")),
        (" torch.range ", Target("torch.range")),
        ("py:torch.range", Target("torch.range", "py")),
        ("py:function:torch.range", Target("torch.range", "py", "function")),
        ("torch.range(dim)", Target("torch.range", parameter="dim")),
        ("torch.range (dim)", Target("torch.range", parameter="dim")),
        ("torch.div(mode=trunc)", Target("torch.div", parameter="mode", value="trunc")),
        ("torch.div( mode = 'trunc' )", Target("torch.div", parameter="mode", value="trunc")),
        ("torch.f(*args)", Target("torch.f", parameter="args")),
        ("torch.f(**kwargs)", Target("torch.f", parameter="kwargs")),
        ("py:method:a.B.c(x=1)", Target("a.B.c", "py", "method", "x", "1")),
        (
            "torch.optim.lr_scheduler.*.step(epoch)",
            Target("torch.optim.lr_scheduler.*.step", parameter="epoch"),
        ),
        ("std::vector", Target("std::vector")),
        ("std::vector::push_back", Target("std::vector::push_back")),
        ("cpp:std::vector", Target("std::vector", "cpp")),
        ("cpp:class:std::vector", Target("std::vector", "cpp", "class")),
        ("c:macro:Py_LIMITED_API", Target("Py_LIMITED_API", "c", "macro")),
        ("rst:directive:foo", Target("foo", "rst", "directive")),
        ("rst:directive:option:foo:bar", Target("foo:bar", "rst", "directive:option")),
        ("std:envvar:TORCH_LOGS", Target("TORCH_LOGS", "std", "envvar")),
        ("std:option:prog.--flag", Target("prog.--flag", "std", "option")),
        ("js:module:a.b", Target("a.b", "js", "module")),
        ("unknown:torch.range", Target("unknown:torch.range")),
        ("**.experimental.**", Target("**.experimental.**")),
        ("py:unknown", Target("unknown", "py")),
        ("f()", Target("f")),
        ("torch.f(mode='')", Target("torch.f", parameter="mode")),
        ("a::F::operator()", Target("a::F::operator()")),
        ("a::F::operator()(x)", Target("a::F::operator()", parameter="x")),
        ("a::F::operator[]", Target("a::F::operator[]")),
        ("a::F::operator=", Target("a::F::operator=")),
        ("::std::vector", Target("::std::vector")),
        ("std::function<void(int)>", Target("std::function<void(int)>")),
        ("cpp:a::f(int)::g", Target("a::f(int)::g", "cpp")),
        ("--x", Target("--x")),
        ("--x..", Target("--x..")),
        ("std:option:prog.--x..y", Target("prog.--x..y", "std", "option")),
        ("std:option:.x", Target(".x", "std", "option")),
        ("std:label:a(b)c", Target("a(b)c", "std", "label")),
        ("..\\x.ini", Target("..\\x.ini")),
        ("/users/(int:id)/posts", Target("/users/(int:id)/posts")),
    ],
)
def test_parts_of_a_target(text: str, target: Target) -> None:
    assert Target.parse(text) == target


PARENTHESES = "has parentheses that are no parameter at its end, such as `torch.range(dim)`"
NO_PARAMETER = ("x(", "x)", "a(b", "a(b)c", "py:function:x(", "c:x)", "f(g(x))", "f(x)(y)")
EMPTY_PART = "has an empty part before, between or after its dots"
NO_VALUE = "lacks the parameter or its value: write it as in `torch.div(mode=trunc)`"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`` has no name, such as `torch.range`"),
        ("(x)", "`(x)` has no name, such as `torch.range`"),
        ("py:function:", "`py:function:` has no name, such as `torch.range`"),
        ("...", "`...` has no name, such as `torch.range`"),
        *((text, f"`{text}` {PARENTHESES}") for text in NO_PARAMETER),
        *((text, f"`{text}` {EMPTY_PART}") for text in ("a..b", ".a", "a.", "py:a..b", "a..b(x)")),
        ("a(b=)", f"`a(b=)` {NO_VALUE}"),
        ("a(=b)", f"`a(=b)` {NO_VALUE}"),
        ("cpp:a( = )", f"`cpp:a( = )` {NO_VALUE}"),
        ("a b", "`a b` has white space in its name"),
        ("a.b**", "`**` in `a.b**` must be a whole segment, such as `torch.**`"),
        ("***", "`**` in `***` must be a whole segment, such as `torch.**`"),
    ],
)
def test_what_is_no_target_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="`") as caught:
        Target.parse(text)
    assert str(caught.value) == message


def test_domains_of_other_extensions_are_known_when_they_are_given() -> None:
    domains = {**DOMAINS, "http": frozenset({"get"})}
    assert Target.parse("http:get:/users", domains) == Target("/users", "http", "get")
    assert Target.parse("http:get:/users") == Target("http:get:/users")


def test_names_of_domains_that_are_not_known_may_be_odd() -> None:
    """A target is read again where the domains of a build are not at hand."""
    domains = {**DOMAINS, "grammar": frozenset({"rule"})}
    for text in ("grammar:rule:a(b)c", "grammar:a..b"):
        assert str(Target.parse(text, domains)) == str(Target.parse(text)) == text


WORD = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True)
NAME = st.one_of(
    st.lists(WORD | st.sampled_from(["*", "**", "a*", "*b"]), min_size=1, max_size=4).map(".".join),
    st.lists(WORD, min_size=1, max_size=3).map("::".join),
)
PREFIX = st.sampled_from(
    ["", *(f"{domain}:" for domain in DOMAINS)]
    + [f"{domain}:{objtype}:" for domain, types in DOMAINS.items() for objtype in sorted(types)]
)
ARGUMENT = st.one_of(
    st.just(""),
    WORD.map(lambda word: f"({word})"),
    st.tuples(WORD, WORD).map(lambda pair: f"({pair[0]}={pair[1]})"),
)


@given(PREFIX, NAME, ARGUMENT)
def test_a_target_reads_as_it_was_written(prefix: str, name: str, argument: str) -> None:
    text = prefix + name + argument
    target = Target.parse(text)
    assert str(target) == text
    assert Target.parse(str(target)) == target
    assert target.name == name


@given(st.text(alphabet="ab.:*()= '\"px", max_size=14))
def test_any_text_is_a_target_that_reads_back_or_says_what_is_wrong(text: str) -> None:
    try:
        target = Target.parse(text)
    except ValueError as error:
        assert f"`{text}`" in str(error)  # noqa: PT017
    else:
        assert segments(target.name)
        assert not any(char.isspace() for char in target.name)


@pytest.mark.parametrize(
    ("target", "covered", "not_covered"),
    [
        ("a.b", ["a.b", "a.b.c", "a.b.c.d"], ["a", "a.bc", "x.a.b"]),
        ("a.b.**", ["a.b.c", "a.b.c.d"], ["a.b", "a", "a.bc.d"]),
        ("a.*", ["a.b", "a.b.c"], ["a", "b.a"]),
        ("a.b_*", ["a.b_", "a.b_c", "a.b_c.d"], ["a.b", "a.c"]),
        ("a.*.c", ["a.b.c", "a.b.c.d"], ["a.c", "a.b.b.c"]),
        ("a.**.c", ["a.c", "a.b.c", "a.b.b.c.d"], ["a", "a.b", "c"]),
        ("**.experimental.**", ["tf.experimental.x", "experimental.x"], ["tf.experimental"]),
        ("**.experimental", ["tf.experimental", "experimental.x"], ["tf.experiment"]),
        ("std::vector", ["std::vector", "std::vector::size", "std.vector"], ["std"]),
        ("*", ["a", "a.b"], []),
        ("**", ["a", "a.b"], []),
    ],
)
def test_a_name_covers_itself_and_members_a_pattern_what_it_matches(
    target: str, covered: list[str], not_covered: list[str]
) -> None:
    parsed = Target.parse(target)
    assert [n for n in covered + not_covered if parsed.covers("py", "function", n)] == covered


@pytest.mark.parametrize(
    ("target", "domain", "objtype", "accepted"),
    [
        ("a", "cpp", "class", True),
        ("py:a", "py", "data", True),
        ("py:a", "c", "data", False),
        ("py:data:a", "py", "data", True),
        ("py:data:a", "py", "class", False),
    ],
)
def test_a_domain_and_a_type_narrow_a_target(
    target: str, domain: str, objtype: str, *, accepted: bool
) -> None:
    assert Target.parse(target).covers(domain, objtype, "a") is accepted


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("notes/cuda", ["notes/cuda"], ["notes/cuda2", "cuda"]),
        ("notes/*", ["notes/a"], ["a", "note/a", "notes/deep/a"]),
        ("notes/**", ["notes/a", "notes/deep/a"], ["a"]),
        ("**/a", ["notes/a", "notes/deep/a"], ["notes/b"]),
        ("page?", ["page1"], ["page", "page12"]),
        ("page[12]", ["page1"], ["page3"]),
    ],
)
def test_documents_are_matched_as_sphinx_matches_its_own_patterns(
    pattern: str, matching: list[str], other: list[str]
) -> None:
    """A ``*`` stays within one folder, as in ``exclude_patterns`` and ``toctree``."""
    assert [d for d in matching + other if document_matches(pattern, d)] == matching
