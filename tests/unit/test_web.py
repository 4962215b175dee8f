"""Which texts are addresses on the web, and which pages may link to."""

from __future__ import annotations

import pytest

from sphinxext.stability.web import is_link, is_web


@pytest.mark.parametrize("text", ["http://h.example", "https://h.example/", "HTTPS://h.example/a"])
def test_on_the_web(text: str) -> None:
    assert is_web(text)
    assert is_link(text)


@pytest.mark.parametrize("text", ["../vision/", "vision", "/vision/", "a/b:c"])
def test_relative_to_pages(text: str) -> None:
    assert not is_web(text)
    assert is_link(text)


@pytest.mark.parametrize(
    "text", ["file:///srv/docs", "C:\\docs", "javascript:1", "ftp://h.example/", "mailto:a@b"]
)
def test_elsewhere(text: str) -> None:
    assert not is_web(text)
    assert not is_link(text)
