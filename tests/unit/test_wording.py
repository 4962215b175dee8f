"""Projects override the wording by templates of their own, and hear what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext.stability.model import Id, Level
from sphinxext.stability.policy import Standing
from sphinxext.stability.wording import Wording, WordingError

BETA = Standing("Beta", Level(id=Id("beta"), rank=1, summary="It may change"))
SHIPPED = ":stability:level:`Beta <beta>`: It may change."


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return the path of a project's own template."""
    path = tmp_path / "stability" / "notices" / "level.rst"
    path.parent.mkdir(parents=True)
    return path


def test_without_overrides_the_shipped_templates_speak(tmp_path: Path) -> None:
    assert Wording().level(BETA, None) == SHIPPED
    assert Wording([tmp_path]).level(BETA, None) == SHIPPED


def test_a_template_of_the_project_comes_first(tmp_path: Path, template: Path) -> None:
    template.write_text("\nMine: {{ label }}, {{ level.summary | sentence }}\n", encoding="utf-8")
    assert Wording([tmp_path / "other", tmp_path]).level(BETA, None) == "Mine: Beta, It may change."


@pytest.mark.parametrize("end", [".", "!", "?", ":", "…"])
def test_a_sentence_ends_once(end: str) -> None:
    level = Level(id=Id("beta"), rank=1, summary=f" It may change{end}\n")
    assert Wording().level(Standing("Beta", level), None).endswith(f": It may change{end}")


def test_a_context_is_named_by_its_values() -> None:
    standing = Standing("Beta", BETA.level, when={"workload": "training", "framework": "jax"})
    assert Wording().level(standing, None) == SHIPPED.replace(">`:", ">` (training, jax):")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            b"a\n{% if %}",
            "{path}:2: Expected an expression, got 'end of statement block'",
        ),
        (b"{{ label | nothing }}", "{path}:1: No filter named 'nothing'."),
        (b"{{ nothing }}", "{path}:1: 'nothing' is undefined"),
        (
            b"{{ ''.__class__ }}",
            "{path}:1: access to attribute '__class__' of 'str' object is unsafe.",
        ),
    ],
)
def test_what_is_wrong_with_a_template_is_told(
    tmp_path: Path, template: Path, text: bytes, message: str
) -> None:
    template.write_bytes(text)
    with pytest.raises(WordingError) as caught:
        Wording([tmp_path]).level(BETA, None)
    assert str(caught.value) == message.format(path=template)


@pytest.mark.parametrize("text", [b"{{ 1 + 'a' }}", b"{{ 1 / 0 }}", b"\xff"])
def test_no_template_ends_in_a_traceback(tmp_path: Path, template: Path, text: bytes) -> None:
    template.write_bytes(text)
    with pytest.raises(WordingError, match=r"notices/level\.rst"):
        Wording([tmp_path]).level(BETA, None)
