"""This machine's settings: wrong ones are told in plain words and never stop the kiosk."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.model.facts import NAMES
from kiosk.problems import Severity
from kiosk.settings.settings import MOST_CLOSED, OF_THE_CLINIC, Settings, physical_mm, read_settings


def test_without_a_file_everything_has_its_value(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == (Settings(), ())


@pytest.mark.parametrize(
    "text",
    [
        "open_hours: Mon-Fri 8:00-18:00, Sat 9:00-13:00\nclosed: 2026-12-25, Jan 1\n",
        "open_hours: [Mon-Fri 8:00-18:00, Sat 9:00-13:00]\nclosed: [2026-12-25, Jan 1]\n",
        "open_hours:\n  - Mon-Fri 8:00-18:00\n  - Sat 9:00-13:00\nclosed:\n  - 2026-12-25\n  - Jan 1\n",
        "open_hours:\n  Mon-Fri: 8:00-18:00\n  Sat: 9:00-13:00\nclosed: 2026-12-25, Jan 1\n",
    ],
    ids=["a line", "a list", "lines", "days and hours"],
)
def test_opening_hours_and_closed_days_are_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.yaml").write_text(text)
    settings, problems = read_settings(tmp_path)
    assert not problems
    assert [(span.begin, span.end) for span in settings.hours.spans] == [(480, 1080), (540, 780)]
    assert [(each.first.month, each.every_year) for each in settings.hours.closed] == [(12, False), (1, True)]


def test_good_settings_are_taken(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("lower_edge_mm: 700\nscreen_diagonal_inches: 32\ndesk_web: https://example.com/x\n")
    assert read_settings(tmp_path) == (Settings(lower_edge_mm=700.0, screen_diagonal_inches=32.0, desk_web="https://example.com/x"), ())


def test_of_very_many_wrong_names_the_first_are_told_and_few_are_guessed(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("".join(f"lower_edge_{number}: 1\n" for number in range(1000)))
    _, problems = read_settings(tmp_path)
    assert [problem.instead == "lower_edge_mm: 1" for problem in problems] == [True] * 10 + [False] * 41
    assert "950 more problems" in problems[-1].wrong


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("lower_edge: 700\n", 1, "lower_edge_mm"),
        ("idle_seconds: 120\nwarning_seconds: 5\n", 2, "from 20 to 600"),
        ("idle_seconds: soon\n", 1, "must be a number"),
        ("idle_seconds: nan\n", 1, "must be a number"),
        ("desk_web: http://example.com\n", 1, "desk_web cannot be"),
        ("phone_region: usa\n", 1, "phone_region: US"),
        ("open_hours: 8-18\n", 1, "open_hours: Mon-Sun 8:00-18:00"),
        ("open_hours: [8, 18]\n", 1, "open_hours: Mon-Fri 8:00-18:00"),
        ("closed: 12/25/2026\n", 1, "Write it as 2026-12-25."),
        ("closed: Christmas\n", 1, "For example: closed: 2026-12-25, 2026-12-24 from 12:00, Jan 1"),
        ("phone_region: UK\n", 1, "Did you mean GB?"),
        ("phone_region: mx\n", 1, "Did you mean MX?"),
        ("phone_region: ZZ\n", 1, "phone_region: US"),
        ("phone_region: [US]\n", 1, "phone_region cannot be"),
        ("voices: pico\n", 1, "a voice is pico, speech-dispatcher, or the file of a voice of Piper"),
        ("rotate: 0\nvoices: {en: espeak}\n", 2, "a voice is pico"),
        ("voices: {en: relative.onnx}\n", 1, "a voice is pico"),
        ("voices: {English: pico}\n", 1, "a voice is pico"),
        ("- 1\n", 1, "name: value"),
        ("lower_edge_mm: [1\n", 1, ""),
    ],
)
def test_a_wrong_setting_is_told_with_its_line_and_keeps_its_default(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "settings.yaml").write_text(text)
    settings, problems = read_settings(tmp_path)
    assert settings == Settings()
    assert problems
    assert problems[0].line >= line or not words
    assert words in str(problems[0])


GOOD = {
    "screen_diagonal_inches": "32", "lower_edge_mm": "750", "idle_seconds": "90", "warning_seconds": "40", "help_seconds": "600", "slower_times": "2",
    "key_bounce_ms": "100", "phone_region": "MX", "desk_web": "https://example.com/x", "desk_mail_to": "a@example.com",
    "desk_mail_from": "b@example.com", "desk_mail_server": "mail.example.com", "desk_mail_user": "kiosk", "backup_folder": "/srv/kiosk",
    "backup_with_key": "yes", "publications_folder": "/srv/in",
    "headphones": "never", "open_hours": "9:00 - 17:00", "closed": "Dec 25", "rotate": "90", "keys": "{help: F16}",
    "voices": "{es: speech-dispatcher}",
}  # fmt: skip
"""A line for each setting, with another value than the usual one."""


def test_each_setting_has_a_line_here() -> None:
    assert set(GOOD) == set(Settings.__struct_fields__)


def test_each_setting_is_of_the_kind_of_its_default(tmp_path: Path) -> None:
    """A whole number stays one."""
    (tmp_path / "settings.yaml").write_text("".join(f"{name}: {value}\n" for name, value in GOOD.items()))
    settings, problems = read_settings(tmp_path)
    assert problems == ()
    numbers_and_texts = {name: getattr(Settings(), name) for name in GOOD if isinstance(getattr(Settings(), name), (int, float, str))}
    assert {name: type(getattr(settings, name)) for name in numbers_and_texts} == {name: type(each) for name, each in numbers_and_texts.items()}


@pytest.mark.parametrize("slip", [" ", "", "=", ":"], ids=["no colon", "no value", "another sign", "no blank"])
@pytest.mark.parametrize("place", [0, len(GOOD) // 2, len(GOOD) - 1, None], ids=["first", "middle", "last", "alone"])
def test_a_missing_colon_is_told_with_a_line_that_works_and_the_other_lines_count(tmp_path: Path, place: int | None, slip: str) -> None:
    for name in GOOD:
        colon_missing(tmp_path, name, place, slip)


def colon_missing(tmp_path: Path, name: str, place: int | None, slip: str) -> None:
    others = [other for other in GOOD if other != name] if place is not None else []
    lines = [f"{other}: {GOOD[other]}" for other in others]
    lines.insert(place or 0, f"{name}{slip}{GOOD[name] if slip else ''}")
    (tmp_path / "settings.yaml").write_text("\n".join(lines) + "\n")
    settings, (told,) = read_settings(tmp_path)
    assert told.wrong in (f"There is no colon after `{name}`.", f"There is no space after the colon of `{name}:`.")
    assert told.line == (place or 0) + 1
    assert {each for each in GOOD if getattr(settings, each) != getattr(Settings(), each)} == set(others)
    if slip:
        (tmp_path / "settings.yaml").write_text(told.instead.removeprefix("Write `").removesuffix("`."))
        assert read_settings(tmp_path)[1] == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("open_hours 9-5\nrotate: 45\nclosed: [Dec 25, Foo 3, 12/25]\nkeys {a: F13}\nnonsense: 1\nidle_seconds: soon\n", [1, 2, 3, 3, 4, 5, 6]),
        ("- a\nrotate: 45\nlower_edge_mm [\n", [1, 2, 3]),
        ("rotate: 90\nrotate 180\nkeys: {a\nrotate: 270\n", [2, 3, 3, 4]),
        ("desk_web: https://example.com/x\n\u00a0rotate: 90\nidle_seconds 5\n", [2, 3]),
        ("rotate: [90\nidle_seconds: 'a\nheadphones: jack\n", [1, 2]),
    ],
)
def test_all_mistakes_of_the_file_are_told_at_once(tmp_path: Path, text: str, lines: list[int]) -> None:
    (tmp_path / "settings.yaml").write_text(text)
    assert sorted(each.line for each in read_settings(tmp_path)[1]) == lines


@given(st.text(max_size=60) | st.lists(st.sampled_from([*GOOD, ":", " ", "\n", "\n", "9:00", "[", "'", "- ", "{", "\t"])).map("".join))
def test_whatever_is_written_is_told_and_stops_nothing(text: str) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "settings.yaml").write_text(text, newline="")
        settings, problems = read_settings(Path(folder))
    assert settings != Settings() or problems or text.isspace() or all(not line.strip() or ":" in line or "#" in line for line in text.splitlines())


def test_of_closed_days_the_good_ones_count_and_the_others_are_told_by_their_line(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("closed:\n  - Dec 24 from noon\n  - Christmas\n  - Jan 1\n")
    settings, (told,) = read_settings(tmp_path)
    assert [(each.first.month, each.begin) for each in settings.closed] == [(12, 720), (1, 0)]
    assert (told.line, told.wrong) == (3, "`christmas` is not a day on which the clinic could be closed.")


def test_hours_through_the_night_hold_and_are_asked_back(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("open_hours: 18:00-8:00\n")
    settings, (told,) = read_settings(tmp_path)
    assert settings.open_hours
    assert told.severity is Severity.WARNING


def test_what_the_clinic_says_to_visitors_is_shown_where_it_belongs(tmp_path: Path) -> None:
    assert OF_THE_CLINIC == NAMES
    for name in NAMES:
        for sign in (":", ""):
            (tmp_path / "settings.yaml").write_text(f"{name}{sign} 404-555-1212\nrotate: 90\n")
            settings, (told,) = read_settings(tmp_path)
            assert settings.rotate == 90
            assert "clinic.yaml" in told.instead


@pytest.mark.parametrize(
    ("pixels", "reported", "inches", "expected"),
    [
        ((1920, 1080), (476, 268), 0.0, (476.0, 268.0)),
        ((1080, 1920), (398, 708), 0.0, (398.0, 708.0)),
        ((1920, 1080), (0, 0), 0.0, (476.0, 267.7)),
        ((1920, 1080), (160, 90), 0.0, (476.0, 267.7)),
        ((1080, 1920), (708, 398), 0.0, (267.7, 476.0)),
        ((1280, 720), (339, 190), 0.0, (476.0, 267.7)),  # made up by an X server, of 96 pixels an inch
        ((1920, 1080), (508, 286), 0.0, (476.0, 267.7)),
        ((3840, 2160), (1016, 571), 0.0, (476.0, 267.7)),
        ((1280, 720), (325.12, 182.88), 0.0, (476.0, 267.7)),  # made up by Qt on Wayland, of 100
        ((1920, 1080), (509, 286), 0.0, (509.0, 286.3)),  # a true one of 23 inches
        ((1920, 1080), (487, 274), 0.0, (487.0, 274.0)),
        ((3840, 2160), (0, 0), 55.0, (1217.6, 684.9)),
        ((0, 0), (0, 0), 0.0, (476.0, 268.0)),
    ],
)
def test_the_true_size_comes_from_the_settings_or_a_believable_screen(
    pixels: tuple[float, float],
    reported: tuple[float, float],
    inches: float,
    expected: tuple[float, float],
) -> None:
    assert physical_mm(pixels, reported, inches) == pytest.approx(expected, abs=1.0)


@pytest.mark.parametrize("name", ["settings.yml", "settings.yaml.txt", "Settings.yaml"])
def test_settings_under_another_name_are_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("rotate: 90\n", encoding="utf-8")
    settings, (told,) = read_settings(tmp_path)
    assert settings == Settings()
    assert told.wrong == f"The settings in {name} are not read, because of its name."
    assert told.instead == f"Rename {name} to settings.yaml."
    (tmp_path / name).rename(tmp_path / "settings.yaml")
    assert read_settings(tmp_path) == (Settings(rotate=90), ())


@pytest.mark.parametrize(("first", "counted"), [("", MOST_CLOSED), (f"- {'Jamuery 1, ' * 40}\n", MOST_CLOSED - 40)], ids=["good", "some wrong"])
def test_closed_days_have_an_end_and_that_is_told(tmp_path: Path, first: str, counted: int) -> None:
    days = "- Jan 1\n" * 1_500
    (tmp_path / "settings.yaml").write_text(f"closed:\n{first}{days}", encoding="utf-8")
    own, told = read_settings(tmp_path)
    assert len(own.closed) == counted
    assert told[-1].wrong == "More than 1000 closed days stand here; the others do not count."
