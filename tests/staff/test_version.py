"""Which version this is, told before anything is installed: with its commit, in a work tree and in an archive."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.staff.version import named

PROJECT = Path(__file__).resolve().parents[2]
DESCRIBED = '[project]\nname = "kiosk"\nversion = "1.2"\n'


def git(project: Path, *words: str) -> str:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    return subprocess.run(["git", *who, *words], cwd=project, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A version that git has committed."""
    made = tmp_path / "project"
    (made / "kiosk").mkdir(parents=True)
    (made / "pyproject.toml").write_text(DESCRIBED)
    for name in (".gitattributes", "kiosk/COMMIT"):
        (made / name).write_bytes((PROJECT / name).read_bytes())
    git(made, "init", "-q")
    git(made, "add", ".")
    git(made, "commit", "-qm", "One")
    return made


def test_a_work_tree_tells_its_commit_and_whether_that_is_all(project: Path) -> None:
    commit = git(project, "rev-parse", "--short=10", "HEAD")
    assert named(project) == f"The lobby kiosk, version 1.2, commit {commit}"
    (project / "pyproject.toml").write_text(f"{DESCRIBED}# mine\n")
    assert named(project) == f"The lobby kiosk, version 1.2, commit {commit} with changes"


def test_an_archive_tells_the_commit_it_was_made_of(project: Path, tmp_path: Path) -> None:
    git(project, "archive", "--format=tar", f"--output={tmp_path / 'archive.tar'}", "HEAD")
    (unpacked := tmp_path / "unpacked").mkdir()
    subprocess.run(["tar", "-xf", "../archive.tar"], cwd=unpacked, check=True)
    commit, day = git(project, "log", "-1", "--format=%h %cs").split()
    assert named(unpacked) == f"The lobby kiosk, version 1.2, commit {commit} of {day}"


@pytest.mark.parametrize("told", [b"", b"$Format:%h %cs$", b"abcdef0 2026-11-29\x1b[31m", b"abcdef0\n2026-11-29", b"\xff" * 50, b"a" * 1000, None])
def test_what_is_no_commit_is_not_told(tmp_path: Path, told: bytes | None) -> None:
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "pyproject.toml").write_text(DESCRIBED)
    if told is not None:
        (tmp_path / "kiosk/COMMIT").write_bytes(told)
    assert named(tmp_path) == "The lobby kiosk, version 1.2"


def test_a_git_folder_that_is_none_and_a_machine_without_git_are_no_trouble(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = git(project, "rev-parse", "--short=10", "HEAD")
    for packed in (False, True):
        if packed:
            git(project, "pack-refs", "--all")
        with monkeypatch.context() as alone:
            alone.setenv("PATH", str(project))
            assert named(project) == f"The lobby kiosk, version 1.2, commit {commit}; only git could say whether something was changed since"
    for nonsense in ("nonsense", "", "ref: ../../etc/passwd", "ref: refs/heads/gone", "ref: refs/../HEAD", "\x1b[31m" + "a" * 40):
        (project / ".git/HEAD").write_text(nonsense)
        assert named(project) == "The lobby kiosk, version 1.2"


def test_it_needs_nothing_that_would_have_to_be_installed() -> None:
    done = subprocess.run([sys.executable, "-I", "-S", str(PROJECT / "main.py"), "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The lobby kiosk, version ")
