"""The library: quick from the snapshot, the last good version of what is broken, no loss where saving fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import sample
from kiosk.content.model.deck import Help, HelpLine, Text
from kiosk.content.store import current, snapshot
from kiosk.content.store.current import open_library
from kiosk.content.store.fallback import CLINIC
from kiosk.content.store.library import Library
from kiosk.content.store.snapshot import Snapshot
from kiosk.problems import Severity

TODAY = date(2026, 11, 23)
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(content: Path, data: Path) -> Library:
    library, problems = open_library(content, data, TODAY)
    assert library, problems
    return library


def errors(content: Path, data: Path) -> set[str]:
    return {problem.file for problem in open_library(content, data, TODAY)[1] if problem.severity is Severity.ERROR}


def everything(library: Library) -> tuple[object, ...]:
    return (
        library.clinic,
        library.help,
        library.interface,
        library.words,
        library.sources,
        library.heads,
        [library.topic(head.id) for head in library.heads],
        [library.first_slide(head.id) for head in library.heads],
    )


def test_the_heads_say_what_the_home_screen_needs(content: Path, data: Path) -> None:
    head = opened(content, data).heads[0]
    assert (head.id, head.picture, head.tint, head.slides) == ("infusion", "topic-infusion.svg", "apricot", 2)
    assert head.title.in_("es") == "Su infusión"
    assert head.minutes == (("en", 1), ("es", 1))


def test_the_second_opening_gives_the_same_without_reading_yaml(content: Path, data: Path) -> None:
    first = everything(opened(content, data))
    program = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "for name in ('PySide6', 'yaml', 'pydantic'): sys.modules[name] = None\n"
        "from kiosk.content.store.current import open_library\n"
        "library, problems = open_library(Path(sys.argv[1]), Path(sys.argv[2]), date(2026, 11, 23))\n"
        "print(library.topic('infusion').slides[0].id, problems)\n"
    )
    command = [sys.executable, "-c", program, str(content), str(data)]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (told.stdout.strip(), told.stderr) == ("in-the-room ()", "")
    assert everything(opened(content, data)) == first


def test_what_is_left_to_say_is_known_without_reading_a_topic(content: Path, data: Path) -> None:
    says = sample.INFUSION.replace("  - slide: the-day", "    ask_us: {en: Ask us how., es: Pregúntenos cómo.}\n  - slide: the-day", 1)
    (content / "topics" / "10-infusion.yaml").write_text(says)
    opened(content, data)
    library = opened(content, data)
    for kept in (data / "deck").glob("infusion-*.json"):
        kept.unlink()
    (content / "topics" / "10-infusion.yaml").unlink()
    assert library.topic("infusion") is None
    assert [text.in_("es") for text in library.ask_us] == ["Pregúntenos cómo."]


def test_reading_and_checking_need_no_qt(content: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "sys.modules['PySide6'] = None; sys.modules['shiboken6'] = None\n"
        "from kiosk.content.checks.check import check\n"
        "print({problem.severity.value for problem in check(Path(sys.argv[1]), date(2026, 11, 23))})\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(content)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (told.stdout.strip(), told.stderr) == ("{'notice'}", "")


def test_a_name_that_is_not_there_is_no_topic(content: Path, data: Path) -> None:
    assert opened(content, data).topic("nothing") is None


def test_only_the_last_two_topics_are_held(content: Path, data: Path) -> None:
    for name in ("30-a", "40-b"):
        (content / "topics" / f"{name}.yaml").write_text(sample.INFUSION.replace("topic: infusion", f"topic: t{name}"))
    opened(content, data)
    library = opened(content, data)
    first = library.topic("infusion")
    assert library.topic("infusion") is first
    library.topic("change")
    assert library.topic("infusion") is first
    library.topic("t30-a")
    library.topic("t40-b")
    assert library.topic("infusion") is not first
    assert library.topic("infusion") == first


def test_a_word_of_the_interface_that_nobody_wrote_shows_its_name(content: Path, data: Path) -> None:
    library = opened(content, data)
    assert library.interface_text("next") == dict(library.interface)["next"]
    assert library.interface_text("brand_new") == Text((("en", "brand_new"),))


# -- changes --------------------------------------------------------------------------------------------------------


def test_a_changed_file_is_read_anew(content: Path, data: Path) -> None:
    opened(content, data)
    (content / "topics" / "10-infusion.yaml").write_text(sample.INFUSION.replace("A quiet hour", "A calm hour"))
    topic = opened(content, data).topic("infusion")
    assert topic
    assert topic.slides[0].title.in_("en") == "A calm hour"


def test_a_new_topic_and_a_deleted_one_are_seen(content: Path, data: Path) -> None:
    opened(content, data)
    (content / "topics" / "10-infusion.yaml").unlink()
    (content / "topics" / "30-new.yaml").write_text("topic: new\ntitle: New\nslides:\n  - title: Hello\n    points: [Come in.]\n")
    assert [head.id for head in opened(content, data).heads] == ["change", "new"]


def test_changed_rules_read_everything_anew(content: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(content, data)
    copied = shutil.copytree(current.CODE, data / "code", ignore=shutil.ignore_patterns("__pycache__", "ui"))
    monkeypatch.setattr(current, "CODE", copied)
    seen = {current.fingerprint(content)}
    for file in ("problems.py", "yaml/reading.py", "content/model/deck.py", "content/checks/forbidden_words.py", "content/store/library.py"):
        (copied / file).write_text("# changed")
        seen.add(current.fingerprint(content))
    assert len(seen) == 6


# -- the last good version ------------------------------------------------------------------------------------------

BROKEN = {
    "broken": "topic: [\n",
    "misspelt": sample.INFUSION.replace("slides:", "sldies:"),
    "a promise": sample.INFUSION.replace("You can ask us to stop.", "It cures you."),
    "of another's name": sample.INFUSION.replace("topic: infusion", "topic: change"),
    "empty": "",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_topic_with_an_error_stays_as_it_was_while_others_change(content: Path, data: Path, text: str) -> None:
    before = opened(content, data).topic("infusion")
    (content / "topics" / "05-change.yaml").write_text(sample.CHANGE.replace("Both sides", "Two sides"))
    (content / "topics" / "20-change.yaml").unlink()
    (content / "topics" / "10-infusion.yaml").write_text(text)
    for _ in range(2):
        library = opened(content, data)
        assert [head.id for head in library.heads] == ["change", "infusion"]
        assert library.topic("infusion") == before
        changed = library.topic("change")
        assert changed
        assert changed.slides[0].title.in_("en") == "Two sides"
        assert errors(content, data) == {"topics/10-infusion.yaml"}


@pytest.mark.parametrize("name", ["clinic", "help", "interface", "words", "sources"])
@pytest.mark.parametrize("text", ["- [\n", None], ids=["broken", "missing"])
def test_every_other_file_stays_as_it_was_too(content: Path, data: Path, name: str, text: str | None) -> None:
    before = everything(opened(content, data))
    path = content / f"{name}.yaml"
    path.unlink() if text is None else path.write_text(text)
    for _ in range(2):
        assert everything(opened(content, data)) == before
        assert errors(content, data) == {path.name}


def test_a_help_panel_without_988_never_reaches_the_screen(content: Path, data: Path) -> None:
    before = opened(content, data).help
    (content / "help.yaml").write_text(sample.HELP.replace("988", "555"))
    assert opened(content, data).help == before


def test_a_help_panel_of_before_whose_lines_all_lack_a_number_keeps_them() -> None:
    panel = Help(Text(), (HelpLine(Text(), Text((("en", "Call 911, or us: {phone}."),))),))
    assert Library(Snapshot((), CLINIC, panel, (), (), (), (), ()), lambda _: None).help == panel


WITHDRAWN = sample.INFUSION.replace("  - slide: in-the-room\n", "  - slide: in-the-room\n    withdraw: Yes\n")


def test_a_slide_is_withdrawn_although_its_file_has_an_error(content: Path, data: Path) -> None:
    before = opened(content, data).topic("infusion")
    assert before
    (content / "topics" / "10-infusion.yaml").write_text(WITHDRAWN.replace("kind: steps", "kind: stops").replace("A quiet hour", "Other words"))
    for _ in range(2):
        library = opened(content, data)
        assert library.withdrawn == {"infusion/in-the-room"}
        topic = library.topic("infusion")
        assert topic
        assert topic.slides == before.slides[1:]
        assert errors(content, data) == {"topics/10-infusion.yaml"}
    (content / "topics" / "10-infusion.yaml").write_text(sample.INFUSION)
    assert opened(content, data).topic("infusion") == before


UNREADABLE: dict[str, Callable[[str], str]] = {
    "a quote that is not closed": lambda text: text.replace("title: {", "title: {'", 1),
    "a tab": lambda text: text.replace("tint:", "\ttint:", 1),
    "a brace left open at the end": lambda text: text + "  - {",
    "marks of a merge": lambda text: text + "<<<<<<< ours\n",
    "more entries than a file may have": lambda text: text + "x: [" + "a," * 40_000 + "]\n",
    "letters that are none": lambda text: text + "\udcff",
}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("written", ["withdraw: Yes", "'withdraw' : \"yes\"   # now", "withdraw: TRUE"])
def test_what_is_withdrawn_goes_even_if_yaml_cannot_read_the_file(
    content: Path, data: Path, spoil: Callable[[str], str], written: str
) -> None:
    opened(content, data)
    file = content / "topics" / "10-infusion.yaml"
    file.write_bytes(spoil(WITHDRAWN.replace("withdraw: Yes", written)).encode(errors="surrogateescape"))
    assert opened(content, data).withdrawn == {"infusion/in-the-room"}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("text", [WITHDRAWN.replace("slide: in-the-room", "kind: points"), f"withdraw: yes\n{sample.INFUSION}"])
def test_what_it_does_not_name_there_is_the_whole_topic(content: Path, data: Path, spoil: Callable[[str], str], text: str) -> None:
    opened(content, data)
    file = content / "topics" / "10-infusion.yaml"
    file.write_bytes(spoil(sample.INFUSION).encode(errors="surrogateescape"))
    assert [head.id for head in opened(content, data).heads] == ["infusion", "change"]
    file.write_bytes(spoil(text).encode(errors="surrogateescape"))
    assert [head.id for head in opened(content, data).heads] == ["change"]


WISH = "  - slide: in-the-room\n    withdraw: Yes\n"
SLIDE, TOPIC = "infusion/in-the-room", "infusion"


def wished(instead: str, text: str = WITHDRAWN) -> str:
    """The file with another wish, and a quote that is not closed."""
    assert WISH in text
    return text.replace(WISH, instead).replace("title: {", "title: {'", 1)


def braced(text: str) -> str:
    """The slide in braces on one line."""
    begin, end = text.index(WISH), text.index("  - slide: the-day")
    return text[:begin] + "  - {slide: in-the-room, withdraw: yes, title: {en: A, es: B}, points: [{en: One, es: Uno}]}\n" + text[end:]


WISHES: dict[str, tuple[str | bytes, str]] = {
    "UTF-16": (WITHDRAWN.encode("utf-16"), SLIDE),
    "UTF-16 without a mark": (WITHDRAWN.encode("utf-16-be"), SLIDE),
    "UTF-32": (WITHDRAWN.encode("utf-32"), SLIDE),
    "Windows-1252": (WITHDRAWN.encode("cp1252"), SLIDE),
    "Windows-1252 with ends of lines of an old Mac": (WITHDRAWN.replace("\n", "\r").encode("cp1252"), SLIDE),
    "ends of lines of an old Mac": (wished(WISH).replace("\n", "\r"), SLIDE),
    "ends of lines that nobody sees": (WITHDRAWN.replace("\n", "\u2028"), SLIDE),
    "a zero at the end": (WITHDRAWN + "\0", SLIDE),
    "a sign that nobody sees": (WITHDRAWN + "# \x07\n", SLIDE),
    "a file that is too long": (WITHDRAWN + "#" + "x" * 1_000_001, SLIDE),
    "in braces": (braced(WITHDRAWN).replace("tint: ", 'tint: "'), SLIDE),
    "in braces with a comma too many": (braced(WITHDRAWN).replace("One,", "One, two,"), SLIDE),
    "a whole list in brackets": (wished("  - {slide: the-day}, {slide: in-the-room, withdraw: yes}\n"), TOPIC),
    "a lost dash": (sample.INFUSION.replace("  - slide: the-day\n", "    slide: the-day\n    withdraw: yes\n"), TOPIC),
    "no, then yes": (WITHDRAWN.replace("    withdraw: Yes\n", "    withdraw: no\n    withdraw: yes\n"), SLIDE),
    "yes, then no": (WITHDRAWN.replace("    withdraw: Yes\n", "    withdraw: yes\n    withdraw: no\n"), SLIDE),
    "at the end": (sample.INFUSION.replace("title: {", "title: {'", 1) + "withdraw: yes\n", TOPIC),
    "at the beginning": ("withdraw: yes\n" + sample.INFUSION.replace("title: {", "title: {'", 1), TOPIC),
    "on the next line": (wished("  - slide: in-the-room\n    withdraw:\n      yes\n"), SLIDE),
    "as a block": (wished("  - slide: in-the-room\n    withdraw: |\n      yes\n"), SLIDE),
    "as a question": (wished("  - slide: in-the-room\n    ? withdraw\n    : yes\n"), SLIDE),
    "without its colon": (wished("  - slide: in-the-room\n    withdraw yes\n"), SLIDE),
    "without its space": (WITHDRAWN.replace("withdraw: Yes", "withdraw:yes"), SLIDE),
    "another name": (wished("  - slide: in-a-room\n    withdraw: yes\n"), TOPIC),
    "a name in capitals": (wished("  - slide: In-The-Room\n    withdraw: yes\n"), SLIDE),
    "without a name": (wished("  - withdraw: yes\n"), TOPIC),
    "before its name": (wished("  - withdraw: yes\n    slide: in-the-room\n"), SLIDE),
    "a long dash": (wished("  – slide: in-the-room\n    withdraw: yes\n"), TOPIC),
    "a dash of its own": (wished("  - slide: in-the-room\n    - withdraw: yes\n"), SLIDE),
    "an indent of three": (wished("   - slide: in-the-room\n     withdraw: yes\n"), TOPIC),
    "an indent of none": (wished("- slide: in-the-room\n  withdraw: yes\n"), TOPIC),
    "a tab before it": (wished("  - slide: in-the-room\n\twithdraw: yes\n"), TOPIC),
    "hard spaces before it": (wished("  - slide: in-the-room\n\u00a0\u00a0\u00a0\u00a0withdraw: yes\n"), SLIDE),
    "three dashes": (WITHDRAWN.replace("slides:\n", "---\nslides:\n"), SLIDE),
    "slides misspelt": (WITHDRAWN.replace("slides:\n", "Slide:\n"), SLIDE),
    "a sound file with another name and a cure": (WITHDRAWN.replace("in-the-room", "in-a-room").replace("A quiet hour", "A cure"), TOPIC),
}
for each in ("“yes”", "\u00a0yes", "yes.", "sí", "yes!", "x", "!!bool yes", "", "nope", "y # now"):
    WISHES[f"withdraw: {each}"] = wished(f"  - slide: in-the-room\n    withdraw: {each}\n"), SLIDE
for each in ("Withdraw: yes", "WITHDRAW: YES", "“withdraw”: yes", "withdrawn: yes", "withdraw = yes", "withdraw :yes", "withdraw： yes"):
    WISHES[each] = wished(f"  - slide: in-the-room\n    {each}\n"), SLIDE


@pytest.mark.parametrize(("written", "goes"), WISHES.values(), ids=WISHES)
def test_a_wish_to_withdraw_is_met_however_it_is_written(content: Path, data: Path, written: str | bytes, goes: str) -> None:
    """In a file with an error; what does not name one slide that is known takes the topic off."""
    opened(content, data)
    (content / "topics" / "10-infusion.yaml").write_bytes(written if isinstance(written, bytes) else written.encode())
    library, found = open_library(content, data, TODAY)
    assert library
    assert "topics/10-infusion.yaml" in {problem.file for problem in found if problem.severity is Severity.ERROR}
    topic = library.topic("infusion")
    assert ([slide.id for slide in topic.slides] if topic else []) == ([] if goes == TOPIC else ["the-day"])


@pytest.mark.parametrize(
    "line",
    ["withdraw: no", "withdraw: 'No'", "withdraw: off  # later", "withdraw no", "# withdraw: yes", "#withdraw", "heed: withdrawal: yes"],
)
def test_what_is_no_wish_takes_nothing_off(content: Path, data: Path, line: str) -> None:
    before = opened(content, data).topic("infusion")
    (content / "topics" / "10-infusion.yaml").write_text(wished(f"  - slide: in-the-room\n    {line}\n"))
    assert opened(content, data).topic("infusion") == before


def test_what_was_withdrawn_before_a_slip_takes_nothing_else_off(content: Path, data: Path) -> None:
    file = content / "topics" / "10-infusion.yaml"
    file.write_text(WITHDRAWN)
    before = opened(content, data).topic("infusion")
    for number in range(3):
        file.write_text(wished(WISH) + f"# {number}\n")
        library = opened(content, data)
        assert library.topic("infusion") == before
        assert library.withdrawn == {SLIDE}


def test_what_is_overdue_hides_although_its_file_has_an_error_or_is_lost(content: Path, data: Path) -> None:
    with (content / "clinic.yaml").open("a") as clinic:
        clinic.write("hide_overdue: yes\n")
    opened(content, data)
    (content / "topics" / "10-infusion.yaml").write_text(sample.INFUSION.replace("title: {", "title: {'", 1))
    for day, there in ((TODAY, ["infusion", "change"]), (date(2027, 5, 1), ["infusion", "change"]), (date(2027, 5, 2), [])):
        library, _ = open_library(content, data, day)
        assert library
        assert [head.id for head in library.heads] == there


def test_a_topic_is_withdrawn_although_its_file_has_an_error(content: Path, data: Path) -> None:
    opened(content, data)
    (content / "topics" / "10-infusion.yaml").write_text("withdraw: true\n" + sample.INFUSION.replace("kind: steps", "kind: stops"))
    for _ in range(2):
        assert [head.id for head in opened(content, data).heads] == ["change"]


def test_whatever_is_withdrawn_goes_even_if_it_is_everything(content: Path, data: Path) -> None:
    opened(content, data)
    for path in (content / "topics").iterdir():
        path.write_text("withdraw: yes\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    for _ in range(2):
        library = opened(content, data)
        assert library.heads == ()
        assert len(library.withdrawn) == sample.SLIDES_OF_CHANGE + 2


def link_out(file: Path) -> None:
    outside = file.parents[2] / file.name
    file.rename(outside)
    file.symlink_to(outside)


def too_large(file: Path) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8').replace('withdraw: yes', '')}\n{'#' * 80}\n" * 20_000, encoding="utf-8")


@pytest.mark.parametrize("shut", [link_out, too_large])
@pytest.mark.parametrize(("text", "left"), [("withdraw: yes\n" + sample.INFUSION, None), (WITHDRAWN, ["in-the-room"]), (sample.INFUSION, [])])
def test_what_was_withdrawn_stays_so_while_its_file_cannot_be_read(
    content: Path, data: Path, shut: Callable[[Path], None], text: str, left: list[str] | None
) -> None:
    before = opened(content, data).topic("infusion")
    assert before
    file = content / "topics" / "10-infusion.yaml"
    file.write_text(text, encoding="utf-8")
    opened(content, data)
    shut(file)
    for _ in range(2):
        topic = opened(content, data).topic("infusion")
        assert (topic and [slide.id for slide in topic.slides]) == (
            None if left is None else [slide.id for slide in before.slides if slide.id not in left]
        )


def test_a_slide_without_a_name_is_withdrawn_by_its_headline(content: Path, data: Path) -> None:
    text = sample.INFUSION.replace("  - slide: in-the-room\n    kind", "  - kind")
    (content / "topics" / "10-infusion.yaml").write_text(text)
    opened(content, data)
    text = text.replace("  - kind: points\n", "  - kind: points\n    withdraw: yes\n").replace("tint: apricot", "tint: x")
    (content / "topics" / "10-infusion.yaml").write_text(text)
    topic = opened(content, data).topic("infusion")
    assert topic
    assert [slide.id for slide in topic.slides] == ["the-day"]


def test_a_file_that_is_mended_shows_again(content: Path, data: Path) -> None:
    opened(content, data)
    path = content / "topics" / "10-infusion.yaml"
    path.write_text("topic: [\n")
    opened(content, data)
    path.write_text(sample.INFUSION.replace("A quiet hour", "A calm hour"))
    topic = opened(content, data).topic("infusion")
    assert topic
    assert topic.slides[0].title.in_("en") == "A calm hour"
    assert errors(content, data) == set()


def test_warnings_keep_nothing_back(content: Path, data: Path) -> None:
    slide = "  - title: One headline with many more words than it may have\n    points: [Come in.]\n"
    (content / "topics" / "10-infusion.yaml").write_text(f"topic: infusion\ntitle: Hi\nslides:\n{slide}")
    library, problems = open_library(content, data, TODAY)
    assert library
    assert library.heads[0].slides == 1
    assert {problem.severity for problem in sample.apart_from_sign_off(problems)} == {Severity.WARNING, Severity.NOTICE}


def test_a_lost_content_folder_leaves_all_as_it_was(content: Path, data: Path) -> None:
    before = everything(opened(content, data))
    shutil.rmtree(content)
    assert everything(opened(content, data)) == before


def test_without_a_last_good_version_a_broken_topic_is_left_out(content: Path, data: Path) -> None:
    (content / "topics" / "10-infusion.yaml").write_text("topic: [\n")
    assert [head.id for head in opened(content, data).heads] == ["change"]


@pytest.mark.parametrize("name", ["clinic.yaml", "help.yaml", "interface.yaml"])
def test_without_a_last_good_version_nothing_shows_where_the_frame_is_missing(
    content: Path, data: Path, name: str
) -> None:
    (content / name).unlink()
    library, problems = open_library(content, data, TODAY)
    assert library is None
    assert {problem.file for problem in sample.apart_from_sign_off(problems)} == {name}


def test_without_any_topic_nothing_shows(content: Path, data: Path) -> None:
    shutil.rmtree(content / "topics")
    assert open_library(content, data, TODAY)[0] is None


def test_the_last_good_version_of_another_content_is_not_taken(content: Path, data: Path, tmp_path: Path) -> None:
    opened(content, data)
    other = sample.write(tmp_path / "other", infusion="topic: [\n")
    assert [head.id for head in opened(other, data).heads] == ["change"]


@pytest.mark.parametrize("name", ["words", "sources"])
def test_without_words_or_sources_the_rest_shows(content: Path, data: Path, name: str) -> None:
    (content / f"{name}.yaml").unlink()
    library = opened(content, data)
    assert getattr(library, name) == ()
    assert len(library.heads) == 2


@settings(max_examples=60)
@given(st.data())
def test_any_change_of_any_file_shows_something_and_tells_why(
    tmp_path_factory: pytest.TempPathFactory, any_of: st.DataObject
) -> None:
    base = tmp_path_factory.mktemp("any")
    content = sample.write(base / "content")
    before = everything(opened(content, base / "data"))
    path = content / any_of.draw(st.sampled_from(sorted(sample.FILES)))
    text = path.read_text(encoding="utf-8")
    at = any_of.draw(st.integers(0, len(text)))
    piece = any_of.draw(st.sampled_from(["", "\n", ":", '"', "}", "\t", "- ", "*", "cure ", "{x}"]))
    path.write_text(text[:at] + piece + text[at + any_of.draw(st.integers(0, 20)) :], encoding="utf-8")
    library, problems = open_library(content, base / "data", TODAY)
    assert library
    if [each for each in problems if each.severity is Severity.ERROR]:
        assert everything(library) == before


def test_files_that_come_and_go_while_they_are_read_do_no_harm(content: Path, data: Path) -> None:
    before, over = opened(content, data), threading.Event()

    def meddle() -> None:
        path, away = content / "topics" / "10-infusion.yaml", content / "topics" / "away"
        while not over.is_set():
            path.rename(away)
            (content / "pictures" / "room.svg").unlink()
            away.rename(path)
            (content / "pictures" / "room.svg").write_text(sample.DRAWING, encoding="utf-8")

    meddler = threading.Thread(target=meddle)
    meddler.start()
    try:
        heads = [[head.id for head in opened(content, data).heads] for _ in range(40)]
    finally:
        over.set()
        meddler.join()
    assert all("change" in each for each in heads)
    assert everything(opened(content, data)) == everything(before)


# -- the disk -------------------------------------------------------------------------------------------------------


def test_where_nothing_can_be_saved_all_goes_on_in_memory(
    content: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    library = opened(content, blocked)
    assert library.topic("infusion")
    assert library.topic("change")
    assert "could not be kept" in caplog.text


@pytest.mark.parametrize("damage", [b"", b"rubbish", None], ids=["emptied", "overwritten", "deleted"])
def test_a_damaged_index_is_read_anew(content: Path, data: Path, damage: bytes | None) -> None:
    before = everything(opened(content, data))
    path = data / "deck" / snapshot.INDEX
    path.unlink() if damage is None else path.write_bytes(damage)
    assert everything(opened(content, data)) == before


@pytest.mark.parametrize("damage", [b"", b"rubbish", None], ids=["emptied", "overwritten", "deleted"])
def test_a_damaged_topic_is_read_from_its_yaml(content: Path, data: Path, damage: bytes | None) -> None:
    before = everything(opened(content, data))
    library = opened(content, data)
    for path in (data / "deck").glob("*-*.json"):
        path.unlink() if damage is None else path.write_bytes(damage)
    assert everything(library) == before


def test_a_running_kiosk_still_opens_its_topics_after_another_program_saved(content: Path, data: Path) -> None:
    opened(content, data)
    running = opened(content, data)
    before = opened(content, data).topic("infusion")
    (content / "topics" / "10-infusion.yaml").write_text(sample.INFUSION.replace("A quiet hour", "A calm hour"))
    opened(content, data)
    assert running.topic("infusion") == before


def test_a_visitor_reads_on_in_what_they_began_however_often_staff_save(content: Path, data: Path) -> None:
    opened(content, data)
    running = opened(content, data)
    before = opened(content, data).topic("infusion")
    for hour in range(4):
        (content / "topics" / "10-infusion.yaml").write_text(sample.INFUSION.replace("A quiet hour", f"Hour {hour}"))
        opened(content, data)
    (content / "topics" / "10-infusion.yaml").write_text("[ broken: {")
    opened(content, data)
    assert running.topic("infusion") == before


def test_what_is_kept_does_not_grow_with_every_change(content: Path, data: Path) -> None:
    for day in range(6):
        (content / "topics" / "10-infusion.yaml").write_text(sample.INFUSION.replace("A quiet hour", f"Day {day}"))
        opened(content, data)
        for path in (data / "deck").glob("*.json"):
            os.utime(path, (path.stat().st_mtime - 90_000,) * 2)
    assert len(list((data / "deck").glob("*.json"))) <= 4


def hiding(content: Path) -> None:
    path = content / "clinic.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "hide_overdue: yes\n", encoding="utf-8")


def test_overdue_slides_stay_unless_the_clinic_wants_them_hidden(content: Path, data: Path) -> None:
    library, _ = open_library(content, data, date(2027, 6, 1))
    assert library
    assert [head.id for head in library.heads] == ["infusion", "change"]


def test_overdue_slides_are_hidden_on_the_day_after_and_come_back_when_checked(content: Path, data: Path) -> None:
    hiding(content)
    path = content / "topics" / "20-change.yaml"
    text = path.read_text(encoding="utf-8").replace("review_by: 2027-05-01", "review_by: 2027-08-01")
    path.write_text(text.replace("  - slide: some\n", "  - slide: some\n    review_by: 2027-05-01\n"), encoding="utf-8")

    def shown(day: date) -> list[str]:
        library, _ = open_library(content, data, day)
        assert library
        assert library.help.lines
        return [f"{head.id}/{head.slides}" for head in library.heads]

    assert shown(date(2027, 5, 1)) == ["infusion/2", f"change/{sample.SLIDES_OF_CHANGE}"]
    assert shown(date(2027, 5, 2)) == [f"change/{sample.SLIDES_OF_CHANGE - 1}"]
    assert shown(date(2027, 8, 1)) == [f"change/{sample.SLIDES_OF_CHANGE - 1}"]
    path.write_text(text, encoding="utf-8")
    assert shown(date(2027, 8, 1)) == [f"change/{sample.SLIDES_OF_CHANGE}"]
