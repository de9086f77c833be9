"""What a voice is given to say, by examples from the content and by what must hold of every text."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.store.current import open_library
from kiosk.speech.pronunciation import pronounced

TODAY = date(2026, 11, 23)
SAID = [
    ("en", "Call or text 988 or chat 988lifeline.org.", "Call or text nine eight eight or chat nine eight eight lifeline dot org."),
    ("es", "Llame al 988 y oprima 2, mande AYUDA al 988.", "Llame al nueve ocho ocho y oprima 2, mande ayuda al nueve ocho ocho."),
    ("en", "Call 911. Or dial 711, then 988.", "Call nine one one. Or dial seven one one, then nine eight eight."),
    ("es", "Llame al 911.", "Llame al nueve uno uno."),
    ("en", "Veterans: press 1, or text 838255.", "Veterans: press 1, or text eight three eight, two five five."),
    ("en", "Call (555) 010-4477.", "Call five five five, zero one zero, four four seven seven."),
    ("en", "+1 555-010-4477", "one, five five five, zero one zero, four four seven seven"),
    ("es", "Llame al 555 010 4477.", "Llame al cinco cinco cinco, cero uno cero, cuatro cuatro siete siete."),
    ("en", "STOP to 1234567", "stop to one two three, four five six seven"),
    ("en", "1 min to read", "one minute to read"),
    ("es", "1 min de lectura", "un minuto de lectura"),
    ("es", "12 min de lectura", "12 minutos de lectura"),
    ("es", "1 h", "una hora"),
    ("en", "0.5 mg/kg over 40–60 min", "0 point 5 milligrams per kilogram over 40 to 60 minutes"),
    ("es", "0.5 mg/kg en 40 min", "0 punto 5 miligramos por kilogramo en 40 minutos"),
    ("en", "About 50% of 1,000 people", "About 50 percent of 1,000 people"),
    ("es", "Cerca del 50 %", "Cerca del 50 por ciento"),
    ("en", "on 2026-11-28 and 11/28/2026", "on November 28, 2026 and November 28, 2026"),
    ("es", "el 28/11/2026", "el 28 de noviembre de 2026"),
    ("es", "el 2026-01-02", "el 2 de enero de 2026"),
    ("en", "an IV line", "an eye vee line"),
    ("en", "The FDA, ECT and MAOIs", "The eff dee ay, ee see tee and em ay oh eyes"),
    ("es", "La FDA, TEC e IMAO en EE. UU.", "La efe de a, te e ce e imao en Estados Unidos."),
    ("en", "NO alcohol", "no alcohol"),
    ("en", "140/90 mmHg", "140 over 90 millimeters of mercury"),
    ("en", "$400, 18+, 24/7 & 3-5 times", "400 dollars, 18 and over, 24 hours a day, 7 days a week and 3 to 5 times"),
    ("es", "$1", "1 dólar"),
    ("en", "fda.gov/medwatch", "eff dee ay dot gov slash medwatch"),
    ("en", "ana@example.com", "ana at example dot com"),
    ("es", "ana@example.com", "ana arroba example punto com"),
    ("en", "In 2022, 301 of 403 people; 9 of 10; a 7-day week", "In 2022, 301 of 403 people; 9 of 10; a 7-day week"),
    ("en", "It costs $988 for 911.5 grams and 1,911 others", "It costs 988 dollars for 911 point 5 grams and 1,911 others"),
    ("de", "Rufen Sie 988 an. 50 % in 5 min.", "Rufen Sie 9 8 8 an. 50 % in 5 min."),
]


@pytest.mark.parametrize(("language", "text", "said"), SAID)
def test_numbers_and_short_forms_are_said_as_people_say_them(language: str, text: str, said: str) -> None:
    assert pronounced(text, language, {}).rstrip(".") == said.rstrip(".")


def test_a_word_that_the_clinic_wrote_as_it_sounds_goes_before_all_else() -> None:
    own = {"NMDA": "en em dee ay", "esketamine": "es-KET-uh-meen", "IV line": "drip"}
    assert pronounced("Esketamine and NMDA by an IV line; nmdar.", "en", own) == "es-ket-uh-meen and en em dee ay by an drip; nmdar."


def test_what_staff_write_as_it_sounds_reaches_the_voice(tmp_path: Path) -> None:
    content = sample.write(tmp_path / "content", words=sample.WORDS + "  sounds: {en: in-FEW-zhun}\n")
    library, problems = open_library(content, tmp_path / "data", TODAY)
    assert library, problems
    assert (library.sounds("en"), library.sounds("es")) == ({"infusion": "in-FEW-zhun"}, {})


@given(st.sampled_from(("en", "es", "de")), st.text(max_size=60) | st.from_regex(r"[A-Z0-9$%.,:;/@+ &°-]{0,30}", fullmatch=True))
def test_of_any_text_something_is_said_on_one_line_and_no_number_for_help_is_left_whole(language: str, text: str) -> None:
    said = pronounced(text, language, {})
    assert len(said.splitlines()) <= 1
    if language != "de":
        assert not re.search(r"(?<![\w.,$-])(988|911)(?![\w%.,/-])", said)


@given(st.lists(st.sampled_from(["the", "nurse", "la", "señora", "watches", "con", "usted", "you,", "Ann."]), max_size=8).map(" ".join))
def test_plain_words_are_said_as_they_stand(text: str) -> None:
    assert pronounced(text, "en", {}) == text
    assert pronounced(text, "es", {}) == text
