"""Match 1,000 patterns against 40,000 names: the index against a loop of ``fnmatch``.

Three kinds of patterns, a third each: exact names, ``module.*`` and ``module.**``.
"""

from __future__ import annotations

import fnmatch
import time

from sphinxext.stability.matching import TargetIndex
from sphinxext.stability.targets import Target

NAMES = [f"torch.mod{i % 400}.Class{i % 77}.method{i}" for i in range(40_000)]


def patterns() -> list[str]:
    """Return 1,000 targets."""
    exact = NAMES[:: len(NAMES) // 334][:334]
    stars = [f"torch.mod{i}.Class*.method{i}" for i in range(333)]
    deep = [f"torch.mod{i}.Class{i % 77}.**" for i in range(333)]
    return [*exact, *stars, *deep]


def by_fnmatch(targets: list[str]) -> int:
    """Count the matches with a loop; `*` may cross segments there, so it may find more."""
    globs = [target.replace("**", "*") for target in targets]
    return sum(fnmatch.fnmatchcase(name, glob) for name in NAMES for glob in globs)


def by_index(targets: list[str]) -> int:
    """Count the matches with the index, its making included."""
    index: TargetIndex[str] = TargetIndex()
    for target in targets:
        index.add(Target.parse(target), target)
    return sum(len(index.match("py", "method", name)) for name in NAMES)


def main() -> None:
    """Measure and print."""
    targets = patterns()
    times = []
    for count in (by_fnmatch, by_index):
        start = time.process_time()
        found = count(targets)
        times.append(time.process_time() - start)
        print(f"{count.__name__}: {times[-1]:.2f} s CPU, {found:,} matches")
    print(f"the index takes 1/{times[0] / times[1]:.0f} of the loop")


if __name__ == "__main__":
    main()
