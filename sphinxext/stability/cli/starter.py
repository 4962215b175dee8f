"""The text of a first manifest."""

from __future__ import annotations

import msgspec
from packaging.version import Version

from sphinxext.stability import assets
from sphinxext.stability.manifest import load

_HEAD = """\
# What {project} promises of its parts. Lines that begin with # and no blank after it are examples:
# take the # away, and write your own. `sphinx-stability check` tells what is wrong.
format = 1

[project]
{name}
{default}
"""

_OWN = """
# The levels; the higher the rank, the more stable. `sphinx-stability init --list-presets` names
# those of other projects: `[scheme]` with `extends = "pytorch"` would take their place.
[[scheme.levels]]
id = "stable"
rank = 30
summary = "It stays as it is; what must change is deprecated first."
backward-compatible = true
color = "green"

[[scheme.levels]]
id = "beta"
rank = 20
summary = "It works and is documented, but may still change."
backward-compatible = false
window = "none"                         # its changes need no notice
color = "amber"

[[scheme.levels]]
id = "experimental"
rank = 10
summary = "It is there to be tried, and may change or go away at any time."
backward-compatible = false
admonition = "warning"                  # which stands at what has this level
window = "none"
color = "violet"

# How long users are warned before something stable breaks.
[policy.windows]
default = {{ releases = 2, days = 180 }}
"""

_PRESET = """
# The levels {levels}, what they promise, and how long users are warned.
[scheme]
extends = "{preset}"
"""

_EXAMPLES = """
# What has which level. An object means its members, too.
#[[features]]
#id = "example-feature"
#level = "{level}"
#since = "{version}"
#objects = ["{module}.example"]
#tracking = "https://example.org/issues/1"

# What will change or go away. Without `effective`, the policy says when at the earliest.
#[[changes]]
#id = "C-1"
#type = "removal"
#objects = ["{module}.old_function"]
#deprecated = "{version}"
#alternatives = ["{module}.new_function"]
#reason = "The name tells nobody what it does."

# The releases, with which windows are counted; a planned one has no date.
#[[releases]]
#version = "{version}"
"""


def presets() -> dict[str, str]:
    """Return the presets by name, with the title at the top of their files."""
    found = {}
    for path in assets.PRESETS.glob("*.toml"):
        title = path.read_text(encoding="utf-8").partition("\n#\n")[0]
        found[path.stem] = " ".join(title.replace("\n# ", " ").removeprefix("# ").split())
    return dict(sorted(found.items()))


def manifest(name: str, version: Version | None, preset: str = "") -> str:
    """Return a manifest with comments and examples; *preset* is one of :func:`presets`."""
    default, level, scheme = 'default-level = "stable"', "beta", _OWN.format()
    if preset:
        given = load([assets.PRESETS / f"{preset}.toml"])
        ranked = sorted(given.scheme.levels, key=lambda one: -one.rank)
        default = f'#default-level = "{ranked[0].id}"'
        if given.project.default_level:
            default = (
                f'# What is not listed is "{given.project.default_level}", as the preset says.'
            )
        level = ranked[-1].id
        scheme = _PRESET.format(levels=_listed([one.id for one in ranked]), preset=preset)
    if default.startswith(("default", "#default")):
        default = f"{default:40}# what is not listed is of this level"
    project = name or "the project"
    head = _HEAD.format(project=project, name=_name(name), default=default)
    module = name.lower().replace("-", "_")
    module = module if module.isidentifier() else "package"
    shown = str(version or "1.0")
    return head + scheme + _EXAMPLES.format(level=level, version=shown, module=module)


def _name(name: str) -> str:
    # A JSON text is one of TOML, but for what `find` leaves out: what cannot be printed.
    return f"name = {msgspec.json.encode(name).decode()}" if name else '#name = "the-project"'


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
