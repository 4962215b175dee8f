"""Which functions and classes of a module warn nobody who uses them, in any way or case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from sphinxext.stability.code.scan import top

_WARNS = re.compile(r"warn|deprecat", re.IGNORECASE)
#: Names of decorators that mark what they decorate, and are taken to warn.
_MARKS = re.compile(
    r"warn|deprecat|alpha|beta|experimental|preview|prototype|unstable", re.IGNORECASE
)


def quiet(tree: ast.Module) -> frozenset[str]:
    """Return the functions and classes that warn nobody, by name.

    Those warn that call something with *warn* in its name, or are decorated so. A class warns if
    any of its methods does, and for all of them: which one a user calls first is not known.
    """
    silent: dict[str, bool] = {}
    for name, is_quiet in _definitions(tree.body, ()):
        silent[name] = silent.get(name, True) and is_quiet
    return frozenset(name for name, is_quiet in silent.items() if is_quiet)


def _definitions(body: list[ast.stmt], outer: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    for node in top(body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            path = (*outer, node.name)
            marked = any(_MARKS.search(ast.unparse(one)) for one in node.decorator_list)
            is_quiet = not marked and not any(map(_is_warning, ast.walk(node)))
            yield ".".join(path), is_quiet
            if isinstance(node, ast.ClassDef) and is_quiet:
                yield from _definitions(node.body, path)


def _is_warning(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    return bool(_WARNS.search(name))
