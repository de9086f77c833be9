"""Syllables, words, sentences, and the two formulas."""

from __future__ import annotations

import pytest

from kiosk.content.checks.readability import Measured, fernandez_huerta_ease, flesch_kincaid_grade, measured, syllables

ENGLISH = {
    1: (
        "the hour watched helped brain times used may your eye heart vein chair tried rise breathe hopes "
        "since guide two whole while guess fruit juice rules miles died lies eased changed raised"
    ),
    2: (
        "people treated needed feeling doing being science quiet client create changes houses boxes "
        "little table bottle able people's quickly floating breathing pressure window bladder approved "
        "pregnant poem diet going studies worries allowed started rested rises closes believe fluid "
        "question language often something sometimes someone before therefore safely likely statement "
        "careful relieve building issue bias mobile muscles noticed lasted faded patient trial every "
        "seizure schedules"
    ),
    3: (
        "idea area created medicine ketamine infusion depression serious various actual gradual video "
        "radio period nausea dizziness clinician physician oxygen allergy psychosis evidence audience "
        "suicide management virtual mutual vehicle articles initial potential"
    ),
    4: (
        "anxiety usually situation medication experience comfortable esketamine society continuous "
        "diagnosis reliable variable negotiate"
    ),
    5: ("individual association dissociation"),
}
SPANISH = {
    1: ("que qué muy y hoy yo rey huir 988"),
    2: (
        "día días guía aire oír leer ciudad sillón maíz raíz presión quiere guerra agua después usted aún "
        "viuda veintiún"
    ),
    3: (
        "infusión siguiente pingüino ahora cuidado ayuda médico cómodo preguntar teatro poeta tranquila "
        "corazón náuseas idea línea recepción"
    ),
    4: ("ketamina averigüe continúa vehículo zanahoria"),
    5: ("medicamento"),
}


@pytest.mark.parametrize(("count", "words"), ENGLISH.items())
def test_english_syllables_are_heard(count: int, words: str) -> None:
    heard = {word: syllables(word, "en") for word in words.split()}
    assert set(heard.values()) == {count}, heard


@pytest.mark.parametrize(("count", "words"), SPANISH.items())
def test_spanish_syllables_follow_the_rules(count: int, words: str) -> None:
    heard = {word: syllables(word, "es") for word in words.split()}
    assert set(heard.values()) == {count}, heard


def test_words_and_sentences_are_counted() -> None:
    assert measured("It is off-label. Dr. X? 45 of 100", "en").words == 9
    assert measured("One. Two! Three? Four… five", "en").sentences == 5
    assert measured("no stop at the end", "en").sentences == 1
    assert measured("2.5 hours at 7 p.m.", "en").sentences == 1
    assert measured(" — ", "en") == Measured()


def test_the_english_formula_gives_the_published_grade() -> None:
    """0.39 x 10 words a sentence + 11.8 x 1.5 syllables a word - 15.59."""
    assert flesch_kincaid_grade(Measured(words=100, sentences=10, syllables=150)) == pytest.approx(6.01)


def test_the_spanish_formula_gives_the_published_ease() -> None:
    """206.84 - 60 x 1.8 syllables a word - 1.02 x 10 words a sentence."""
    assert fernandez_huerta_ease(Measured(words=100, sentences=10, syllables=180)) == pytest.approx(88.64)


def test_nothing_is_easy_to_read() -> None:
    assert flesch_kincaid_grade(Measured()) == 0
    assert fernandez_huerta_ease(Measured()) == 100


def test_a_word_of_the_glossary_counts_as_two_syllables_at_most() -> None:
    assert measured("dissociation", "en", frozenset({"dissociation"})).syllables == 2
    assert measured("Dissociation ends", "en", frozenset({"dissociation", "ends"})).syllables == 3
    assert measured("dissociation", "en").syllables == 5
