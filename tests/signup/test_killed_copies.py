"""No copy of what is sealed outlives a command that was killed: the short form of `tests/killed_copies.py`."""

from __future__ import annotations

import killed_copies
import pytest


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("name", killed_copies.COMMANDS)
def test_nothing_is_left_of_a_command_that_is_killed(name: str) -> None:
    assert killed_copies.kill(name, kills=6, seed=3) == set()
