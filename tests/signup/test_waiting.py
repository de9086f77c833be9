"""Waiting after wrong passphrases: it grows, it decays, it outlives a restart, and nobody is kept out for good."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kiosk.signup.keys import waiting
from kiosk.signup.keys.waiting import FILE, HALVED_AFTER, Tries, Waiting, end_waiting, pause

NAMES = ("Ana", "Bob")
DAY = 24 * 3600
THEN = 1_800_000_000.0


class Wall:
    """A wall clock that is set by hand."""

    def __init__(self) -> None:
        self.now = THEN

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def counted(tmp_path: Path, wall: Wall) -> Waiting:
    return Waiting(tmp_path / "keys", wall)


def tries(counted: Waiting, times: int, name: str = "Ana") -> list[float]:
    """So many wrong ones without a pause; what each of them costs."""
    return [counted.seconds(name, NAMES) for _ in range(times) if counted.count(name, NAMES)]


def test_from_the_fifth_on_one_waits_twice_as_long_each_time_a_quarter_of_an_hour_at_most(counted: Waiting) -> None:
    assert tries(counted, 12) == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_each_name_waits_for_itself_and_strangers_wait_together(counted: Waiting) -> None:
    tries(counted, 5, "Ana")
    tries(counted, 3, "Eve")
    tries(counted, 3, "Mallory")
    assert [counted.seconds(name, NAMES) for name in ("Ana", " aNA ", "Bob", "Eve", "Zoe")] == [30, 30, 0, 60, 60]


def test_the_count_halves_for_each_quarter_of_an_hour_without_a_try(counted: Waiting, wall: Wall) -> None:
    tries(counted, 8)
    wall.now += HALVED_AFTER
    assert counted.count("Ana", NAMES) == 5
    wall.now += 2 * HALVED_AFTER
    assert counted.count("Ana", NAMES) == 2
    wall.now += 30 * DAY
    assert counted.count("Ana", NAMES) == 1


def test_one_wrong_try_per_quarter_of_an_hour_keeps_nobody_out(counted: Waiting, wall: Wall) -> None:
    for _ in range(200):
        counted.count("Ana", NAMES)
        assert counted.seconds("Ana", NAMES) == 0
        wall.now += HALVED_AFTER


def test_a_restart_forgets_nothing(counted: Waiting, wall: Wall, tmp_path: Path) -> None:
    tries(counted, 6)
    wall.now += 10
    again = Waiting(tmp_path / "keys", wall)
    assert again.seconds("Ana", NAMES) == 50
    assert (tmp_path / "keys" / FILE).stat().st_mode & 0o777 == 0o600


def test_a_right_passphrase_ends_the_waiting_of_all_also_one_at_the_console(counted: Waiting, tmp_path: Path) -> None:
    for end in (counted.end, lambda: end_waiting(tmp_path / "keys")):
        for name in (*NAMES, "Eve"):
            tries(counted, 9, name)
        end()
        assert [counted.seconds(name, NAMES) for name in (*NAMES, "Eve")] == [0, 0, 0]
        assert counted.count("Ana", NAMES) == 1


def test_a_clock_that_goes_back_makes_nobody_wait_longer_than_a_quarter_of_an_hour(counted: Waiting, wall: Wall, tmp_path: Path) -> None:
    tries(counted, 10)
    wall.now = 0.0
    assert counted.seconds("Ana", NAMES) == 900
    wall.now += 600
    assert Waiting(tmp_path / "keys", wall).seconds("Ana", NAMES) == 300
    wall.now += 300
    assert counted.seconds("Ana", NAMES) == 0


# -- the file ----------------------------------------------------------------------------------------------------------------


def a_fifo(file: Path) -> None:
    os.mkfifo(file)


def a_link(file: Path) -> None:
    file.symlink_to("/dev/zero")


def a_folder(file: Path) -> None:
    file.mkdir()


def nothing(file: Path) -> None:
    """No file."""


@pytest.mark.parametrize(
    "spoil",
    [
        nothing, a_fifo, a_link, a_folder,
        *(
            pytest.param(lambda file, text=text: file.write_bytes(text), id=text.decode(errors="replace")[:30])
            for text in (
                b"", b"{", b"\xff\xfe", b"[1, 2]", b'{"ana": 5}', b'{"ana": {"count": -5, "at": 0}}', b'{"ana": {"count": 1e400, "at": 0}}',
                b'{"ana": {"count": 5, "at": NaN}}', b'{"ana": {"count": 5, "at": null}}', b"[" * 60_000, b'{"x": ' + b"9" * 100_000 + b"}",
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours_counts_nothing_and_counting_goes_on(
    counted: Waiting, wall: Wall, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    file = tmp_path / "keys" / FILE
    file.parent.mkdir()
    spoil(file)
    assert counted.seconds("Ana", NAMES) == 0
    assert tries(counted, 6)[-1] == 60
    counted.end()
    assert counted.seconds("Ana", NAMES) == 0


@pytest.mark.parametrize("text", [b'{"ana": {"count": 999999999999, "at": 1e300}}', b'{"ana": {"count": 999999999999, "at": 1800000000}}'])
def test_no_file_makes_anybody_wait_for_more_than_a_quarter_of_an_hour(counted: Waiting, wall: Wall, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / FILE).write_bytes(text)
    assert counted.seconds("Ana", NAMES) == 900
    wall.now += 900
    assert counted.seconds("Ana", NAMES) == 0
    assert counted.count("Ana", NAMES) <= 10


def test_names_that_nobody_has_any_more_do_not_stay_in_the_file(counted: Waiting, tmp_path: Path) -> None:
    tries(counted, 5, "Bob")
    counted.count("Ana", ("Ana",))
    assert b"bob" not in (tmp_path / "keys" / FILE).read_bytes()


@pytest.mark.parametrize("before", [0, 3])
def test_where_nothing_can_be_written_the_count_is_kept_in_memory(
    counted: Waiting, wall: Wall, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    tries(counted, before)
    with monkeypatch.context() as patched:
        patched.setattr(waiting, "write_own", full)
        assert tries(counted, 6 - before)[-1] == 60
        wall.now += HALVED_AFTER
        assert counted.count("Ana", NAMES) == 4
    assert counted.count("Ana", NAMES) == 5


# -- what it is worth ------------------------------------------------------------------------------------------------------


@cache
def most(count: int, seconds: int) -> int:
    """The most tries that anybody can have within so many seconds, right after the try that made the count what it is."""
    waits = {int(pause(count)), *(int(HALVED_AFTER) * quarters for quarters in range(1, 5))}
    allowed = [wait for wait in waits if pause(count) <= wait <= seconds]
    return max((1 + most(Tries(count, 0.0).left(wait) + 1, seconds - wait) for wait in allowed), default=0)


def best(seconds: int) -> dict[int, int]:
    """The same for every count, worked out from the shortest time on."""
    for each in range(0, seconds + 1, 30):
        found = {count: most(count, each) for count in range(10, 0, -1)}
    return found


def test_nobody_has_more_tries_a_day_than_is_stated_however_cleverly_they_wait() -> None:
    found = best(DAY)
    assert 300 < 1 + found[1] < 400
    assert max(1 + found[1] - found[count] for count in range(1, 11)) <= 9, "what a sign-in by staff gives them besides"


def test_whoever_tries_as_soon_as_it_is_allowed_has_fewer_still(counted: Waiting, wall: Wall) -> None:
    done = 0
    while wall.now < THEN + DAY:
        counted.count("Ana", NAMES)
        done += 1
        wall.now += counted.seconds("Ana", NAMES)
    assert done < 400


def test_the_longest_wait_is_long_enough_for_the_count_to_come_down() -> None:
    assert pause(1000) == waiting.LONGEST_WAIT <= HALVED_AFTER
