"""The text of notices: Jinja2 templates filled from records, giving reStructuredText.

A project overrides a template by a file of the same name, ``stability/notices/deprecated.rst``
and so on, in one of its own template folders.
"""

from __future__ import annotations

import functools
import re
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sphinxext.stability import assets
from sphinxext.stability.answers import Applied, Event, Item
from sphinxext.stability.badges import in_context
from sphinxext.stability.model import Alternative, Change, ChangeType, Feature
from sphinxext.stability.policy import Phase, Standing
from sphinxext.stability.releases import Due
from sphinxext.stability.targets import Target
from sphinxext.stability.windows import Bound

if TYPE_CHECKING:
    import jinja2

#: Not from strftime: its names are those of the machine's language.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


#: So many targets of a change are named in the calendar.
_MOST_TARGETS = 3

#: What becomes of things, by the type of change.
_LABELS: Mapping[ChangeType, str] = {
    "removal": "removal",
    "rename": "new name",
    "behavior": "new behavior",
    "default-value": "new default",
    "parameter-removal": "removal of a parameter",
    "parameter-rename": "new name of a parameter",
    "keyword-only": "keyword only",
    "mode-swap": "new meaning of a mode",
    "return-type": "new return type",
    "dependency": "new requirement",
}


class WordingError(Exception):
    """A template cannot be used; the message says which, where and why."""


class Wording:
    """Renders the templates; *overrides* are a project's template folders, first one first."""

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self._folders = [folder / "stability" for folder in overrides] + [assets.templates_dir()]

    @functools.cached_property
    def _environment(self) -> jinja2.Environment:
        """What renders; importing it takes longer than all that a check without a build does."""
        import jinja2.sandbox  # noqa: PLC0415

        environment = jinja2.sandbox.SandboxedEnvironment(
            loader=jinja2.FileSystemLoader(self._folders),
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=False,
            auto_reload=False,  # one build, one text
            autoescape=False,
        )
        environment.filters |= {
            "sentence": _sentence,
            "blocks": _blocks,
            "plain": _plain,
            "links": _links,
            "context": _context,
            "day": day,
            "targets": _targets,
        }
        return environment

    def change(self, template: str, applied: Applied) -> str:
        """Return the text that tells of a change."""
        values = {
            "change": applied.change,
            "phase": applied.phase.name.lower(),
            "parameter": applied.parameter,
            "value": applied.value,
            "end": applied.end,
        }
        return self._render(f"notices/{template}", values)

    def level(
        self,
        standing: Standing,
        feature: Feature | None,
        tracking: str = "",
        parameter: str = "",
    ) -> str:
        """Return the text of a level's admonition, of an object or one of its parameters."""
        return self._render(
            "notices/level",
            {
                "level": standing.level,
                "label": standing.label,
                "context": in_context(standing.when),
                "since": standing.since,
                "feature": feature,
                "tracking": tracking,
                "parameter": parameter,
            },
        )

    def scheduled(self, event: Event, item: Item, now: str = "") -> str:
        """Return the text that tells of a change or plan in the calendar.

        *now* is the level that a feature with a plan has.
        """
        entry = item.entry
        if isinstance(entry, Feature):
            return self._render("calendar/feature", {"feature": entry, "now": now})
        values = {
            "change": entry,
            "label": "soft deprecation" if entry.effective == "never" else _LABELS[entry.type],
            "event": event.name.lower(),
            "end": item.end,
            "phase": item.phase.name.lower(),
            "warns": item.phase >= Phase.WARN,
        }
        return self._render("calendar/change", values)

    def _render(self, template: str, values: Mapping[str, Any]) -> str:
        import jinja2  # noqa: PLC0415

        name = f"{template}.rst"
        try:
            text = self._environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or name}:{error.lineno}"
            raise WordingError(f"{where}: {error.message}") from error
        except Exception as error:  # a project's template may do anything
            raise WordingError(f"{_place(error) or name}: {error}") from error
        # Optional parts leave gaps; the paragraphs after the first are the project's own text.
        first, gap, rest = text.strip().partition("\n\n")
        return " ".join(first.split()) + gap + rest


def day(due: Due | Bound) -> str:
    """Write when something comes: ``on 2025-06-10``, or ``about June 2025`` for a guess."""
    if due.date is None:
        return ""
    month = f"about {_MONTHS[due.date.month - 1]} {due.date.year}"
    return month if due.about else f"on {due.date.isoformat()}"


def _place(error: Exception) -> str:
    """Return the file and line of the template that an error came from."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith(".rst")]
    return f"{inside[-1].filename}:{inside[-1].lineno}" if inside else ""


def _context(when: Mapping[str, str]) -> str:
    """Name the context of a change: ``python >=3.12``."""
    return " and ".join(f"{key} {value}" for key, value in when.items())


def _sentence(text: str) -> str:
    """Return the first paragraph of *text*, with a full stop."""
    first = text.strip().partition("\n\n")[0]
    if first.endswith("::"):  # what announces a literal block does so where that stands
        first = first[:-1]
    if not first or first.endswith((".", "!", "?", ":", "…")):
        return first
    return f"{first}."


def _blocks(text: str) -> str:
    """Return what follows the first paragraph of *text*, set off from what stands before."""
    first, _, rest = text.strip().partition("\n\n")
    mark = "::\n\n" if first.endswith("::") else ""
    return f"\n\n{mark}{rest}" if rest else ""


def _plain(text: object) -> str:
    """Write text that is no reStructuredText so that none of it is taken for markup."""
    return re.sub(r"([\\*`|_<\[\]])", r"\\\1", str(text))


def _link(name: str) -> str:
    """Write a target as a role that shows it without its domain and type."""
    target = Target.parse(name)
    shown = str(replace(target, domain="", objtype=""))
    if "<" in name or "`" in name:  # `std::vector<int>`: no role can tell that from a title
        return f"``{shown}``"
    return f":stability:obj:`{name}`" if shown == name else f":stability:obj:`{shown} <{name}>`"


def _targets(change: Change) -> str:
    """Name what a change is about, the first few as links."""
    names = [_link(str(target)) for target in change.objects]
    names += [f":stability:feature:`{name}`" for name in change.features]
    names += [f"``{document}``" for document in change.documents]
    shown = names[:_MOST_TARGETS]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _links(alternatives: Sequence[Alternative]) -> str:
    """Name the alternatives, those that are targets as links."""
    named = []
    for alternative in alternatives:
        name = _link(alternative.target) if alternative.is_target else str(alternative.target)
        named.append(f"{name} ({alternative.note})" if alternative.note else name)
    return " or ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
