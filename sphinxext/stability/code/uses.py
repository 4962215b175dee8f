"""Which functions and classes of a module warn who uses them, in whatever way and case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_WARNS = re.compile(r"warn|deprecat", re.IGNORECASE)
#: Names of decorators that mark what they decorate, and are taken to warn.
_MARKS = re.compile(
    r"warn|deprecat|alpha|beta|experimental|preview|prototype|unstable", re.IGNORECASE
)


def warning(body: list[ast.stmt], outer: tuple[str, ...] = ()) -> Iterator[str]:
    """Give the names of those that call something with *warn* in its name, or are decorated so.

    A class warns if any of its methods does: which of them a user calls first is not known.
    """
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from warning([*node.body, *node.orelse], outer)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            path = (*outer, node.name)
            marked = any(_MARKS.search(ast.unparse(one)) for one in node.decorator_list)
            if marked or any(_is_warning(inner) for inner in ast.walk(node)):
                yield ".".join(path)
            if isinstance(node, ast.ClassDef):
                yield from warning(node.body, path)


def _is_warning(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    return bool(_WARNS.search(name))
