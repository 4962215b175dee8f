"""`sphinx-stability init`: what it writes, finds and tells to add; all of it works as it is."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import sphinx

from sphinxext.stability.cli import main, project, starter
from sphinxext.stability.manifest import load

Init = Callable[..., tuple[int, str, str]]

PRESETS = ["", *starter.presets()]


@pytest.fixture
def init(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Init:
    """Run `init` in an empty folder; returns status, output and what is said beside it."""
    monkeypatch.chdir(tmp_path)

    def init(*arguments: str) -> tuple[int, str, str]:
        status = main(["init", *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return init


def _write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def test_name_and_version_are_found_and_told(init: Init) -> None:
    _write(
        {
            "pyproject.toml": '[project]\nname = "demo-lib"\nversion = "1.4.dev3"\n',
            "docs/conf.py": 'extensions = ["myst_parser"]\nproject = "Demo"\n',
        }
    )
    assert init("docs") == (
        0,
        "",
        (
            "docs/stability.toml: written\n"
            "name Demo: from docs/conf.py\n"
            "version 1.4: from pyproject.toml\n"
            "\n"
            "Add to docs/conf.py:\n"
            "\n"
            '    extensions += ["sphinxext.stability"]\n'
            '    release = "1.4"\n'
        ),
    )
    manifest = load([Path("docs/stability.toml")])
    assert (manifest.project.name, manifest.project.default_level) == ("Demo", "stable")
    assert [level.id for level in manifest.scheme.levels] == ["stable", "beta", "experimental"]
    text = Path("docs/stability.toml").read_text(encoding="utf-8")
    assert '#since = "1.4"\n#objects = ["demo.example"]\n' in text
    assert max(map(len, text.splitlines())) <= 100


def test_nothing_is_told_that_is_there(init: Init) -> None:
    conf = 'project = "demo"\nversion = "2.1"\nrelease = version\nextensions = [\n'
    _write({"conf.py": f'{conf}    "sphinxext.stability",\n]\n'})
    assert init() == (
        0,
        "",
        (
            "stability.toml: written\n"
            "name demo: from conf.py\n"
            "version 2.1: from conf.py\n"
            "conf.py needs no change\n"
        ),
    )


def test_a_manifest_elsewhere_is_named_in_conf(init: Init) -> None:
    """That of the docs is found from the top of the repository."""
    _write({"docs/source/conf.py": 'project = "demo"\nrelease = read_version()\n'})
    status, _, said = init()
    assert status == 0
    assert said.endswith(
        "version: in neither conf.py nor pyproject.toml as plain text; examples say 1.0\n"
        "\n"
        "Add to docs/source/conf.py:\n"
        "\n"
        '    extensions = ["sphinxext.stability"]\n'
        '    stability_manifest = "../../stability.toml"\n'
    )


def test_without_anything_to_find(init: Init) -> None:
    assert init()[2] == (
        "stability.toml: written\n"
        "name: in neither conf.py nor pyproject.toml as plain text; give it in [project]\n"
        "version: in neither conf.py nor pyproject.toml as plain text; examples say 1.0\n"
        "\n"
        "Add to conf.py beside stability.toml:\n"
        "\n"
        '    extensions = ["sphinxext.stability"]\n'
    )
    assert '#name = "the-project"\n' in Path("stability.toml").read_text(encoding="utf-8")


def test_nothing_is_ever_overwritten(init: Init) -> None:
    _write({"stability.toml": "mine"})
    expected = (
        "exists already, and is never overwritten; move it away, or name another file with -o\n"
    )
    assert init() == (2, "", f"stability.toml: {expected}")
    assert init("-o", "stability.toml")[0] == 2
    Path("link.toml").symlink_to("nowhere")
    assert init("-o", "link.toml") == (2, "", f"link.toml: {expected}")
    assert Path("stability.toml").read_text(encoding="utf-8") == "mine"
    assert init("-o", "other.toml")[0] == 0


def test_the_standard_output_gets_the_manifest_alone(init: Init) -> None:
    status, text, said = init("-o", "-", "--preset", "rust")
    assert (status, list(Path.cwd().iterdir())) == (0, [])
    assert text.startswith("# What the project promises of its parts.")
    assert 'extends = "rust"' in text
    assert "written" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: there is no such folder"),
        (["-o", "nowhere/a.toml"], "nowhere/a.toml: cannot be written: No such file or directory"),
        (["--preset", "pytorhc"], f"`pytorhc` is not a preset: {', '.join(PRESETS[1:])}. Did you"),
    ],
)
def test_wrong_usage(init: Init, arguments: list[str], message: str) -> None:
    status, output, said = init(*arguments)
    assert (status, output, said.count("\n")) == (2, "", 1)
    assert said.startswith(message)
    assert list(Path.cwd().iterdir()) == []


def test_presets_are_listed_with_their_titles(init: Init) -> None:
    status, text, said = init("--list-presets")
    assert (status, said) == (0, "")
    assert [line.split()[0] for line in text.splitlines()] == PRESETS[1:]
    assert "\nrust           Rust: the stability attributes of the standard library.\n" in text
    assert all(line.endswith(".") for line in text.splitlines())


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("examples", ["kept", "uncommented"])
def test_a_starter_is_clean_and_builds(
    init: Init, capsys: pytest.CaptureFixture[str], preset: str, examples: str
) -> None:
    """With a ``conf.py`` that has what it tells to add; so do its examples."""
    _write(
        {
            "pyproject.toml": '[project]\nname = "demo"\nversion = "1.4"\n',
            "conf.py": 'exclude_patterns = ["_build"]\n',
            "index.rst": "Demo\n====\n\n.. py:function:: demo.example()\n"
            ".. py:function:: demo.old_function()\n.. py:function:: demo.new_function()\n",
        }
    )
    status, _, said = init("--preset", preset)
    assert status == 0
    with Path("conf.py").open("a") as conf:
        conf.writelines(f"{line}\n" for line in re.findall(r"^    (.+)$", said, re.MULTILINE))
    path = Path("stability.toml")
    if examples == "uncommented":
        path.write_text(
            re.sub(r"^#(?! )", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        )
        assert len(load([path]).features) == len(load([path]).changes) == 1
    assert main(["check", "--version", "1.4"]) == 0, capsys.readouterr().out
    built = sphinx(Path.cwd(), "-W")
    assert (built.returncode, built.stderr) == (0, "")


CONF_TEXTS = [
    ("project = 'a'", {"project": "a"}),
    ("version = release = '1'", {"version": "1", "release": "1"}),
    ("version: str = '1'\nrelease = version", {"version": "1", "release": "1"}),
    ("project = 'a'\nproject = f()", {}),
    ("project = 'a'\nproject += ' Docs'", {"project": "a"}),
    ("project += ' Docs'", {}),
    ("version = '1'\nversion += '.dev'\nrelease = version", {}),
    ("project = f'{x}'\nrelease = 1.2", {}),
    ("project = 'a\\nb'", {}),
    ("project = '\\ud800'", {}),
    ("def f():\n    project = 'a'", {}),
    ("project = (", {}),
    ("\0", {}),
    ("project = " + "(" * 5000, {}),
]


@pytest.mark.parametrize(("text", "expected"), CONF_TEXTS)
def test_conf_is_read_and_never_run(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    path = tmp_path / "conf.py"
    path.write_text(f"{text}\n", encoding="utf-8")
    conf = project.read_conf(path)
    assert conf is not None
    assert conf.texts == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extensions = ['sphinxext.stability']", True),
        ("extensions = []\nextensions += ['a', 'sphinxext.stability']", True),
        ("extensions = []\nextensions.append('sphinxext.stability')", True),
        ("extensions = []\nextensions.extend(['a', 'sphinxext.stability'])", True),
        ("extensions = []\nextensions.insert(0, 'sphinxext.stability')", True),
        ("extensions = []\nextensions.append('sphinx.ext.autodoc')", False),
        ("extensions = []\nothers.append('sphinxext.stability')", False),
        ("extensions = []\nextensions.remove('sphinxext.stability')", False),
    ],
)
def test_the_extension_is_seen_where_it_is_listed(
    tmp_path: Path, text: str, *, expected: bool
) -> None:
    path = tmp_path / "conf.py"
    path.write_text(f"{text}\n", encoding="utf-8")
    conf = project.read_conf(path)
    assert conf is not None
    assert conf.has_extension is expected


def test_what_python_warns_of_in_conf_is_not_told(tmp_path: Path) -> None:
    """An invalid escape, say, which a regular expression in a text may well have."""
    path = tmp_path / "conf.py"
    path.write_text("project = 'a'\nexclude = '\\d' if 1 is 1 else ''\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        conf = project.read_conf(path)
    assert conf is not None
    assert conf.texts == {"project": "a"}


@pytest.mark.parametrize(
    "text", ["", "project = 1", "[project]\nname = 1\nversion = 2", "[", "\udcff"]
)
def test_a_pyproject_that_says_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert project.find(tmp_path) == project.Project()


def test_the_search_ends_at_the_top_of_the_repository(tmp_path: Path) -> None:
    top = tmp_path / "top"
    docs = top / "a" / "b" / "docs"
    docs.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "above"\n')
    (top / "pyproject.toml").write_text('[project]\nname = "top"\n')
    assert project.find(docs).name == ""  # no repository: only the folder above is looked at
    (top / ".git").mkdir()
    assert project.find(docs).name == "top"
    (top / "pyproject.toml").unlink()
    assert project.find(docs).name == ""


@pytest.mark.parametrize("name", ['a "quoted" \\ name', "日本語", "x" * 60, "𝔘"])
def test_any_name_can_be_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / "stability.toml"
    path.write_text(starter.manifest(name, None), encoding="utf-8")
    assert load([path]).project.name == name
