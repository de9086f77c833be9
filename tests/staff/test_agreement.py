"""What counts as a yes at the terminal, and what is asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.staff.confirmation import agreed
from kiosk.terminal import guard

ANSWERS: list[tuple[str, list[str], bool, int]] = [
    *(("yes", [yes], True, 0) for yes in ("y", "yes", "Y", " Yes ", "sí", "SÍ", "si", "s")),
    *(("yes", [no], False, 0) for no in ("", "n", "no", "NO")),
    ("yes", ["maybe", "y"], True, 1),
    ("yes", ["a", "b", "c", "yes"], False, 3),
    ("yes", [], False, 0),
    ("2", ["2"], True, 0),
    ("2", ["y", "2"], True, 1),
    ("2", ["yes", "3", "sí", "2"], False, 3),
    ("end", ["", "end"], False, 0),
]


@pytest.mark.parametrize(("word", "answers", "means", "again"), ANSWERS)
def test_a_short_yes_will_do_but_where_something_goes_for_good_it_takes_the_word(
    word: str, answers: list[str], *, means: bool, again: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: Iterator[str] = iter(answers)

    def answer(prompt: str) -> str:
        assert f"Type {word} " in prompt
        found = next(given, None)
        if found is None:
            raise EOFError
        return found

    monkeypatch.setattr("builtins.input", answer)
    with guard():
        assert agreed("This is so.", word) is means
    assert capsys.readouterr().out.count(f"The word to type is: {word}\n") == again
