"""How hard texts are to read: told for every slide, in each language by its own formula, from the limit on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shipped import SHIPPED

from content import sample
from kiosk.content.checks.grades import FORMULAS, Grade, grades
from kiosk.content.checks.length import FEWEST_WORDS_JUDGED, HARDEST_SLIDE, HARDEST_TOPIC, LEAST_EASE, measured, too_hard
from kiosk.content.model.deck import Point, Slide, Text
from kiosk.staff.main import main

TOPIC, SLIDE = (), ("slides", 0)
EDGES = [
    ("en", TOPIC, "one", 27, None),  # 0.39 x 27 + 11.8 - 15.59 = 6.74
    ("en", TOPIC, "one", 28, "7.1"),
    ("en", SLIDE, "one", 30, None),  # 7.91
    ("en", SLIDE, "one", 31, "8.3"),
    ("es", TOPIC, "casa", 16, None),  # 206.84 - 60 x 2 - 1.02 x 16 = 70.52
    ("es", TOPIC, "casa", 17, "69.5"),
    ("es", SLIDE, "casa", 16, None),
    ("es", SLIDE, "casa", 17, "69.5"),
    ("de", SLIDE, "Haus", 90, None),  # no formula
]


@pytest.mark.parametrize(("language", "way", "word", "words", "number"), EDGES)
def test_a_text_is_told_from_the_limit_on(language: str, way: tuple[str | int, ...], word: str, words: int, number: str | None) -> None:
    text = " ".join([" ".join([word] * words) + "."] * 3)
    slide = Slide("s", "statement", Text(), points=(Point(Text(((language, text),))),))
    hardest = HARDEST_SLIDE if way else HARDEST_TOPIC
    told = [re.findall(r"\d+\.\d", finding.wrong) for finding in too_hard(way, [slide], hardest, language, frozenset())]
    assert told == ([[number]] if number else [])


@pytest.mark.parametrize("language", FORMULAS)
def test_few_words_are_not_judged(language: str) -> None:
    slide = Slide("s", "statement", Text(), points=(Point(Text(((language, "desproporcionadamente " * (FEWEST_WORDS_JUDGED - 1)),))),))
    assert list(too_hard(SLIDE, [slide], HARDEST_SLIDE, language, frozenset())) == []


def limits(grade: Grade) -> dict[str, bool]:
    """Whether what is judged is within its limit, by language."""
    most = HARDEST_SLIDE if "/" in grade.name else HARDEST_TOPIC
    return {code: number <= most if code == "en" else number >= LEAST_EASE for code, number in grade.numbers if number is not None}


@pytest.mark.parametrize("grade", list(grades(SHIPPED)), ids=lambda grade: grade.name)
def test_what_ships_is_easy_to_read(grade: Grade) -> None:
    assert all(limits(grade).values()), grade


@pytest.mark.parametrize("language", FORMULAS)
def test_whole_topics_are_easy_without_the_help_of_the_glossary_too(language: str) -> None:
    numbers = {file.value.id: FORMULAS[language](measured(file.value.slides, language, frozenset())) for file in SHIPPED.topics if file.value}
    assert all(number <= HARDEST_TOPIC if language == "en" else number >= LEAST_EASE for number in numbers.values()), numbers


def test_check_tells_the_grade_of_each_topic_and_slide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = sample.write(tmp_path / "content")
    assert main(["check", "--quick", "--grades", "--content", str(content), "--data", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"change +en +-?\d+\.\d +es +\d+\.\d", next(line for line in lines if line.startswith("change ")))
    named = [line.split()[0] for line in lines if re.search(r" en +[-\d.]+ +es ", line)]
    assert named[:4] == ["infusion", "infusion/in-the-room", "infusion/the-day", "change"]
    assert named[-1] == "questions/will-it-work"
