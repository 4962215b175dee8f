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

from sphinxext.stability.code.messages import VALUE, deprecates, is_about, plain, shown

#: PEP 702's decorator, where it is imported from.
PEP_702 = frozenset({"warnings.deprecated", "typing_extensions.deprecated"})
#: The categories that announce a deprecation: the documentation of :mod:`warnings`.
CATEGORIES = frozenset({"DeprecationWarning", "FutureWarning", "PendingDeprecationWarning"})
#: So much of a message is read; the rest is advice.
_LONGEST = 1000
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
    origins, constants = dict(_origins(_statements(tree.body))), _constants(tree)
    own = (re.escape(name.rpartition(".")[2]) for name in decorators)
    telling_word = re.compile("|".join([*CATEGORIES, *own]))
    telling = [n for n, line in enumerate(text.splitlines(), 1) if telling_word.search(line)]
    found = dict(_Scan(origins, decorators, constants, telling).module(tree))
    imported = {}
    stars = []
    for node in top(tree.body):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*":
                    stars.append(Import(node.module or "", "", node.level))
                else:
                    name = alias.asname or alias.name
                    imported[name] = Import(node.module or "", alias.name, node.level)
    texts = {name: text for name, text in constants.items() if deprecates(text)}
    return Module(found, frozenset(_defined(tree)), imported, tuple(stars), texts)


def top(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Give the statements of a module or class, those within conditions and `try` as well."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            for block in ("body", "handlers", "orelse", "finalbody"):
                for inner in getattr(node, block, ()):
                    yield from top(inner.body if isinstance(inner, ast.ExceptHandler) else [inner])


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in top(tree.body):
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


def _constants(tree: ast.Module) -> dict[str, str]:
    """Return the texts that a module gives names to: messages may be among them."""
    return {
        name: shown(value.value)
        for name, value in _assigned(top(tree.body)).items()
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def _assigned(statements: Iterable[ast.stmt]) -> dict[str, ast.expr | None]:
    """Return what is assigned to names; nothing to those that have several values."""
    found: dict[str, ast.expr | None] = {}
    for node in statements:
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            continue
        value = None if isinstance(node, ast.AugAssign) else node.value
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                found[target.id] = None if target.id in found else value
    return found


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
        #: What the function that is read assigns to names of its own.
        self._locals: dict[str, ast.expr | None] = {}

    def module(self, tree: ast.Module) -> Iterator[tuple[str, Deprecated]]:
        """Give what the module deprecates, by name."""
        if (own := self._raised(tree.body, ())) is not None:
            yield "", own
        by_name: dict[str, list[Deprecated | None]] = {}
        for name, said in self._members(tree.body, ()):
            by_name.setdefault(name, []).append(said)
        for name, all_said in by_name.items():
            # What is defined twice is deprecated if it is both times.
            if (first := all_said[0]) is not None and None not in all_said:
                yield name, first

    def _members(
        self, body: list[ast.stmt], outer: tuple[str, ...]
    ) -> Iterator[tuple[str, Deprecated | None]]:
        """Give each definition in the body of a module or class, and what is said of it."""
        for node in top(body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if not self._is_partial(node):
                    path = (*outer, node.name)
                    yield ".".join(path), self._decorated(node) or self._called(node, path)
            elif isinstance(node, ast.ClassDef):
                path = (*outer, node.name)
                yield ".".join(path), self._decorated(node) or self._made(node, path)
                yield from self._members(node.body, path)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                # An alias that is decorated by hand, of something that may go on as it is.
                maker = node.value.func
                said = self._by(maker) if isinstance(maker, ast.Call) else None
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        yield ".".join((*outer, target.id)), said

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
        said = plain(self._text(arguments[0]))[:_LONGEST] if arguments else ""
        named = arguments[0].id if arguments and isinstance(arguments[0], ast.Name) else ""
        return Deprecated(said, decorator.lineno, by_pep_702, "" if said else named)

    def _made(self, node: ast.ClassDef, path: tuple[str, ...]) -> Deprecated | None:
        """Return what every making of an instance warns of."""
        for member in node.body:
            if isinstance(member, ast.FunctionDef) and member.name in _MAKERS:
                if self._is_partial(member):
                    continue
                said = self._decorated(member) or self._called(member, path)
                if said is not None and is_about(said.message, path):
                    return said
        return None

    def _called(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, path: tuple[str, ...]
    ) -> Deprecated | None:
        """Return what every call of a function warns of."""
        if not self._may_warn(node.body):
            return None
        self._locals = _assigned(_statements(node.body))
        said = self._raised(node.body, path)
        self._locals = {}
        return said

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
        """Return what a call of :func:`warnings.warn` deprecates, if that is the object itself.

        A project's own function may be called with such a category, or be named among the
        decorators.
        """
        called = self._origin(call.func)
        if any(given == called or given.endswith(f".{called}") for given in self._decorators):
            said = max(map(self._text, call.args), key=len, default="")
            return Deprecated(plain(said)[:_LONGEST], call.lineno)
        owner, _, function = called.rpartition(".")
        if "warn" not in function or "log" in owner or not call.args:
            return None
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        message = call.args[0]
        category = call.args[1] if len(call.args) > 1 else keywords.get("category")
        if isinstance(message, ast.Call) and category is None:
            category, message = message.func, (message.args or [ast.Constant("")])[0]
        name = self._origin(category).removeprefix("builtins.") if category else ""
        said = self._text(message)[:_LONGEST]
        if name not in CATEGORIES or not is_about(said, path):
            return None
        return Deprecated(plain(said), call.lineno)

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
            return "".join(self._text(part) or _placeholder(part) for part in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return (self._text(node.left) or "…") + (self._text(node.right) or "…")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return _PERCENT.sub(
                lambda match: "%" if match[0] == "%%" else "…", self._text(node.left)
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # "…".format(…), textwrap.dedent is none of its business
            return re.sub(r"\{[^{}]*\}", "…", self._text(node.func.value))
        return self._named(node.id) if isinstance(node, ast.Name) else ""

    def _named(self, name: str) -> str:
        """Return the text that a name has: one of the function's own hides the module's."""
        if name not in self._locals:
            return self._constants.get(name, "")
        value = self._locals[name]
        self._locals[name] = None  # it may be made of itself
        said = self._text(value) if value is not None else ""
        self._locals[name] = value
        return said


#: What stands for a value in a text: ``%s``, ``%(name)s``, ``%.2f``.
_PERCENT = re.compile(r"%%|%(?:\(\w+\))?[-#0 +]*(?:\d+|\*)?(?:\.\d+)?[a-zA-Z]")


def _placeholder(node: ast.expr) -> str:
    """Return what stands for a value: an ellipsis for the thing's own name, else a mark."""
    own = re.search(r"\b(?:cls|self|__class__|__name__|__qualname__)\b", ast.unparse(node))
    return "…" if own else VALUE


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
