"""Whatever the system has against it, a command says so in a sentence, also where the error names no file, and where nobody can be told."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.files.regular import NotReadError, reason, why
from kiosk.files.rename import put_where_nothing_is
from kiosk.signup.keys import try_out_key
from kiosk.staff.care.backup import told
from kiosk.staff.commands import key
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main

PROJECT = Path(__file__).resolve().parents[3]
NUMBERS = st.sampled_from(sorted(errno.errorcode))
ERRORS = st.one_of(
    st.builds(lambda number: OSError(number, os.strerror(number)), NUMBERS),
    st.builds(lambda number, name: OSError(number, os.strerror(number), name), NUMBERS, st.sampled_from(["a b", b"c\xff", 7, Path("d")])),
    st.builds(lambda number: OSError(number, os.strerror(number), "one", None, "other"), NUMBERS),
    st.builds(lambda number: NotReadError(number, Path("f"), "This is wrong.", "Do that."), NUMBERS),
    st.builds(OSError, st.text(min_size=1).filter(str.strip)),
    st.just(OSError()),
    st.just(OSError(None, None)),
    st.just(shutil.Error([("a", "b", "Permission denied")])),
)


@given(error=ERRORS)
def test_every_error_has_words(error: OSError) -> None:
    assert why(error).strip()
    assert reason(error).startswith(why(error))
    if "None" not in str(error.args):
        assert "None" not in reason(error)


def says(run: Callable[[OSError], object]) -> Callable[[OSError], None]:
    def check(error: OSError) -> None:
        with pytest.raises(ExpectedError) as raised:
            run(error)
        said = str(raised.value)
        assert "None" not in said
        assert "[Errno" not in said
        assert said.rstrip().endswith(".")

    return check


def refuse(error: OSError) -> Callable[..., str]:
    def run(*_: object, **__: object) -> str:
        raise error

    return run


def of_keys(error: OSError) -> None:
    line = argparse.Namespace(data=Path("/data"), name="", key=None, takes_key=False, passphrase_fd=None, yes=False, named=False)
    key._with_keys(line, refuse(error))


def of_a_backup(error: OSError) -> None:
    with told("The backup cannot be written"):
        raise error


@pytest.mark.parametrize("run", [of_keys, of_a_backup])
@given(number=NUMBERS, name=st.sampled_from([None, "a", b"b\xff"]))
def test_every_error_of_the_disk_is_a_sentence(run: Callable[[OSError], None], number: int, name: str | bytes | None) -> None:
    error = OSError(number, os.strerror(number), name) if name else OSError(number, os.strerror(number))
    says(run)(error)


@pytest.mark.parametrize("command", [["key", "list"], ["signups", "waiting"], ["--help"]])
@pytest.mark.parametrize(("where", "code", "words"), [
    (">/dev/full", 1, "The output of this command could not be written: No space left on device."), (">&-", 0, ""), ("| true", 0, ""),
    (">/dev/full 2>&1", 1, ""), (">&- 2>&-", 0, ""),
])  # fmt: skip
def test_where_nobody_can_be_told_that_is_no_fault(tmp_path: Path, command: list[str], where: str, code: int, words: str) -> None:
    try_out_key.make_try_out(tmp_path / "keys", datetime.now(tz=UTC).date())
    (tmp_path / "drawer").mkdir()
    data = [] if command == ["--help"] else ["--data", str(tmp_path)]
    script = f'set -o pipefail; "$0" -m kiosk.staff "$@" {where}'
    done = subprocess.run(["bash", "-c", script, sys.executable, *command, *data], cwd=PROJECT, stderr=subprocess.PIPE, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "None" not in done.stderr
    if command == ["key", "list"]:
        assert (done.returncode, words in done.stderr) == (code, True), done


# -- two at once ------------------------------------------------------------------------------------------------------


def test_of_two_that_take_one_name_the_second_is_told(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).write_text(name)
    put_where_nothing_is(tmp_path / "one", tmp_path / "out")
    with pytest.raises(FileExistsError):
        put_where_nothing_is(tmp_path / "other", tmp_path / "out")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out": "one", "other": "other"}


@pytest.mark.parametrize("links", [True, False])
def test_also_where_the_file_system_has_no_step_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    monkeypatch.setattr("kiosk.files.rename.NO_REPLACE", 1 << 20)
    if not links:
        monkeypatch.setattr(os, "link", refuse(PermissionError(errno.EPERM, "no second names")))
    test_of_two_that_take_one_name_the_second_is_told(tmp_path)


def test_two_backups_to_one_name_at_once_are_one_backup_and_a_refusal(tmp_path: Path) -> None:
    try_out_key.make_try_out(tmp_path / "data" / "keys", datetime.now(tz=UTC).date())
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yaml").write_text("name: The clinic\n")
    place = ["--data", str(tmp_path / "data"), "--content", str(tmp_path / "content")]
    command = [sys.executable, "-m", "kiosk.staff", "backup", str(tmp_path / "out.zip"), *place]
    both = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1], told
    assert "is there already" in "".join(told)
    assert main(["restore", str(tmp_path / "out.zip"), *place, "--replace"]) == 0
    assert {path.name for path in tmp_path.iterdir() if "out" in path.name} == {"out.zip"}
