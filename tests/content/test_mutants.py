"""The short form of `python tests/mutants.py`."""

from __future__ import annotations

from mutants import outcomes


def test_every_mutant_is_shown_or_refused_with_its_file_and_line() -> None:
    wrong = [(path.name, outcome) for path, _, outcome in outcomes(400, seed=7) if outcome not in ("shown", "refused")]
    assert not wrong
