"""Words that are in no dictionary, in both languages: which are asked about, which are right here, what is told, and what the worst texts cost."""

from __future__ import annotations

import shutil
import string
import time
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import pytest
from conftest import PROJECT
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.checks import speller, spelling
from kiosk.content.checks.speller import Speller
from kiosk.content.checks.spelling import misspelt, own_words, words_in
from kiosk.content.edits.changes import own_word
from kiosk.content.reading.folder import DICTIONARY, read_dictionary, read_folder
from kiosk.problems import Severity
from kiosk.yaml.writing import value_at


@pytest.fixture(scope="module")
def asked() -> Iterator[Speller]:
    with Speller() as made:
        yield made


def test_the_content_that_ships_is_spelled_right() -> None:
    assert misspelt(read_folder(PROJECT / "content")) == ()


@pytest.mark.parametrize("code", speller.LANGUAGES)
def test_every_word_of_medicine_that_ships_is_needed(code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = (speller.DICTIONARIES / f"{code}.txt").read_text("utf-8").splitlines()
    assert words == sorted(set(words), key=str.casefold)
    assert words_in(" ".join(words)) == words
    bare = Path(shutil.copytree(speller.DICTIONARIES, tmp_path / "bare"))
    (bare / f"{code}.txt").write_text("")
    monkeypatch.setattr(speller, "DICTIONARIES", bare)
    with Speller() as made:
        assert made.wrong(code, words, ()) == set(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A **quiet** hour, don’t you think?", ["quiet", "hour", "don’t", "you", "think"]),
        ("Call {phone} or 988, 2nd floor, B12, 9am.", ["Call", "or", "floor"]),
        ("See www.fda.gov/medwatch or ask@example.org, 988lifeline.org.", ["See", "or"]),
        ("NMDA, MAOIs and an IV. DANGEROUS", ["and", "an", "DANGEROUS"]),
        ("IV-line, well-being; ¿Qué hora?", ["line", "well", "being", "Qué", "hora"]),
        ("in\u00adfu\u00adsion e\u0301l", ["infusion", "él"]),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_a_word(text: str, words: list[str]) -> None:
    assert words_in(text) == words


@given(st.text(max_size=1500))
def test_any_text_has_words_of_letters_alone(text: str) -> None:
    assert all(len(word) > 1 and word.replace("’", "").replace("'", "").isalpha() for word in words_in(text))


def test_a_slip_is_told_once_a_file_with_its_line_and_what_may_be_meant(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    topic = content / "topics/10-infusion.yaml"
    topic.write_text(topic.read_text("utf-8").replace("A quiet hour", "A quite huor or huor").replace("Una hora", "Una ora y una hroa"), "utf-8")
    told = misspelt(read_folder(content))
    assert [(each.file, each.severity, each.wrong) for each in told] == [
        ("topics/10-infusion.yaml", Severity.NOTICE, "This word is in no dictionary of English: “huor”."),
        ("topics/10-infusion.yaml", Severity.NOTICE, "This word is in no dictionary of Spanish: “hroa”."),
    ]
    line = next(number for number, line in enumerate(topic.read_text("utf-8").splitlines(), 1) if "huor" in line)
    assert {each.line for each in told} == {line}
    assert "“hour”" in told[0].instead
    assert told[0].instead.endswith("put it into dictionary.yaml.")


def test_what_the_clinic_says_of_itself_is_right(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    clinic = (content / "clinic.yaml").read_text("utf-8")
    clinic = clinic.replace("Athens Ketamine Center", "Xanthe Ketamine Center").replace("A doctor.", "Dr. Yrgwen and a docter.")
    clinic = clinic.replace("Wondering about", "Xanthe Xanthe’s XANTHE Yrgwen Zarate on")
    (content / "clinic.yaml").write_text(clinic, "utf-8")
    assert [each.wrong for each in misspelt(read_folder(content))] == ["This word is in no dictionary of English: “docter”."]


@pytest.mark.parametrize(
    ("entry", "right", "wrong"),
    [
        ("en: [ketamist]", {"ketamist", "Ketamist", "KETAMIST", "ketamist's", "Ketamist’s"}, {"ketamists"}),
        ("names: [Sandhilla]", {"Sandhilla", "SANDHILLA", "Sandhilla's"}, {"sandhilla"}),
        ("en: [Sandhilla Grove]", {"Sandhilla", "Grove"}, {"Hilla"}),
        ("es: [ketamisto]", set(), {"ketamisto"}),
    ],
)
def test_an_entry_makes_right(tmp_path: Path, entry: str, right: set[str], wrong: set[str]) -> None:
    own = own_words(read_folder(sample.write(tmp_path)).with_file(read_dictionary(entry.encode())))
    assert {word for word in right | wrong if own.has("en", word)} == right


@pytest.mark.parametrize("raw", ["", "# nothing\n", "names:\n  - Ben\n", "names: [Ben, Zoe]\nes: [hola]\n", "es:\n  - hola", "# only a note"])
def test_a_word_comes_into_any_dictionary_once_and_where_the_alphabet_has_it(raw: str) -> None:
    once = own_word("en", "it's")(own_word("names", "Max")(raw.encode()))
    assert own_word("names", "Max")(once) == once
    file = read_dictionary(once)
    assert file.problems == ()
    assert file.value
    assert file.value["en"] == ("it's",)
    assert list(file.value["names"]) == sorted(file.value["names"])
    assert value_at(once, ("es",)) == (["hola"] if "hola" in raw else None)


@pytest.mark.parametrize(
    ("raw", "line", "instead"),
    [
        ("nmaes: [Ben]", 1, "names"),
        ("en: word", 1, "en: [word]"),
        ("en:\n  - " + "x" * 81, 2, ""),
        ("en: [" + ", ".join(f"a{n}" for n in range(5001)) + "]", 1, ""),
        ("en: {a: b}", 1, ""),
        ("en: [\u202e evil]", 1, ""),
    ],
)
def test_a_dictionary_that_is_wrong_is_told_with_its_line(raw: str, line: int, instead: str) -> None:
    file = read_dictionary(raw.encode())
    assert file.value is None
    first, *_ = file.problems
    assert (first.file, first.line, first.severity) == (DICTIONARY, line, Severity.ERROR)
    assert instead in first.instead


@given(st.binary(max_size=400))
def test_any_bytes_are_a_dictionary_or_told(raw: bytes) -> None:
    file = read_dictionary(raw)
    assert (file.value is None) == any(problem.severity is Severity.ERROR for problem in file.problems)


def test_the_worst_texts_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "MOST_SECONDS", 1.0)
    monkeypatch.setattr(spelling, "MOST_SECONDS_OF_ADVICE", 0.5)
    content = sample.write(tmp_path)
    letters = islice(product(string.ascii_lowercase, repeat=5), 0, 30_000)
    words = ["".join(each) for each in letters]
    lines = [" ".join(words[at : at + 200]) for at in range(0, len(words), 200)]
    for number, line in enumerate(lines):
        slide = f"  - slide: worst\n    title: {{en: {'x' * 1000}, es: {'ñ' * 50}}}\n    points:\n      - {{en: {line}, es: {line}}}\n"
        (content / f"topics/{number + 30}-worst.yaml").write_text(f"topic: worst-{number}\ntitle: Worst\nslides:\n{slide}", "utf-8")
    reading = read_folder(content)
    before = time.monotonic()
    told = misspelt(reading)
    assert time.monotonic() - before < 20  # seconds; usually 2, and without a bound a minute
    assert told[-1].wrong.startswith("There are so many words")
    assert any("…" in problem.wrong for problem in told)
    assert len(told) < 600
    assert max(len(problem.wrong) for problem in told) < 200


def test_where_nobody_can_be_asked_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    (content / "clinic.yaml").write_text(sample.CLINIC.replace("Wondering", "Wodnering"), "utf-8")
    assert len(misspelt(read_folder(content))) == 1
    monkeypatch.setattr(speller, "DICTIONARIES", tmp_path / "nowhere")
    assert [problem.wrong.partition(":")[0] for problem in misspelt(read_folder(content))] == ["Spelling was not looked up"]


def test_a_child_that_ends_again_and_again_is_let_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("print('ready', flush=True)\ninput()\n")
    monkeypatch.setattr(speller, "_PROGRAM", broken)
    with Speller() as made:
        assert [made.wrong("en", ["teh"], ()) for _ in range(4)] == [None] * 4
        assert not made.is_there


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("en", "ketamine’s nurse's KETAMINE Ativan don't", "ativan noozle's dont teh"),
        ("es", "Escríbalo mejorarle díganoslo pregúntenos decírselo hacerla", "escribalo diganoslo preguntenos decirselo gotalo infusionle"),
    ],
)
def test_words_that_are_made_of_right_ones_are_right(asked: Speller, code: str, right: str, wrong: str) -> None:
    assert asked.wrong(code, [*right.split(), *wrong.split()], ()) == set(wrong.split())


@pytest.mark.parametrize(("used", "first"), [((), "berry"), (("very",), "very"), (("Very",), "berry"), (("depression",), "berry")])
def test_what_stands_elsewhere_in_the_texts_is_likelier(asked: Speller, used: tuple[str, ...], first: str) -> None:
    assert asked.instead("en", "verry", (), used)[0] == first


@pytest.mark.parametrize(("word", "first"), [("Preguntenos", "Pregúntenos"), ("preguntenos", "pregúntenos"), ("telefono", "teléfono")])
def test_a_used_word_with_other_accents_comes_first(asked: Speller, word: str, first: str) -> None:
    assert asked.instead("es", word, (), {"Pregúntenos", "pregúntenos", "teléfono"})[0] == first


def test_what_was_learned_and_taken_back_is_wrong_again(asked: Speller) -> None:
    assert asked.wrong("en", ["ketamist", "the"], {"ketamist"}) == frozenset()
    assert "ketamist" in asked.instead("en", "ketamsit", {"ketamist"})
    assert asked.wrong("en", ["ketamist", "the"], ()) == {"ketamist"}
