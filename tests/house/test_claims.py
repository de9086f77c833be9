"""What README, the handbook and the guide to the content say in numbers and lists is what the code has.

What the code does with a number is tested in its room; here a page that says another number is found.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from every_command import leaves
from shipped import SHIPPED

from kiosk.bridge.staff_view import CLEANING_SECONDS
from kiosk.content.checks import clinic, clinic_mark, honesty, length, picture_files, reviews, upkeep
from kiosk.content.model.deck import LIST_PICTURE, QUESTIONS_PICTURE
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading.format import Tint
from kiosk.devices.qt_libraries import SOUND, SPEECH
from kiosk.health import PARTS
from kiosk.layout import measures
from kiosk.layout.kinds import KINDS
from kiosk.project import CONTENT, PROJECT, RECORD
from kiosk.screens import attract, setup
from kiosk.settings.settings import _BOUNDS, KEYS, Settings, read_settings
from kiosk.signup.drawer.database import _BUSY_SECONDS
from kiosk.signup.drawer.leftovers import DAYS_KEPT
from kiosk.signup.journal import ages
from kiosk.signup.journal.status import DAYS_AFTER_DONE, DAYS_UNOPENED
from kiosk.signup.keys import waiting
from kiosk.staff import walls
from kiosk.staff.care import nightly
from kiosk.staff.commands.signups import _STATUSES
from kiosk.staff.content import restore_text
from kiosk.staff.diagnosis import verdicts
from kiosk.staff.install import plan
from kiosk.staff.installed_kiosk import ACCOUNT, HOME
from kiosk.staff.main import parser
from kiosk.unattended import exit_codes
from kiosk.visit import moves
from kiosk.visit.comfort import Palette, TextSize

COUNTED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 9: "nine", 10: "ten"}
DECK = SHIPPED.deck
HANDBOOK = PROJECT / "kiosk/handbook"


def page(name: str) -> str:
    """A document as one long line, without its marks."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    return " ".join(re.sub(r"^- |[*`]", "", text, flags=re.MULTILINE).split())


def content() -> list[tuple[str, str]]:
    """What README says of the content that ships."""
    assert DECK
    questions = [question for group in DECK.questions for question in group.questions]
    answered, slides = sum(bool(each.points) for each in questions), sum(len(topic.slides) for topic in DECK.topics)
    shown = sum(bool((each.found or each.tells) and each.not_shown) for each in DECK.sources)
    return [
        ("README.md", f"{COUNTED[len(DECK.topics)].capitalize()} topics with {slides} slides come with it"),
        ("README.md", f"{len(questions)} questions ({answered} with answers, {len(questions) - answered} for your own team)"),
        ("README.md", f"{len(DECK.words)} hard words that a visitor can touch"),
        ("README.md", f"{len(DECK.sources)} sources, {shown} of them with what they found and what they do not show"),
    ]


def requests() -> list[tuple[str, str]]:
    kept = f"{DAYS_AFTER_DONE} days after"
    file = "kiosk/handbook/requests.md"
    return [
        ("README.md", f"deleted by itself {kept} you mark it as done, and {DAYS_UNOPENED} days after it came in"),
        (file, f"{kept} they were marked as done, and {DAYS_UNOPENED} days after they came"),
        (file, f"After {COUNTED[waiting.MOST_WRONG]} wrong passphrases for a name"),
        (file, f"that name waits: {'half a minute' * (waiting.FIRST_WAIT == 30)}, then twice as long each time"),
        (file, f"{'a quarter of an hour' * (waiting.LONGEST_WAIT == 900)} at most. It gets less by itself"),
        (file, f"Two minutes without a touch sign you out{'.' * (moves.STAFF_SECONDS == 120)}"),
        (file, f"After half an hour you sign in again{' in any case' * (moves.STAFF_MOST_SECONDS == 1800)}"),
        (file, f"how far you came: {', '.join(_STATUSES[:-1])} or {_STATUSES[-1]}"),
    ]


def machine() -> list[tuple[str, str]]:
    file, settings = "kiosk/handbook/machine.md", "kiosk/handbook/settings.md"
    unit = plan.unit(plan.MachineFacts(PROJECT, PROJECT, CONTENT, PROJECT, uid=999))
    (patience,) = re.findall(r"^PATIENCE, LEAST = ([0-9.]+)", (PROJECT / "main.py").read_text(encoding="utf-8"), re.MULTILINE)
    (silence,) = re.findall(r"^WatchdogSec=(\d+)$", unit, re.MULTILINE)
    *places, last = walls.FOR_DATA
    return [
        (file, f"what was there is kept aside for {DAYS_KEPT} days"),
        (file, f"are erased after {DAYS_KEPT} days on which the kiosk ran"),
        (file, f"If next to nothing arrives for {COUNTED[float(patience) // 60]} minutes"),
        (file, f"does not paint its screen for {silence} seconds"),
        (file, f"The visitor waits {_BUSY_SECONDS} seconds"),
        (file, f"a version that has no {RECORD}"),
        (file, f"It has an account of its own, {ACCOUNT}"),
        (file, f"is moved to it, into {HOME}"),
        (settings, f"{HOME}/.local/share/ketamine-kiosk/ once it is installed"),
        (settings, f"the last {nightly.KEPT} are kept"),
        (settings, f"asks after {COUNTED[moves.FORM_QUIET_SECONDS // 60]} minutes (or this time, if it is longer)"),
        (settings, f"and after {'eleven' * (moves.FORM_ANSWERS == 10)} times that the form is erased"),
        (settings, f"must be below {', '.join(map(str, places))} or {last}"),
        (settings, f"it goes into {plan.SECRETS}"),
    ]


def screen() -> list[tuple[str, str]]:
    file, trial = "kiosk/handbook/screen.md", "kiosk/handbook/installers-test.md"
    reach = f"{measures.REACH_LOWEST_MM:.0f} and {measures.REACH_HIGHEST_MM:.0f} mm above the floor"
    least = "x".join(map(str, verdicts.LEAST_PIXELS))
    usual = [KEYS[name] for name in ("left", "right", "up", "down", "select", "help")]
    return [
        (file, reach),
        (trial, reach),
        (file, f"from {least} to 3840x2160 pixels"),
        (file, f"a bar that must be {setup.RULER_MM:.0f} mm long"),
        (file, f"{COUNTED[len(setup.CORNERS)]} targets. More than {setup.FARTHEST_MM:.0f} mm off"),
        (trial, f"the bar is {setup.RULER_MM:.0f} mm long, the height is right, all {COUNTED[len(setup.CORNERS)]} targets"),
        (file, f"sudo apt install {' '.join(SPEECH)}"),
        (file, f"sudo apt install {' '.join(SOUND)}"),
        (file, f"make touches and keys do nothing for {'a minute' * (CLEANING_SECONDS == 60)}."),
        (file, f"the size of the text ({COUNTED[len(TextSize)]}), the colors ({COUNTED[len(Palette)]})"),
        (file, f"and {', '.join(names[-1] for names in usual[:-1])} and {usual[-1][-1]};"),
        (file, f"louder and quieter are {KEYS['louder'][-1]} and {KEYS['quieter'][-1]}"),
        (file, "no key says that until the settings name it" * (not KEYS["plugged"] and not KEYS["unplugged"])),
    ]


def guide() -> list[tuple[str, str]]:
    file = "content/README.md"
    assert upkeep.SOON == reviews.SOON
    return [
        (file, f"room for {clinic.MOST_NOTICE_LETTERS} letters"),
        (file, f"about {length.MOST_WORDS['en']} English words a slide ({length.MOST_TRANSLATED_WORDS} Spanish)"),
        (file, f"at least {'half' * (honesty.LEAST_BALANCE == 0.5)} as many words as the benefits"),
        (file, f"up to {'3840 x 2160' * (picture_files.MOST_DECODED == 3840 * 2160 * 4)} pixels"),
        (file, f"and {picture_files.MOST_BYTES // 1000} kB"),
        (file, f"at most {COUNTED[int(picture_files.MOST_STRETCH)]} times as wide as high"),
        (file, f"at least {clinic_mark.LEAST_PIXELS} pixels high"),
        (file, f"{QUESTIONS_PICTURE} is on the card of the questions, {LIST_PICTURE} beside the empty list"),
        (file, f"room for {COUNTED[attract.MOST_OFFERED]} languages"),
        (file, f"tells you {'a month' * (upkeep.SOON.days == 31)} before"),
        (file, f"goes away {'a day' * (restore_text.REMEMBERED.days == 1)} after"),
        (file, f"is the color of the card: {', '.join(Tint.__args__[:-1])} or {Tint.__args__[-1]}"),
        (file, "Possible are " + ", ".join(f"{code} {name}" for code, name in LANGUAGES.items() if code not in {"en", "es"})),
    ]


@pytest.mark.parametrize(("name", "sentence"), [*content(), *requests(), *machine(), *screen(), *guide()])
def test_what_a_page_says_in_numbers_is_so(name: str, sentence: str) -> None:
    assert sentence in page(name)


def test_days_that_do_not_count_are_told_as_they_are() -> None:
    assert ages.MOST_AT_ONCE == ages.CALM_DAYS == 7, "a week, twice"
    assert "a longer gap counts for a week at most, and after the clock has jumped they wait a week" in page("kiosk/handbook/requests.md")


def bullets(name: str) -> dict[str, str]:
    """What a page says of each thing that a line of its lists begins with, in backticks."""
    text = (HANDBOOK / name).read_text(encoding="utf-8")
    found = re.findall(r"^- (`[^:]+):((?:.*\n)(?:  .*\n)*)", text, re.MULTILINE)
    return {name: " ".join(says.split()) for names, says in found for name in re.findall(r"`([^`]+)`", names)}


def test_each_setting_is_told_with_its_bounds_and_what_holds_without_it() -> None:
    told, usual = bullets("settings.md"), Settings()
    assert set(told) == set(Settings.__struct_fields__)
    for name, (least, most) in _BOUNDS.items():
        assert f"from {least:g} to {most:g}" in told[name], name
    for name in (*_BOUNDS, "rotate", "headphones", "phone_region"):
        value = getattr(usual, name)
        assert not value or f"without it {value if isinstance(value, str) else format(value, 'g')}" in told[name].replace("`", ""), name


def test_each_action_of_a_key_is_told() -> None:
    told = bullets("settings.md")["keys"]
    assert [name for name in KEYS if not re.search(rf"\b{name}\b", told)] == []


def test_the_settings_of_the_example_are_taken(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", (HANDBOOK / "settings.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (tmp_path / "settings.yaml").write_text(example[1], encoding="utf-8")
    settings, problems = read_settings(tmp_path)
    assert problems == ()
    assert settings != Settings()


COMMANDS = {name: each for name, each in leaves(parser()) if name}
SHARED = {"-h", "--help", "--content", "--data"}


def lines_of_commands() -> dict[str, str]:
    """What the page of the commands says of each, from its name to the next one."""
    text = (HANDBOOK / "commands.md").read_text(encoding="utf-8")
    text = text.partition("## The kiosk")[2].partition("## How they end")[0]
    told: dict[str, str] = {}
    for name, says in re.findall(r"`python3 main\.py(?: ([a-z]+))?(.*?)(?=`python3 main\.py|\Z)", text, re.DOTALL):
        told[name] = told.get(name, "") + says
    return told


def test_each_command_is_told_with_all_its_options_and_no_other() -> None:
    told = lines_of_commands()
    for name, command in COMMANDS.items():
        group, _, part = name.partition(" ")
        if part:
            assert f"`{part}`" in told[group], name
        else:
            options = {option for action in command._actions for option in action.option_strings} - SHARED
            assert set(re.findall(r"--[a-z-]+", told[group])) - {"--version"} == options, name
    assert set(told) - {""} == {name.partition(" ")[0] for name in COMMANDS}


def test_each_part_of_signups_and_key_is_told_where_it_is_used() -> None:
    text = (HANDBOOK / "requests.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if " " in name and not re.search(rf"\b{name}\b", text)] == []


def test_each_way_to_end_is_told() -> None:
    text = (HANDBOOK / "commands.md").read_text(encoding="utf-8").partition("## How they end")[2]
    told = {int(number): says for number, says in re.findall(r"^- (\d+): (.*)$", text, re.MULTILINE)}
    assert set(told) == {0, 1, 2, 3, exit_codes.LEFT, exit_codes.RESTED, exit_codes.BROKEN, 130}
    assert "staff ended the kiosk" in told[exit_codes.LEFT]
    assert "once a day" in told[exit_codes.RESTED]
    assert "too many errors" in told[exit_codes.BROKEN]


def test_all_that_the_self_test_looks_at_is_told() -> None:
    called = {"drawer": "requests", "backup": "backups", "reviews": "sign-offs", "fonts": "letters"}
    called |= {"doors": "keyboards and sticks", "watchdog": "who watches over it"}
    looks = re.search(r"everything the kiosk needs of its machine: (.*?)\.", page("kiosk/handbook/machine.md"))
    assert looks
    assert re.split(r",\s(?:and )?", looks[1]) == [called.get(part, part) for part in PARTS]


def test_each_kind_of_slide_is_told() -> None:
    table = (CONTENT / "README.md").read_text(encoding="utf-8").partition("### Kinds of slide")[2].partition("###")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) - {"kind"} == set(KINDS) - {"matters", "pair"}


def test_each_file_of_the_content_is_told() -> None:
    table = (CONTENT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    told = {name.split("/")[0] for line in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`([^`]+)`", line)}
    assert {path.name for path in CONTENT.iterdir()} - {"README.md"} <= told


def test_every_figure_has_its_command_or_says_that_none_makes_it() -> None:
    parts = re.split(r"^## ", (HANDBOOK / "figures.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    commands = re.compile(r"`(python3 main\.py \w+|du |(sudo )?\S+python3? tests/\w+\.py)")
    assert [part.splitlines()[0] for part in parts if not commands.search(part) and "nothing here makes it again" not in " ".join(part.split())] == []


@pytest.mark.parametrize("section", (HANDBOOK / "decision-aid.md").read_text(encoding="utf-8").split("\n## ")[1:])
def test_the_criteria_of_a_decision_aid_are_counted_rightly(section: str) -> None:
    heading, *rows = section.splitlines()
    met = [row.split("|")[2].strip() for row in rows if row.startswith("| ") and not row.startswith(("| criterion", "|---"))]
    partly = f", {met.count('in part')} in part" if "in part" in met else ""
    assert heading.endswith(f"({met.count('yes')} of {len(met)}{partly})")


def test_topics_are_called_by_their_titles() -> None:
    """In README, in quotation marks, and in the page on decision aids."""
    readme, aid = (PROJECT / "README.md").read_text(encoding="utf-8"), (PROJECT / "kiosk/handbook/decision-aid.md").read_text(encoding="utf-8")
    for name in ("65-bring-up", "70-matters"):
        title = re.search(r"^title: {en: ([^,]+),", (CONTENT / "topics" / f"{name}.yaml").read_text(encoding="utf-8"), re.MULTILINE)
        assert title
        assert f'"{title[1]}"' in readme
        assert title[1] in aid
