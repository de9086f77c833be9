"""What content may hold is counted: beyond that a file ends in one sentence, and nothing is looked at that nobody would read."""

from __future__ import annotations

from pathlib import Path

import hostile
import pytest
from conftest import TODAY

from content import sample
from kiosk.content.checks import check, findings, picture_proofs
from kiosk.content.reading import folder, format_errors
from kiosk.content.reading.folder import read_folder, read_topic
from kiosk.content.store.current import fingerprint, open_library
from kiosk.files import regular
from kiosk.problems import Problem, Severity
from kiosk.yaml import hints
from kiosk.yaml import reading as yamlfile
from kiosk.yaml.hints import Twice

FILE = "topics/10-start.yaml"
ALL = yamlfile.MOST_ENTRIES


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return hostile.copied(tmp_path / "content")


def grave(problems: tuple[Problem, ...], file: str) -> list[str]:
    return [problem.wrong for problem in problems if problem.file == file and problem.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "text",
    ["- a\n" * (ALL + 9), f"[{'a,' * (ALL + 9)}]", "a: b\n" * ALL, "{" + "a: b, " * ALL + "}", "- &a x\n" + "- *a\n" * (ALL + 9), "- []\n" * ALL * 2],
    ids=["lines", "one line", "names", "names in braces", "aliases", "empty lists"],
)
def test_a_file_with_too_many_entries_is_read_no_further(text: str) -> None:
    found = yamlfile.read_yaml(text.encode(), FILE)
    assert found.yaml is None
    assert found.entries == ALL + 1
    assert [problem.instead for problem in found.problems if "30,000 entries" in problem.wrong] == [yamlfile.SPREAD]
    assert len(found.problems) <= yamlfile.MOST_PROBLEMS + 1


def test_a_file_with_as_many_entries_as_there_may_be_is_read() -> None:
    assert yamlfile.read_yaml(b"- a\n" * (ALL - 1), FILE).yaml
    assert yamlfile.read_yaml(b"- a\n" * ALL, FILE).yaml is None


def test_what_helps_is_looked_for_only_while_its_problem_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, cured = [], Twice.cured
    monkeypatch.setattr(Twice, "cured", lambda twice: [asked.append(twice), cured(twice)][1])
    found = yamlfile.read_yaml(f"a: [{', '.join(['{a: 1, a: 2}'] * 200)}]\n".encode(), FILE)
    assert len(found.problems) == len(asked) == yamlfile.MOST_PROBLEMS


@pytest.mark.parametrize("below", ["\n", "  - a\n"], ids=["line ends", "items"])
def test_what_stands_after_a_name_is_looked_through_to_some_line(below: str) -> None:
    many = f"a:\n  - a\nb: x\na:\n  - b\n{below * (hints.MOST_LINES_OF_A_BLOCK + 1)}"
    told = [yamlfile.read_yaml(text.encode(), FILE).problems[0].instead for text in (many, many.replace(below * 9, ""))]
    assert ["Keep one of the two" in each for each in told] == [True, False]


def test_an_item_is_looked_through_to_some_line() -> None:
    found = yamlfile.read_yaml(b"a:\n- {b: c}\n" + b"\n" * 3_000 + b"  # a note\n", FILE).yaml
    assert found
    assert found.lines_at(("a", 0)) == range(2, 3)


def test_a_name_has_an_end() -> None:
    name = "k" * (yamlfile.MOST_LETTERS_OF_A_NAME + 1)
    assert "one plain word" in yamlfile.read_yaml(f"? {name}\n: x\n".encode(), FILE).problems[0].wrong


@pytest.mark.parametrize(
    "lines", ["    poimts{}: x\n", "    sources: [A{}]\n", "    clip: {{e{}: x}}\n"], ids=["names", "values", "languages"]
)
def test_of_many_errors_some_are_told_and_the_others_counted(lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(format_errors, "get_close_matches", lambda *_, **__: compared.append(1) or [])
    one = hostile.numbered(20, lines) if "poimts" in lines else lines.format("x")
    read = read_topic(hostile.topic(f"  - title: x\n{one}" * 60).encode(), FILE)
    assert read.value is None
    assert len(read.problems) <= yamlfile.MOST_PROBLEMS + 1
    assert "more problems here, too many to list" in read.problems[-1].wrong
    assert len(compared) <= format_errors.MOST_GUESSES


def test_few_names_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    monkeypatch.setattr(format_errors, "get_close_matches", lambda _, names, **__: compared.append(len(names)) or [])
    known = {f"zarate-{number}" for number in range(900)}
    assert format_errors.did_you_mean("zarate-2o", known, "No.") == "No."
    assert compared == [format_errors.MOST_COMPARED]
    format_errors.did_you_mean("z" * 61, known, "No.")
    format_errors.did_you_mean("zarate-2o", {*known, *map(str, range(900))}, "No.")
    assert len(compared) == 1


def test_suggestions_for_what_checks_do_not_know_end_too(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(format_errors, "get_close_matches", lambda *_, **__: compared.append(1) or [])
    hostile.holding(hostile.topic("".join(hostile.cited(39, slide) for slide in range(60))))(content)
    told = [wrong for wrong in grave(check.check(content, TODAY), hostile.TOPIC) if "no source" in wrong]
    assert len(told) == findings.MOST_TOLD
    assert len(compared) <= 2 * format_errors.MOST_GUESSES  # by two rounds of checks


def test_an_error_behind_very_many_warnings_keeps_its_file_off_the_screen(content: Path) -> None:
    many = (hostile.POINTS + "      - {en: one two}\n" * 8) * 59 + "  - {title: A cure, picture: room.svg}\n"
    hostile.holding(hostile.topic(many))(content)
    assert grave(check.check(content, TODAY), hostile.TOPIC) == ["The kiosk never says “cure” like this."]


def test_all_problems_together_end_and_each_wrong_file_stays_wrong(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("10-start", "60-different"):
        (content / "topics" / f"{name}.yaml").write_text("topic: x\nslides: [a, b, c]\n", encoding="utf-8")
    everything = check.check(content, TODAY)
    wrong = {problem.file for problem in everything if problem.severity is Severity.ERROR}
    monkeypatch.setattr(check, "MOST_PROBLEMS", 1)
    told = check.check(content, TODAY)
    assert wrong == {problem.file for problem in told if problem.severity is Severity.ERROR} >= {"topics/10-start.yaml", "topics/60-different.yaml"}
    assert [f"are {len(everything) - len(told) + 1} more problems" in problem.wrong for problem in told if problem.file == "topics"] == [True]


@pytest.mark.parametrize("bound", ["MOST_BYTES_TOGETHER", "MOST_ENTRIES_TOGETHER", "MOST_SLIDES_TOGETHER"])
def test_all_files_together_have_an_end(content: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(folder, bound, {"MOST_BYTES_TOGETHER": 240_000, "MOST_ENTRIES_TOGETHER": 9_500, "MOST_SLIDES_TOGETHER": 20}[bound])
    read = read_folder(content)
    values = [file.value is not None for file in read.topics]
    assert values == sorted(values, reverse=True)
    assert set(values) == {True, False}
    assert [grave(read.problems, file.name) for file in read.topics if file.value is None] == [
        ["All files together hold so much that this one is not read any more."]
    ] * values.count(False)


@pytest.mark.parametrize(
    ("name", "file"), [(name, file) for name, (_, told, file) in hostile.SLOW.items() if told in {"too many", "entries", "more problems"}]
)
def test_what_no_screen_could_show_is_no_value(name: str, file: str, content: Path) -> None:
    spoil, told, _ = hostile.SLOW[name]
    spoil(content)
    spoilt = next(each for each in read_folder(content).files if each.name == file)
    assert spoilt.value is None
    assert any(told in f"{problem.wrong} {problem.instead}" for problem in spoilt.problems)


def test_a_folder_with_very_many_files_is_not_looked_through(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = open_library(content, tmp_path / "data", TODAY)
    monkeypatch.setattr(regular, "MOST_NAMES", 3)
    assert next(entry for entry in fingerprint(content) if entry[0].startswith("topics/"))[0] == "topics/"
    assert read_folder(content).topics == ()
    told = check.check(content, TODAY)
    assert "none of them is looked at" in grave(told, "topics")[0]
    assert "none of them is looked at" in grave(told, "pictures")[0]
    again, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert again
    assert again.heads == library.heads
    assert all(again.picture(head.picture) for head in again.heads)


def test_pictures_have_a_number_and_a_size_together(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOST_PICTURES", 5)
    monkeypatch.setattr(picture_proofs, "_known", {})
    refused = [problem for problem in check.check(content, TODAY) if "pictures are used" in problem.wrong]
    assert len(refused) > 20
    monkeypatch.setattr(picture_proofs, "MOST_BYTES_TOGETHER", len(sample.DRAWING) + 1)
    paths = sorted((content / "pictures").glob("attract*.svg"))
    assert ["MB" in fault.wrong for _, fault in picture_proofs.faults(paths, content)] == [True] * len(paths)
