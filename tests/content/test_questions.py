"""Checks of questions.yaml, on the sample."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content import sample
from kiosk.content.checks.check import check
from kiosk.problems import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
SLIPS = {
    "a claim without a source": ((", makes: benefit, sources: [zarate-2006]", ", makes: benefit"), ERROR, "This benefit has no source"),
    "a misspelt source": (("sources: [zarate-2006]", "sources: [zarate-2007]"), ERROR, "no source `zarate-2007`"),
    "a benefit alone": (
        ("        - {en: It may not last., es: Puede no durar., makes: limit, sources: [zarate-2006]}\n", ""),
        ERROR,
        "This benefit stands alone",
    ),
    "a promise": (("It may.", "It cures you."), ERROR, "never says “cures”"),
    "a promise in Spanish": (("Puede ser.", "Es un milagro."), ERROR, "never says “milagro”"),
    "a promise in the question": (("Will it work for me?", "A miracle."), ERROR, "never says “miracle”"),
    "a slide that is not there": (("change/both-sides", "change/both-side"), WARNING, "no slide `change/both-side`"),
    "a question twice": (("ask-time", "will-it-work"), ERROR, "The name `will-it-work` is taken"),
    "the name of another list": (("group: does-it-work", "group: words"), ERROR, "The name `words` is taken"),
    "no Spanish": ((", es: ¿Me va a servir?", ""), WARNING, "The Spanish is missing"),
    "a long question": (("Will it work for me?", "Will it really work for me and for my two brothers?"), WARNING, "headline has 11 words"),
    "an address that is none": (("see: change/both-sides", "see: both-sides"), ERROR, "does not name a slide"),
    "no such icon": (("icon: droplet", "icon: droplat"), WARNING, "no icon `droplat`"),
}


@pytest.mark.parametrize(("pair", "severity", "wrong"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_in_the_questions_is_found(tmp_path: Path, pair: tuple[str, str], severity: Severity, wrong: str) -> None:
    assert pair[0] in sample.QUESTIONS
    sample.write(tmp_path, questions=sample.QUESTIONS.replace(*pair, 1))
    found = check(tmp_path, date(2026, 11, 23), sample.ICONS)
    assert [problem for problem in found if problem.file == "questions.yaml" and problem.severity is severity and wrong in problem.wrong], found


def test_a_topic_that_cannot_be_read_does_not_make_links_wrong(tmp_path: Path) -> None:
    sample.write(tmp_path, change="topic: [")
    assert {problem.file for problem in sample.apart_from_sign_off(check(tmp_path, date(2026, 11, 23), sample.ICONS))} == {"topics/20-change.yaml"}


BALANCE = {
    "as many words": (("It may not last.", "It may not last long."), ""),
    "too few words": (
        ("Some people feel better in a day.", "Some people feel better and happy and new in a day."),
        "The benefits take 11 words, the limits and risks 4",
    ),
    "smaller letters": (
        (
            "      - {en: Do not drive until the next day., es: No maneje hasta el día siguiente.}",
            """\
      - {en: It may help., es: Puede ayudar., makes: benefit, sources: [clinic]}
      - {en: It may harm., es: Puede dañar., makes: risk, sources: [clinic]}""",
        ),
        "larger letters",
    ),
}


@pytest.mark.parametrize(("pair", "wrong"), BALANCE.values(), ids=BALANCE.keys())
def test_limits_get_as_much_room_as_benefits(tmp_path: Path, pair: tuple[str, str], wrong: str) -> None:
    assert pair[0] in sample.CHANGE
    sample.write(tmp_path, change=sample.CHANGE.replace(*pair, 1))
    found = [problem.wrong for problem in sample.apart_from_sign_off(check(tmp_path, date(2026, 11, 23), sample.ICONS))]
    assert (not found) if not wrong else any(wrong in each for each in found), found
