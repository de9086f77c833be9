"""This machine's settings: wrong ones are told in plain words and never stop the kiosk."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings.settings import Settings, physical_mm, read_settings


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
    assert [problem.instead == "lower_edge_mm" for problem in problems] == [True] * 10 + [False] * 41
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
        ("closed: 12/25/2026\n", 1, "closed: 2026-12-25"),
        ("closed: Christmas\n", 1, "For example: closed: 2026-12-25, 2026-12-24 from 12:00, Jan 1"),
        ("phone_region: UK\n", 1, "Did you mean GB?"),
        ("phone_region: mx\n", 1, "Did you mean MX?"),
        ("phone_region: ZZ\n", 1, "phone_region: US"),
        ("phone_region: [US]\n", 1, "phone_region cannot be"),
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
