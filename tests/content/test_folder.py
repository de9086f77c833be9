"""Files of staff into a deck: what is there, what may be left out, and how each slip is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import sample
from kiosk.content.model.deck import Makes, Text
from kiosk.content.reading import folder
from kiosk.content.reading.folder import read_clinic, read_folder, read_interface, read_sources, read_topic, read_words
from kiosk.content.reading.format import KINDS
from kiosk.content.reading.interface_words import SCREEN_WORDS
from kiosk.content.reading.result import ReadFile
from kiosk.problems import Problem, Severity

BOTH = ("en", "es")


def topic(text: str) -> ReadFile[object]:
    return read_topic(text.encode(), "topics/10-x.yaml", BOTH)


def slide_of(*lines: str) -> str:
    return "topic: x\ntitle: {en: X, es: X}\nslides:\n" + "".join(f"  {line}\n" for line in lines)


# -- what is right --------------------------------------------------------------------------------------------------


def test_a_good_folder_becomes_a_deck_without_a_word(tmp_path: Path) -> None:
    found = read_folder(sample.write(tmp_path))
    assert found.problems == ()
    assert found.deck
    assert [each.id for each in found.deck.topics] == ["infusion", "change"]
    assert found.deck.clinic.languages == BOTH
    assert {slide.kind for each in found.deck.topics for slide in each.slides} == set(KINDS)


def test_a_slide_carries_all_that_is_written() -> None:
    slide = read_topic(sample.INFUSION.encode(), "topics/10-infusion.yaml", BOTH).value.slides[0]  # type: ignore[union-attr]
    assert (slide.id, slide.kind, slide.owner) == ("in-the-room", "points", "Clinical lead")
    assert (slide.checked, slide.review_by) == (date(2026, 11, 1), date(2027, 5, 1))
    assert slide.title == Text((("en", "A quiet hour"), ("es", "Una hora tranquila")))
    assert slide.picture
    assert slide.picture.says.in_("es") == "Un sillón junto a una ventana."
    point = slide.points[0]
    assert (point.icon, point.makes, point.sources) == ("droplet", Makes.CLAIM, ("clinic",))
    assert point.text.in_("en") == "The drip runs for **about an hour** here."


def test_a_slide_of_four_lines_works() -> None:
    found = topic(slide_of("- title: No driving today", "  points:", "    - Do not drive.", "    - Rest at home."))
    assert found.problems == ()
    slide = found.value.slides[0]  # type: ignore[attr-defined]
    assert (slide.id, slide.kind) == ("no-driving-today", "points")
    assert [point.text.in_("en") for point in slide.points] == ["Do not drive.", "Rest at home."]


def test_a_slide_with_a_title_alone_works() -> None:
    assert topic(slide_of("- title: Hello")).value


def test_a_plain_line_is_in_the_first_language_of_the_clinic() -> None:
    text = b"name: C\nlanguages: [es, en]\nheadline: Hola\ninvitation: {en: See, es: Vea}\n"
    clinic = read_clinic(text).value
    assert clinic
    assert clinic.headline == Text((("es", "Hola"),))
    assert clinic.invitation == Text((("es", "Vea"), ("en", "See")))


@pytest.mark.parametrize("nothing", [" ", "\xad", "\xa0", "**", "\u2003\xad"])
def test_what_must_be_written_needs_ink(nothing: str) -> None:
    assert told(read_clinic(sample.CLINIC.replace("name: Athens Ketamine Center", f"name: '{nothing}'").encode()).problems)
    assert told(read_sources(sample.SOURCES.replace("cite: Our clinic's own practice", f"cite: '{nothing}'").encode()).problems)
    assert told(read_words(sample.WORDS.replace("[infusion]", f"['{nothing}']").encode()).problems)


def test_names_are_made_from_titles_and_never_twice() -> None:
    found = topic(
        slide_of("- title: ¿Cuánto dura?", "- title: Cuanto dura", "- title: ¿?", "- {slide: cuanto-dura-2, title: X}")
    )
    assert [slide.id for slide in found.value.slides] == ["cuanto-dura", "cuanto-dura-3", "slide-3", "cuanto-dura-2"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("steps:", *(f"  - {{title: T{n}, en: x}}" for n in range(3))), "steps"),
        (("cards:", *(f"  - {{title: T{n}, en: x}}" for n in range(2))), "cards"),
        (("columns:", *(f"  - {{title: T{n}, points: [x]}}" for n in range(2))), "compare"),
        (("dots: {filled: 1, of: 2, says: half}",), "dots"),
        (("points: [x]",), "points"),
    ],
)
def test_the_kind_can_be_left_out_where_other_names_tell_it(lines: tuple[str, ...], kind: str) -> None:
    found = topic(slide_of("- title: T", *(f"  {line}" for line in lines)))
    assert found.problems == ()
    assert found.value.slides[0].kind == kind  # type: ignore[attr-defined]


def test_a_text_over_several_lines_becomes_one_line_and_keeps_hard_spaces() -> None:
    found = topic(
        slide_of("- title: T", "  points:", "    - en: |", "        One", "          two\u00a0mg", "        three")
    )
    assert found.value.slides[0].points[0].text.in_("en") == "One two\u00a0mg three"  # type: ignore[attr-defined]


def test_what_a_slide_does_not_say_of_dates_and_owner_it_has_from_its_topic() -> None:
    text = sample.INFUSION.replace(
        "  - slide: the-day\n", "  - slide: the-day\n    owner: Nurse\n    review_by: 2027-01-01\n"
    )
    first, second = read_topic(text.encode(), "t", BOTH).value.slides  # type: ignore[union-attr]
    assert (first.owner, first.review_by) == ("Clinical lead", date(2027, 5, 1))
    assert (second.owner, second.review_by, second.checked) == ("Nurse", date(2027, 1, 1), date(2026, 11, 1))


def test_topics_stand_in_the_order_of_their_file_names(tmp_path: Path) -> None:
    sample.write(tmp_path)
    (tmp_path / "topics" / "20-change.yaml").rename(tmp_path / "topics" / "05-change.yml")
    found = read_folder(tmp_path)
    assert found.deck
    assert [each.id for each in found.deck.topics] == ["change", "infusion"]


def test_only_yaml_files_are_topics(tmp_path: Path) -> None:
    sample.write(tmp_path)
    for name in ("30-x.yaml~", ".30-x.yaml", "30-x.yaml.swp", "notes.txt", "Thumbs.db"):
        (tmp_path / "topics" / name).write_text("rubbish: [")
    assert read_folder(tmp_path).problems == ()


# -- what is missing or broken --------------------------------------------------------------------------------------


def test_one_broken_topic_leaves_the_others_alone(tmp_path: Path) -> None:
    found = read_folder(sample.write(tmp_path, infusion="topic: [\n"))
    assert found.deck
    assert [each.id for each in found.deck.topics] == ["change"]
    assert [problem.file for problem in found.problems] == ["topics/10-infusion.yaml"]


@pytest.mark.parametrize("name", ["clinic", "help", "interface"])
@pytest.mark.parametrize("broken", [None, "a: [\n"], ids=["missing", "broken"])
def test_without_the_clinic_the_help_or_the_interface_there_is_no_deck(
    tmp_path: Path, name: str, broken: str | None
) -> None:
    sample.write(tmp_path)
    path = tmp_path / f"{name}.yaml"
    path.unlink() if broken is None else path.write_text(broken)
    found = read_folder(tmp_path)
    assert found.deck is None
    assert {problem.file for problem in found.problems} == {path.name}


@pytest.mark.parametrize("name", ["words", "sources"])
@pytest.mark.parametrize("broken", [None, "a: [\n"], ids=["missing", "broken"])
def test_without_words_or_sources_the_deck_goes_on(tmp_path: Path, name: str, broken: str | None) -> None:
    sample.write(tmp_path)
    path = tmp_path / f"{name}.yaml"
    path.unlink() if broken is None else path.write_text(broken)
    found = read_folder(tmp_path)
    assert found.deck
    assert getattr(found.deck, name) == ()
    assert {problem.file for problem in found.problems} == {path.name}


def test_an_empty_folder_tells_all_that_is_missing_and_nothing_breaks(tmp_path: Path) -> None:
    found = read_folder(tmp_path / "nowhere")
    assert found.deck is None
    assert {problem.file for problem in found.problems} == {
        "clinic.yaml",
        "help.yaml",
        "interface.yaml",
        "words.yaml",
        "sources.yaml",
        "questions.yaml",
        "signup.yaml",
        "topics",
    }


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    sample.write(tmp_path)
    (tmp_path / "topics" / "30-x.yaml").mkdir()
    assert [problem.file for problem in read_folder(tmp_path).problems] == ["topics/30-x.yaml"]


def test_all_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    infusion = (
        sample.INFUSION.replace("tint:", "tnit:")
        .replace("makes: claim", "makes: clam")
        .replace("2026-11-01", "yesterday")
    )
    found = read_folder(
        sample.write(tmp_path, infusion=infusion, clinic=sample.CLINIC.replace("name:", "nmae:"), help="lines: x\n")
    )
    assert [(problem.file, problem.line) for problem in sorted(found.problems)] == [
        ("clinic.yaml", 1),
        ("help.yaml", 1),
        ("help.yaml", 1),
        ("topics/10-infusion.yaml", 4),
        ("topics/10-infusion.yaml", 6),
        ("topics/10-infusion.yaml", 17),
    ]


# -- how slips are told ---------------------------------------------------------------------------------------------

TITLE = "title: {en: Your infusion, es: Su infusión}"
ROOM = "picture: {file: room.svg, says: {en: A chair by a window., es: Un sillón junto a una ventana.}}"
SECOND_POINT = "      - en: You can ask us to stop.\n        es: Puede pedirnos que paremos.\n"
SECOND_STEP = (
    "      - {at: {en: Then, es: Luego}, title: {en: You rest, es: Usted descansa}, icon: droplet,\n"
    "         en: The drip runs., es: El goteo corre.}\n"
)
SLIPS = {
    "a misspelt name": ("tint:", "tnit:", (4, 1), "`tnit` is not known", "Did you mean `tint`?"),
    "a strange name": ("tint:", "shape:", (4, 1), "`shape` is not known", "can stand here: topic, title"),
    "a misspelt choice": (
        "apricot",
        "aprikot",
        (4, 7),
        "`aprikot` cannot stand after `tint:`",
        "Did you mean `apricot`?",
    ),
    "a strange choice": ("apricot", "black", (4, 7), "`black` cannot stand", "mist, sage, apricot, sun, rose, paper"),
    "no title": (TITLE + "\n", "", (1, 1), "`title` is missing", "Add a line such as `title: {en:"),
    "an empty title": (TITLE, "title:", (2, 1), "There is nothing after `title:`", "Write something like `title: {en:"),
    "a title without ink": (TITLE, "title: {en: '\xad', es: '\xa0 \u2003'}", (2, 8), "no text here", "at least one language"),
    "a title without ink, in bold": (TITLE, "title: {en: '**\xad**'}", (2, 8), "no text here", "at least one language"),
    "a title of dots alone": (TITLE, "title: {en: ..., es: …}", (2, 8), "no text here", "at least one language"),
    "a title without words": (TITLE, "title: {en: '', es: ' '}", (2, 8), "no text here", "at least one language"),
    "a list for a title": (TITLE, "title: [a, b]", (2, 8), "but a list stands there", "Write something like `title: {en:"),
    "a list in a title": (TITLE, "title: {en: [a, b]}", (2, 13), "A text belongs after `en:`", "Write something like `en:"),
    "a language that is not spoken": (TITLE, "title: {en: A, ru: B}", (2, 16), "`ru` is not known", "en, es"),
    "a misspelt kind": (
        "kind: points",
        "kind: pionts",
        (10, 11),
        "no kind of slide called `pionts`",
        "Did you mean `points`?",
    ),
    "a strange kind": (
        "kind: points",
        "kind: quiz",
        (10, 11),
        "no kind of slide called `quiz`",
        "points, steps, compare",
    ),
    "a list for a kind": ("kind: points", "kind: [points]", (9, 5), "not a slide", "begins with `- title: `"),
    "a name of another kind": (
        "kind: steps",
        "kind: points",
        (25, 5),
        "does not go with a slide of kind points",
        "kind: steps",
    ),
    "a line for a slide": ("slides:\n", "slides:\n  - hello\n", (9, 5), "not a slide", "begins with `- title: `"),
    "an American date": ("2026-11-01", "11/01/2026", (6, 10), "`11/01/2026` is not a date", "2026-11-23"),
    "a date of very many digits": ("2026-11-01", "1" * 5000, (6, 10), "1…` is not a date", "2026-11-23"),
    "a year of five digits": ("2026-11-01", "12026-1", (6, 10), "`12026-1` is not a date", "2026-11-23"),
    "a date that never comes": ("2026-11-01", "2026-02-30", (6, 10), "`2026-02-30` is not a date", "2026-11-23"),
    "a name with blanks": (
        "topic: infusion",
        "topic: My Infusión",
        (1, 8),
        "`My Infusión` cannot be a name",
        "Write `my-infusion`.",
    ),
    "a name of signs": (
        "topic: infusion",
        "topic: '???'",
        (1, 8),
        "`???` cannot be a name",
        "Write something like `topic: infusion`.",
    ),
    "a picture elsewhere": (
        "topic-infusion.svg",
        "../secret.svg",
        (3, 10),
        "cannot be the name of a picture",
        "room.svg",
    ),
    "a picture of a strange kind": (
        "topic-infusion.svg",
        "film.mp4",
        (3, 10),
        "cannot be the name of a picture",
        "svg, png",
    ),
    "a list for a picture": (ROOM, "picture: [room.svg]", (12, 14), "but a list stands there", "file: room.svg"),
    "a word for a list": (
        "sources: [clinic]",
        "sources: clinic",
        (18, 18),
        "A list belongs after `sources:`",
        "Write `sources: [clinic]`.",
    ),
    "a line for points": ("points:\n", "points: hello\n    x:\n", (13, 13), "A list belongs after `points:`", "a dash"),
    "a dash and nothing": (SECOND_POINT, "      -\n", (19, 8), "There is nothing after this dash", "Delete the dash"),
    "a point without words": (SECOND_POINT, "      - icon: droplet\n", (19, 9), "no text here", "`en: ...`"),
    "text for en": ("en: You can", "text: You can", (19, 9), "`text` is not known", "Did you mean `en`?"),
    "two steps": (SECOND_STEP, "", (26, 7), "too few after `steps:`: 2", "at least 3"),
    "seven steps": (SECOND_STEP, SECOND_STEP * 5, (26, 7), "too many after `steps:`: 7", "at most 6"),
    "a text without end": ("You can ask us to stop.", "x" * 1501, (19, 13), "too long: 1501 letters", "1500"),
    "no slides": (
        sample.INFUSION[sample.INFUSION.index("slides:") :],
        "slides: []\n",
        (8, 9),
        "too few after `slides:`: 0",
        "at least 1",
    ),
}


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(map(str, problems))


@pytest.mark.parametrize(("old", "new", "place", "wrong", "instead"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_at_its_place_with_what_to_write(
    old: str, new: str, place: tuple[int, int], wrong: str, instead: str
) -> None:
    assert old in sample.INFUSION
    found = topic(sample.INFUSION.replace(old, new, 1))
    assert found.value is None
    problem = next((each for each in found.problems if wrong in each.wrong), None)
    assert problem, told(found.problems)
    assert (problem.line, problem.column) == place
    assert instead in problem.instead
    assert problem.severity is Severity.ERROR


DOTS = "dots: {filled: 12, of: 17, says: {en: 12 of 17 people, es: 12 de 17 personas}}"


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        ("dots: {filled: 20, of: 17, says: x}", "More are filled than there are"),
        ("dots: {filled: many, of: 17, says: x}", "A whole number belongs after `filled:`, not `many`"),
        ("dots: {filled: 1.5, of: 17, says: x}", "A whole number belongs after `filled:`"),
        ("dots: {filled: -1, of: 17, says: x}", "`-1` is too small"),
        ("dots: {filled: 1, of: 1000, says: x}", "`1000` is too large"),
        ("dots: {filled: 1, of: 17}", "`says` is missing"),
        ("dots: 12", "but `12` stands there"),
    ],
)
def test_slips_of_dots_are_told(new: str, wrong: str) -> None:
    found = topic(sample.CHANGE.replace(DOTS, new))
    assert wrong in told(found.problems)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("hello there\n", "but `hello there` stands there"),
        ("- a\n- b\n", "but a list stands there"),
        ("'': x\n", "one plain word"),
    ],
)
def test_a_file_of_the_wrong_shape_is_told(text: str, wrong: str) -> None:
    assert wrong in told(topic(text).problems)


def test_lists_of_words_and_sources_are_lists() -> None:
    assert "Begin each item with a dash" in told(read_words(b"word: x\n").problems)
    assert "A list belongs" in told(read_sources(b"x\n").problems)


def test_a_language_the_kiosk_cannot_speak_is_told() -> None:
    problems = read_clinic(sample.CLINIC.replace("[en, es]", "[en, ru]").encode()).problems
    assert "`ru` cannot stand after `languages:`" in told(problems)
    assert "twice" in told(read_clinic(sample.CLINIC.replace("[en, es]", "[en, en]").encode()).problems)


def test_no_refusal_is_told_in_the_words_of_a_library() -> None:
    changed = (topic(sample.INFUSION.replace(old, new, 1)) for old, new, *_ in SLIPS.values())
    everything = "\n".join(told(found.problems) for found in changed)
    assert not re.search(
        r"Input|valid|string|dict|pydantic|None|tuple|union|mapping|scalar|not understood|Compare it with", everything
    )


# -- the words on the screen ----------------------------------------------------------------------------------------


def interface(**changed: str) -> ReadFile[object]:
    lines = [changed.get(line.partition(":")[0], line) for line in sample.interface().splitlines()]
    return read_interface("\n".join(line for line in lines if line).encode(), languages=BOTH)


def test_all_words_of_the_screen_are_needed() -> None:
    assert interface().value
    lacking = interface(next="", month_3="month_3:")
    assert lacking.value is None
    assert "missing: next, month_3." in told(lacking.problems)
    assert "month_12" in SCREEN_WORDS


def test_a_word_that_no_screen_shows_is_only_warned_of() -> None:
    found = interface(next="next: {en: Next, es: Siguiente}\nnxet: {en: Next, es: Siguiente}")
    assert found.value
    assert "warning: No screen shows `nxet`. -> Did you mean `next`?" in told(found.problems)


@pytest.mark.parametrize(
    "text", ["{minutes.__class__}", "{minutes!r}", "{minutes:>9999999}", "{0}", "{", "}", "{minuts} minutes", "minutes"]
)
def test_what_the_screen_fills_in_is_written_exactly_so(text: str) -> None:
    found = interface(minutes=f'minutes: {{en: "{text}", es: "{{minutes}} minutos"}}')
    assert found.value is None
    assert "{minutes}" in told(found.problems)


def test_braces_where_nothing_is_filled_in_are_told() -> None:
    found = interface(next='next: {en: "Next {page}", es: Siguiente}')
    assert found.value is None
    assert "cannot fill in `{page}` here" in told(found.problems)


# -- anything -------------------------------------------------------------------------------------------------------

GOOD = sample.INFUSION + sample.CHANGE.partition("slides:\n")[2]
PIECES = [
    "\n",
    " ",
    "  ",
    ":",
    "- ",
    '"',
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    "*",
    "&",
    "#",
    "\t",
    "kind: dots",
    "title:",
    "x",
    "é",
    "🙂",
    "~",
    "en: ",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good file with a few pieces cut out, doubled, or put in."""
    text = GOOD
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 40))
        text = text[:at] + draw(st.sampled_from(["", text[at : at + length], *PIECES])) + text[at + length :]
    return text


@settings(max_examples=250)
@given(mutated())
def test_any_change_of_a_good_file_gives_a_topic_or_a_problem_at_a_line_it_has(text: str) -> None:
    found = topic(text)
    assert found.value is not None or any(problem.severity is Severity.ERROR for problem in found.problems)
    lines = text.count("\n") + 1
    for problem in found.problems:
        assert 0 <= problem.line <= lines
        assert problem.wrong
        assert problem.instead


PLAIN = st.recursive(
    st.sampled_from(["x", "A text", "2026-01-01", "45", "room.svg", "steps", "points", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "topic",
                    "title",
                    "slides",
                    "en",
                    "es",
                    "kind",
                    "points",
                    "steps",
                    "cards",
                    "columns",
                    "dots",
                    "picture",
                    "file",
                    "says",
                    "at",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(["topic", "title", "slides", "name", "lines", "start", "headline"]), PLAIN, max_size=4
    )
)
def test_any_shape_of_data_is_understood_or_told(data: dict[str, object]) -> None:
    raw = repr(data).encode()
    for read in (read_topic, read_clinic, folder.read_help, read_interface, read_words, read_sources):
        found = read(raw, "x.yaml")  # type: ignore[operator]
        assert found.value is not None or found.problems
        assert all(problem.line == 1 and problem.instead for problem in found.problems)


ASKED, TOPIC = sample.QUESTIONS, "topics/10-x.yaml"
MISNAMED = {
    "a letter less": ("questions.yaml", ASKED.replace("asks:", "ask:", 1), ["Did you mean `asks`?"]),
    "another word": ("questions.yaml", ASKED.replace("asks:", "title:", 1), ["Did you mean `asks`?"]),
    "an answer": ("questions.yaml", ASKED.replace("points:", "answer:", 1), ["Did you mean `points`?"]),
    "a link": ("questions.yaml", ASKED.replace("see:", "more-info:", 1), ["What can stand here: question, asks, points, about, see, often."]),
    "a letter more": ("questions.yaml", ASKED.replace("see:", "sees:", 1), ["Did you mean `see`?"]),
    "a link of a slide": (
        TOPIC,
        sample.INFUSION.replace("    kind: points", "    see: change/both-sides", 1),
        ["It belongs to a question in questions.yaml: move it there, or take it out."],
    ),
    "a question of a slide": (
        TOPIC,
        sample.INFUSION.replace("    kind: points", "    asks: {en: When?, es: ¿Cuándo?}", 1),
        ["It belongs to a question in questions.yaml: move it there, or take it out. If you meant `ask_us`, write that."],
    ),
    "a link where the headline is missing": (
        TOPIC,
        sample.INFUSION.replace("    title: {en: A quiet hour, es: Una hora tranquila}", "    see: change/both-sides", 1),
        [
            "Add a line such as `title: {en: A quiet hour, es: Una hora tranquila}`.",
            "It belongs to a question in questions.yaml: move it there, or take it out.",
        ],
    ),
    "what a point claims": (
        TOPIC,
        sample.INFUSION.replace("    kind: points", "    makes: claim", 1),
        ["It belongs to a point or to a step: move it there, or take it out."],
    ),
    "a last day": (
        TOPIC,
        sample.INFUSION.replace("    kind: points", "    until: 2026-12-01", 1),
        ["It belongs under `show:`, inside its braces: move it there, or take it out."],
    ),
    "a headline": (TOPIC, sample.INFUSION.replace("    title:", "    headline:", 1), ["Did you mean `title`?"]),
    "a photo": (TOPIC, sample.INFUSION.replace("    picture:", "    photo:", 1), ["Did you mean `picture`?"]),
    "one source": (TOPIC, sample.INFUSION.replace("        sources:", "        source:", 1), ["Did you mean `sources`?"]),
}


@pytest.mark.parametrize(("name", "text", "instead"), MISNAMED.values(), ids=MISNAMED)
def test_a_name_that_is_misspelt_or_stands_elsewhere_is_told_once_with_its_place(name: str, text: str, instead: list[str]) -> None:
    assert [problem.instead for problem in folder.read_any(text.encode(), name, BOTH).problems] == instead
