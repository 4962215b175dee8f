"""Run every rule over 40,000 objects on 2,000 pages; print the CPU time.

Usage: ``python rules.py [OBJECTS]``. The rules may cost 1 % of a build's CPU time: ``builds.py``
gives that of a build with a quarter of the objects. Source code is not read here: that is done
once for each module that has changed.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.version import Version

from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import moment
from sphinxext.stability.facts import DocumentFacts, SeenNotice, SeenObject, SeenSection
from sphinxext.stability.findings import Severity
from sphinxext.stability.manifest import load
from sphinxext.stability.notices import Notices
from sphinxext.stability.rules import REGISTRY, Survey, run
from sphinxext.stability.wording import Wording

ON_A_PAGE = 20
HEAD = """format = 1
[project]
name = "bench"
default-level = "stable"
[scheme]
extends = "pytorch"
"""


def manifest(pages: int) -> str:
    """Return a manifest with a feature for each page, and a change for every fifth."""
    entries = [HEAD]
    entries += [
        f'[[releases]]\nversion = "2.{n}"\ndate = {2020 + n // 2}-0{1 + n % 2 * 6}-01\n'
        for n in range(12)
    ]
    for page in range(pages):
        level = ("stable", "beta", "prototype")[page % 3]
        entries.append(
            f'[[features]]\nid = "f{page}"\nlevel = "{level}"\nsince = "2.1"\n'
            f'objects = ["bench.mod{page}.**"]\ntracking = "https://example.org/{page}"\n'
        )
        if page % 5 == 0:
            entries.append(
                f'[[changes]]\nid = "c{page}"\ntype = "removal"\ndeprecated = "2.3"\n'
                f'effective = "2.9"\nobjects = ["bench.mod{page}.function3"]\n'
                f'alternatives = ["bench.mod{page}.function4"]\n'
            )
    return "\n".join(entries)


def document(page: int) -> DocumentFacts:
    """Return the facts of a page: some objects have notices, prose, parameters and types."""
    objects = [
        SeenObject(
            "py",
            "function",
            f"bench.mod{page}.function{number}",
            f"bench.mod{page}.function{number}",
            line=10 * number,
            notices=(SeenNotice("text", "", "This function is in beta.", 10 * number + 2),)
            if number == page % ON_A_PAGE
            else (),
            parameters=("first", "second"),
            references=(f"bench.mod{(page + 1) % 100}.function{number}", "numpy.ndarray"),
        )
        for number in range(ON_A_PAGE)
    ]
    return DocumentFacts((SeenSection(labels=(f"page {page}",)),), tuple(objects))


def main(count: int) -> None:
    """Measure, and print."""
    pages = count // ON_A_PAGE
    with TemporaryDirectory() as folder:
        path = Path(folder, "stability.toml")
        path.write_text(manifest(pages), encoding="utf-8")
        read = load([path], {})
    catalogue = Catalogue(read, moment(read, Version("2.6"), dt.date(2023, 2, 1)))
    facts = {f"page{page}": document(page) for page in range(pages)}
    documents = {name: (seen, catalogue.document(name, seen)) for name, seen in facts.items()}
    on = dict.fromkeys(REGISTRY, Severity.WARNING)
    for title, chosen in (("defaults", {}), ("all rules", on)):
        survey = Survey(catalogue, Notices(Wording()), documents, "check", is_known=lambda _: False)
        start = time.process_time()
        found = run(survey, chosen)
        took = time.process_time() - start
        print(f"{title}: {len(found)} findings of {count:,} objects in {took:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40_000)
