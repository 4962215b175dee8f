"""What a Python module deprecates: decorators, and warnings that every use of a thing raises.

A warning inside a branch is about one way to use a function, not about the function; it is no
deprecation here. The rules err on the side of silence.
"""

from __future__ import annotations

import ast
import bisect
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from sphinxext.stability.code.messages import deprecates, is_about, shown

#: PEP 702's decorator, where it is imported from.
PEP_702 = frozenset({"warnings.deprecated", "typing_extensions.deprecated"})
#: The categories that announce a deprecation: the documentation of :mod:`warnings`.
CATEGORIES = frozenset({"DeprecationWarning", "FutureWarning", "PendingDeprecationWarning"})
_CATEGORY = re.compile("|".join(sorted(CATEGORIES)))
#: A definition at the top level, as far as a line shows it.
_DEFINITION = re.compile(r"^(?:(?:async\s+)?def\s+|class\s+)?([^\W\d]\w*)\s*[(:=]", re.MULTILINE)
#: The methods that every use of a class calls.
_MAKERS = frozenset({"__init__", "__new__", "__post_init__"})


class Deprecated(msgspec.Struct, frozen=True, array_like=True):
    """A deprecation of one object; *message* is empty where the source computes it."""

    message: str
    line: int
    #: Whether PEP 702's decorator says so, rather than a warning or another decorator.
    by_pep_702: bool = False
    #: The name of the constant that has the message, where another module defines it.
    constant: str = ""


class Import(msgspec.Struct, frozen=True, array_like=True):
    """Where a name of a module comes from: ``from ..module import name``; no name is ``*``."""

    module: str
    name: str = ""
    level: int = 0


class Module(msgspec.Struct, frozen=True, array_like=True):
    """What the text of a module tells."""

    #: By the name within the module, ``Class.method``; the module itself is the empty name.
    deprecated: dict[str, Deprecated] = {}
    #: The functions, classes and variables at its top level.
    defined: frozenset[str] = frozenset()
    #: The names that it takes from others, and what it takes whole.
    imported: dict[str, Import] = {}
    stars: tuple[Import, ...] = ()
    #: The texts that it gives names to and that may be messages.
    texts: dict[str, str] = {}


def may_deprecate(text: str, decorators: Iterable[str] = ()) -> bool:
    """Tell whether a module may deprecate anything: reading it closely costs much more."""
    words = [*CATEGORIES, *(name.rpartition(".")[2] for name in decorators)]
    # The decorator may have another name; "deprecated as of" in prose only costs the reading.
    return any(word in text for word in ("deprecated(", "deprecated as ", *words))


def sketch(text: str) -> Module:
    """Name what a module seems to define at its top level, without parsing it."""
    return Module(defined=frozenset(_DEFINITION.findall(text)))


def scan(text: str, decorators: Iterable[str] = ()) -> Module:
    """Read the text of a module; *decorators* are names of a project's own ones.

    :raises SyntaxError: when it is no Python that this interpreter reads.
    """
    try:
        return _scanned(text, parsed(text), frozenset(decorators))
    except (MemoryError, RecursionError):
        raise SyntaxError("nested too deeply") from None


def parsed(text: str | bytes) -> ast.Module:
    """Parse a text; what Python warns of in it is no concern of the documentation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _scanned(text: str, tree: ast.Module, decorators: frozenset[str]) -> Module:
    statements = list(_statements(tree.body))
    origins, constants = dict(_origins(statements)), dict(_constants(statements))
    telling = [n for n, line in enumerate(text.splitlines(), 1) if _CATEGORY.search(line)]
    found = dict(_Scan(origins, decorators, constants, telling).module(tree))
    imported = {}
    stars = []
    for node in _top(tree.body):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*":
                    stars.append(Import(node.module or "", "", node.level))
                else:
                    name = alias.asname or alias.name
                    imported[name] = Import(node.module or "", alias.name, node.level)
    texts = {name: text for name, text in constants.items() if deprecates(text)}
    return Module(found, frozenset(_defined(tree)), imported, tuple(stars), texts)


def _top(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Give the statements of a module, those within conditions and `try` as well."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            for block in ("body", "handlers", "orelse", "finalbody"):
                for inner in getattr(node, block, ()):
                    yield from _top(inner.body if isinstance(inner, ast.ExceptHandler) else [inner])


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in _top(tree.body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Give all statements, at any depth: much fewer than the nodes of a tree."""
    for node in body:
        yield node
        for block in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, block, ()))
        for handler in getattr(node, "handlers", ()):
            yield from _statements(handler.body)


def _origins(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Give what imported names stand for, wherever in the module they are imported."""
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module = node.module or ""
                yield alias.asname or alias.name, f"{module}.{alias.name}".lstrip(".")


def _constants(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Give the texts that a module gives names to: messages may be among them."""
    for node in statements:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                    yield target.id, shown(node.value.value)


class _Scan:
    """Reads the definitions of one module."""

    def __init__(
        self,
        origins: Mapping[str, str],
        decorators: frozenset[str],
        constants: Mapping[str, str],
        telling: Sequence[int],
    ) -> None:
        """Take what names stand for, and the lines that name a category of warnings, in order."""
        self._origins, self._decorators, self._constants = origins, decorators, constants
        self._telling = telling

    def module(self, tree: ast.Module) -> Iterator[tuple[str, Deprecated]]:
        """Give what the module deprecates, by name."""
        if (own := self._raised(tree.body, ())) is not None:
            yield "", own
        yield from self._members(tree.body, ())

    def _members(
        self, body: list[ast.stmt], outer: tuple[str, ...]
    ) -> Iterator[tuple[str, Deprecated]]:
        """Give what stands in the body of a module or class; one name may be defined twice."""
        found: dict[str, list[Deprecated | None]] = {}
        for node in _top(body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if not self._is_partial(node):
                    path = (*outer, node.name)
                    said = self._decorated(node) or self._raised(node.body, path)
                    found.setdefault(node.name, []).append(said)
            elif isinstance(node, ast.ClassDef):
                path = (*outer, node.name)
                said = self._decorated(node) or self._made(node, path)
                found.setdefault(node.name, []).append(said)
                yield from self._members(node.body, path)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                # An alias that is decorated by hand, of something that may go on as it is.
                maker = node.value.func
                said = self._by(maker) if isinstance(maker, ast.Call) else None
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).append(said)
        for name, all_said in found.items():
            if (first := all_said[0]) is not None and None not in all_said:
                yield ".".join((*outer, name)), first

    def _is_partial(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Tell whether a definition is one overload, or one part of a property."""
        return any(
            self._origin(decorator).rpartition(".")[2] in {"overload", "setter", "deleter"}
            for decorator in node.decorator_list
        )

    def _decorated(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> Deprecated | None:
        return next(filter(None, map(self._by, node.decorator_list)), None)

    def _by(self, decorator: ast.expr) -> Deprecated | None:
        """Return what a decorator says, if it is one that deprecates."""
        call = decorator if isinstance(decorator, ast.Call) else None
        name = self._origin(call.func if call else decorator)
        by_pep_702 = call is not None and name in PEP_702
        own = any(given == name or given.endswith(f".{name}") for given in self._decorators)
        if not by_pep_702 and not own:
            return None
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)] if call else []
        if own:  # which argument is the message is not known: the longest text is
            arguments = sorted(arguments, key=lambda one: -len(self._text(one)))
        said = self._text(arguments[0]) if arguments else ""
        named = arguments[0].id if arguments and isinstance(arguments[0], ast.Name) else ""
        return Deprecated(said, decorator.lineno, by_pep_702, "" if said else named)

    def _made(self, node: ast.ClassDef, path: tuple[str, ...]) -> Deprecated | None:
        """Return what every making of an instance warns of."""
        for member in node.body:
            if isinstance(member, ast.FunctionDef) and member.name in _MAKERS:
                if self._is_partial(member):
                    continue
                said = self._decorated(member) or self._raised(member.body, path)
                if said is not None:
                    return said
        return None

    def _raised(self, body: list[ast.stmt], path: tuple[str, ...]) -> Deprecated | None:
        """Return the deprecation that running *body* warns of, whatever way it takes.

        The category alone is not enough: what should not be called so, or behaves otherwise in
        future, is not for that reason deprecated.
        """
        return next((one for one in self._warnings(body, path) if deprecates(one.message)), None)

    def _warnings(self, body: list[ast.stmt], path: tuple[str, ...]) -> list[Deprecated]:
        """Return what running *body* warns of, whatever way it takes: one or more of these."""
        found: list[Deprecated] = []
        for statement in body if self._may_warn(body) else ():
            found += self._warnings_of(statement, path)
            if _may_end(statement):
                break
        return found

    def _may_warn(self, body: list[ast.stmt]) -> bool:
        """Tell whether any line of a body names a category: to look closely takes longer."""
        if not body:
            return False
        first = bisect.bisect_left(self._telling, body[0].lineno)
        last = body[-1].end_lineno or body[-1].lineno
        return first < len(self._telling) and self._telling[first] <= last

    def _warnings_of(self, node: ast.stmt, path: tuple[str, ...]) -> list[Deprecated]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            said = self._warned(node.value, path)
            return [said] if said else []
        if isinstance(node, ast.With):
            caught = any("catch_warnings" in ast.unparse(item) for item in node.items)
            return [] if caught else self._warnings(node.body, path)
        if isinstance(node, ast.Try):
            return self._warnings(node.body, path) + self._warnings(node.finalbody, path)
        if isinstance(node, ast.If) and node.orelse:
            branches = [self._warnings(branch, path) for branch in (node.body, node.orelse)]
            return [*branches[0], *branches[1]] if all(branches) else []
        return []

    def _warned(self, call: ast.Call, path: tuple[str, ...]) -> Deprecated | None:
        """Return what a call of :func:`warnings.warn` deprecates, if that is the object itself."""
        if self._origin(call.func) != "warnings.warn" or not call.args:
            return None
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        message = call.args[0]
        category = call.args[1] if len(call.args) > 1 else keywords.get("category")
        if isinstance(message, ast.Call) and category is None:
            category, message = message.func, (message.args or [ast.Constant("")])[0]
        name = self._origin(category).removeprefix("builtins.") if category else ""
        said = self._text(message)
        if name not in CATEGORIES or not is_about(said, path):
            return None
        return Deprecated(said, call.lineno)

    def _origin(self, node: ast.expr) -> str:
        """Name what an expression stands for: ``w.warn`` is ``warnings.warn``."""
        if isinstance(node, ast.Name):
            return self._origins.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return f"{self._origin(node.value)}.{node.attr}"
        return ""

    def _text(self, node: ast.expr) -> str:
        """Return a text as far as the source says it: what is put in later is an ellipsis."""
        if isinstance(node, ast.Constant):
            return shown(node.value) if isinstance(node.value, str) else ""
        if isinstance(node, ast.JoinedStr):
            return "".join(self._text(part) or "…" for part in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return (self._text(node.left) or "…") + (self._text(node.right) or "…")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return _PERCENT.sub(
                lambda match: "%" if match[0] == "%%" else "…", self._text(node.left)
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # "…".format(…), textwrap.dedent is none of its business
            return re.sub(r"\{[^{}]*\}", "…", self._text(node.func.value))
        return self._constants.get(node.id, "") if isinstance(node, ast.Name) else ""


#: What stands for a value in a text: ``%s``, ``%(name)s``, ``%.2f``.
_PERCENT = re.compile(r"%%|%(?:\(\w+\))?[-#0 +]*(?:\d+|\*)?(?:\.\d+)?[a-zA-Z]")


def _may_end(statement: ast.stmt) -> bool:
    """Tell whether what follows a statement may not run although nothing is wrong.

    An error that is raised for bad arguments is no use that goes without a warning.
    """
    if isinstance(statement, ast.Return | ast.Raise | ast.Break | ast.Continue):
        return True
    nested = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    reached: list[ast.AST] = [statement]
    while reached:
        node = reached.pop()
        if isinstance(node, ast.Return | ast.Break | ast.Continue):
            return True
        if not isinstance(node, nested):
            reached += ast.iter_child_nodes(node)
    return False
