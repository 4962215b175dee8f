"""Which sentences and titles say of their subject how stable it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext.stability.facts import SeenNotice
from sphinxext.stability.prose import claims, names_of

WORDS = ["stable", "beta", "alpha", "prototype", "preview", "experimental", "deprecated"]


def said(text: str, kind: str = "text", name: str = "pkg.align_text") -> str:
    return " ".join(claims(SeenNotice(kind, "", text), WORDS, names_of(name) if name else ()))


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("This API is in beta and may change.", "beta"),
        ("This library is currently in beta (see there).", "beta"),
        ("This class is still an early prototype.", "prototype"),
        ("This is a rapidly evolving beta technology.", "beta"),
        ("This is an experimental feature, and not all works.", "experimental"),
        ("This module is a prototype release.", "prototype"),
        ("This page has been deprecated.", "deprecated"),
        ("This function is deprecated in favour of `pkg.g`.", "deprecated"),
        ("This is deprecated; it was in beta.", "deprecated"),
        ("The text align API is in the prototype stage.", "prototype"),
        ("It is highly experimental.", "experimental"),
        ("These APIs are experimental and subject to change.", "experimental subject to change"),
        ("This is subject to future changes.", "subject to change"),
        ("`pkg.align_text` is deprecated and goes away.", "deprecated"),
        ("`align_text()` is currently in alpha state.", "alpha"),
        ("align_text is in preview.", "preview"),
        ("Align text is experimental.", "experimental"),
        ("The `align_text` function is experimental.", "experimental"),
        ("The other.align_text function is deprecated.", "deprecated"),
        ("Note: this flag is experimental.", "experimental"),
        ("Warning: These are features. This feature is a PROTOTYPE.", "prototype"),
        ("Aligns texts. This function is in beta.", "beta"),
        ("Deprecated; use another.", "deprecated"),
        ("Deprecated: use another.", "deprecated"),
        ("Deprecated since 2.1", "deprecated"),
        ("[Experimental] Aligns texts.", "experimental"),
        ("(beta) Aligns texts.", "beta"),
        ("Beta release", "beta"),
        ("Experimental API.", "experimental"),
        ("This\n  API is\n\tin beta.", "beta"),
    ],
)
def test_sentences_that_give_a_level(text: str, levels: str) -> None:
    assert said(text) == levels


@pytest.mark.parametrize(
    "text",
    [
        # Names, letters and words as words.
        "Draws from a beta distribution.",
        "The beta argument is a float.",
        "where alpha is the decay",
        "Applies alpha dropout.",
        "Adds other, scaled by alpha.",
        "This is `beta`.",
        "It is beta=0.9 by default.",
        "This is the group-beta of names.",
        "This module has beta-binomial functions.",
        "See `pkg.experimental.align`.",
        '"This API is in beta" was true once.',
        "“This API is in beta” was true once.",
        "Prototype a model, then run it.",
        # Of something else.
        "GPU support is a beta feature.",
        "The `x` argument is deprecated.",
        "The `other.thing` function is deprecated.",
        "The other function is deprecated.",
        "The old API is deprecated.",
        "The base class is experimental.",
        "`pkg.align` is deprecated.",
        "`pkg.align_texture` is deprecated.",
        "vLLM has deprecated v0.",
        "It replaces the deprecated way.",
        "Beta features are not for production.",
        "Runs from prototype to production.",
        "The function is deprecated value of the enum.",
        # Not so, not yet, no longer, only if.
        "This is not experimental.",
        "This API is no longer beta.",
        "This API is out of beta.",
        "This was experimental before 2.0.",
        "It will be deprecated.",
        "This method will eventually be deprecated.",
        "Is this experimental?",
        "If this is experimental, stop.",
        "It is less experimental than that.",
        "This behaviour may change.",
        "",
    ],
)
def test_sentences_that_give_none(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("title", "levels"),
    [
        ("Graphs (beta)", "beta"),
        ("Tools [BETA]", "beta"),
        ("(Prototype - maintenance mode) Graphs", "prototype"),
        ("Experimental Functions", "experimental"),
        ("Experimental API", "experimental"),
        ("Variable (deprecated)", "deprecated"),
        ("Preview: graphs", "preview"),
        ("Graphs", ""),
        ("Beta", ""),
        ("Beta distribution", ""),
        ("Alpha Dropout", ""),
        ("Experimental results", ""),
        ("Join the beta program", ""),
        ("From prototype to production", ""),
        ("Alphabet (letters)", ""),
    ],
)
def test_titles(title: str, levels: str) -> None:
    assert said(title, "title", "") == levels


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("f", ["f", "f"]),
        ("pkg.align_text", ["pkg.align_text", "align_text", "align text"]),
        ("pkg.NestedTensor", ["pkg.NestedTensor", "NestedTensor", "Nested Tensor"]),
    ],
)
def test_what_a_text_may_call_an_object(name: str, names: list[str]) -> None:
    assert names_of(name) == names


def test_words_of_a_scheme_are_no_patterns() -> None:
    notice = SeenNotice("text", "", "This API is C++ (ready).")
    assert claims(notice, ["c++"], ["a(b", "[c"]) == ("c++",)
    assert claims(notice, ["c.."], []) == ()


@given(st.text(max_size=100), st.sampled_from(["text", "title"]))
def test_any_text_is_read(text: str, kind: str) -> None:
    assert set(said(text, kind).split()) <= {*WORDS, "subject", "to", "change"}


def test_a_long_text_takes_no_long_time() -> None:
    assert said("the " * 5000 + "api is " * 5000) == ""
