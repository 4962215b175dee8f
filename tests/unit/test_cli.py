"""The command line as a whole: help, wrong usage, and what the outside does to it."""

from __future__ import annotations

import importlib
import os
import shlex
import signal
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sphinxext.stability import __version__, cli

COMMAND = [sys.executable, "-m", "sphinxext.stability"]
#: Five thousand findings: more than a pipe holds.
MANY = "format = 1\n[scheme]\nextends = 'pytorch'\n" + "".join(
    f"[[changes]]\nid = 'C-{n}'\ntype = 'removal'\n" for n in range(5000)
)

#: Longer than file systems allow.
LONG = "x" * 300
ON_POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="the command lines are written for a POSIX shell"
)


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", cli.NAMES)
def test_help_has_an_example_of_each_command(name: str) -> None:
    whole, own = run("--help"), run(name, "--help")
    assert (whole.returncode, whole.stderr, own.returncode, own.stderr) == (0, "", 0, "")
    for example in cli.load(name).examples:
        assert f"  {example.line}\n      {example.does}\n" in own.stdout
    assert f"  {cli.load(name).examples[0].line}\n" in whole.stdout
    status = "Exit status: 0 clean, 1 findings, 2 wrong usage or input that cannot be read."
    assert own.stdout.endswith(f"{status}\n")


@pytest.mark.parametrize("name", cli.NAMES)
def test_examples_are_understood(name: str) -> None:
    understood = []
    command = cli.load(name)
    for example in command.examples:
        program, *arguments = shlex.split(example.line)
        assert program == cli.PROGRAM
        chosen = cli._parser([command]).parse_args(arguments)
        understood.append(chosen.command)
    assert understood == [name] * len(command.examples)
    assert command.name == name


def test_the_program_tells_its_version() -> None:
    assert run("--version").stdout == f"sphinx-stability {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND"),
        (
            ["chekc"],
            (
                "`chekc` is not a command: init, check, status, rule, baseline, inventory, schema. "
                "Did you mean `check`?"
            ),
        ),
        (["baseline"], "the following arguments are required: FINDINGS.json"),
        (["check", "--severty=all=off"], "unrecognized arguments: --severty=all=off"),
        (["check", "--vers=2.7"], "unrecognized arguments: --vers=2.7"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].partition("error: ")[2] == message


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`check | head` ends without a word, and with the status of the findings."""
    path = tmp_path / "many.toml"
    path.write_text(MANY)
    command = [*COMMAND, "check", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().endswith(b" [contradictory-state]\n")
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert said.startswith("5000 warnings in 0 features and 5000 changes (as of ")
    assert said.count("\n") == 1


def test_help_for_a_reader_that_goes_away() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write) as pipe:
        done = subprocess.run(
            [*COMMAND, "check", "--help"], stdout=pipe, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_device_is_told_of() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "rule"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "the standard output cannot be written: No space left on device\n"


def closed(stream: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command with a standard stream closed, as ``>&-`` does in a shell."""
    # In the child, so that no other file takes its number.
    line = f'exec "$@" {stream}&-'
    command = ["sh", "-c", line, "sh", *COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@ON_POSIX
def test_a_closed_output_is_told_of(manifest: Path) -> None:
    done = closed(">", "rule")
    assert (done.returncode, done.stderr) == (
        2,
        "the standard output cannot be written: it is closed\n",
    )
    target = manifest.with_name("found.txt")
    done = closed(">", "check", manifest, "-o", target)
    assert (done.returncode, done.stderr.partition(" in ")[0]) == (1, "1 warning")
    assert target.read_text().endswith(" [contradictory-state]\n")


@ON_POSIX
def test_notes_that_nobody_can_read_are_no_results(manifest: Path) -> None:
    done = closed("2>", "check", manifest)
    assert (done.returncode, done.stdout) == (1, run("check", manifest).stdout)


@ON_POSIX
def test_a_closed_input_is_told_of() -> None:
    done = closed("<", "baseline", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "the standard input cannot be read: it is closed\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to one process")
def test_an_interrupt_leaves_no_traceback() -> None:
    """It waits for its standard input when the signal comes."""
    program = (
        "import os, signal, sys, threading\n"
        "from sphinxext.stability import cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell may have it ignored
        "read = sys.stdin.buffer.read\n"
        "class Stdin:\n"
        "    class buffer:\n"
        "        @staticmethod\n"
        "        def read():\n"
        f"            os.kill(os.getpid(), {int(signal.SIGINT)})\n"
        "            return read()\n"
        "sys.stdin = Stdin\n"
        "sys.exit(cli.main(['baseline', '-']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input="", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Return a manifest with a finding."""
    path = tmp_path / "stability.toml"
    path.write_text("format = 1\n[[changes]]\nid = 'C-1'\ntype = 'removal'\n")
    return path


def test_a_file_is_written_whole(manifest: Path) -> None:
    target = manifest.with_name("found.txt")
    target.write_text("before")
    done = run("check", manifest, "-o", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert target.read_text().endswith(" [contradictory-state]\n")
    assert {path.name for path in manifest.parent.iterdir()} == {"stability.toml", "found.txt"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is a directory; name a file in it"),
        ("nowhere/found.txt", "cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_told(manifest: Path, name: str, message: str) -> None:
    target = manifest.parent / name
    done = run("check", manifest, "-o", target)
    assert (done.returncode, done.stderr) == (2, f"{target}: {message}\n")
    assert [path.name for path in manifest.parent.iterdir()] == ["stability.toml"]


@pytest.mark.parametrize(
    "arguments",
    [["check", LONG], ["check", "{}", "-o", LONG], ["check", "--previous", LONG], ["init", LONG]],
)
def test_a_name_that_no_file_can_have(manifest: Path, arguments: list[str]) -> None:
    done = run(*(argument.format(manifest) for argument in arguments), cwd=manifest.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.replace("cannot be read: ", "") == f"{LONG}: File name too long\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_written_to_and_stays_one(manifest: Path) -> None:
    """As a device does, such as ``/dev/null``."""
    pipe = manifest.with_name("pipe")
    os.mkfifo(pipe)
    with subprocess.Popen(
        [*COMMAND, "check", str(manifest), "-o", str(pipe)], stderr=subprocess.DEVNULL
    ):
        assert pipe.read_text().endswith(" [contradictory-state]\n")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no such names")
def test_a_pipe_without_a_name_is_written_to(manifest: Path) -> None:
    """As ``-o /dev/stdout | …`` and ``-o >(…)`` in a shell have it."""
    done = run("check", manifest, "-o", "/dev/stdout")
    assert (done.returncode, done.stdout) == (1, run("check", manifest).stdout)
    assert done.stderr.startswith("1 warning in ")


def test_a_link_stays_one(manifest: Path) -> None:
    real, link = manifest.with_name("real.txt"), manifest.with_name("link.txt")
    real.write_text("before")
    link.symlink_to(real)
    run("check", manifest, "-o", link)
    assert link.is_symlink()
    assert real.read_text().endswith(" [contradictory-state]\n")


def test_the_installed_command_is_this_one() -> None:
    """The wheel makes it of what ``pyproject.toml`` names."""
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    scripts = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["scripts"]
    assert list(scripts) == [cli.PROGRAM]
    module, _, name = scripts[cli.PROGRAM].partition(":")
    assert getattr(importlib.import_module(module), name) is cli.main


def test_a_result_is_not_written_over_what_it_is_made_of(tmp_path: Path) -> None:
    manifest = tmp_path / "stability.toml"
    manifest.write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "link.toml").symlink_to(manifest)
    for name in ("stability.toml", "link.toml"):
        done = run("check", "stability.toml", "-o", name, cwd=tmp_path)
        told = f"{name}: is what the result is made of; name another file\n"
        assert (done.returncode, done.stderr) == (2, told)
    assert manifest.read_text(encoding="utf-8") == "format = 1\n"


def test_a_baseline_takes_the_place_of_a_baseline_only(tmp_path: Path) -> None:
    report = '{"format": 1, "findings": []}'
    (tmp_path / "findings.json").write_text(report, encoding="utf-8")
    (tmp_path / "conf.py").write_text("project = 'x'\n", encoding="utf-8")
    done = run("baseline", "findings.json", "-o", "conf.py", cwd=tmp_path)
    told = "conf.py: is no baseline; name another file, or remove it\n"
    assert (done.returncode, done.stderr) == (2, told)
    assert (tmp_path / "conf.py").read_text(encoding="utf-8") == "project = 'x'\n"
    for _ in range(2):
        done = run("baseline", "findings.json", "-o", "known.json", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "0 findings accepted\n")
