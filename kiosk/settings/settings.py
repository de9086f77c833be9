"""The settings of one machine: the true size of its screen, how high it hangs, how long it waits.

They lie in `settings.yaml` in the data folder. Nothing in it is needed: each setting has a value that works without it.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from kiosk.files.regular import NotReadError, is_missing, read_regular
from kiosk.problems import Problem, Severity, and_more
from kiosk.settings.opening_hours import Closed, Hours, Span

if TYPE_CHECKING:
    from kiosk.settings.hours_grammar import Refused
    from kiosk.yaml.reading import Yaml

FILE = "settings.yaml"
_OTHER_NAMES = ("settings.yml", "settings.YAML", "Settings.yaml", "settings.yaml.txt", "settings.txt")
MOST_BYTES = 1_000_000
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "left": ("Left", "F17"),
        "right": ("Right", "F18"),
        "up": ("Up", "F13"),
        "down": ("Down", "F14"),
        "select": ("Return", "Enter", "F15"),
        "help": ("F2", "F16"),
        "louder": ("VolumeUp", "F23"),
        "quieter": ("VolumeDown", "F22"),
        "plugged": (),
        "unplugged": (),
    }
)
"""The keys that do something. Keypads for blind people send F-keys that are set at the keypad.

No key says that headphones are plugged in unless somebody wrote it down: a keyboard that a stranger brings would have answers read aloud.
"""
_KEY_NAMES = re.compile(r"Left|Right|Up|Down|Return|Enter|Home|End|PageUp|PageDown|Insert|Delete|Volume(Up|Down)|F(2|[4-9]|10|1[2-9]|2\d|3[0-5])")
"""Those that may: no letter, which would be typed, and not F1, F3 and F11, which open things in other programs."""


_USUAL_BOUNCE_MS, _WORN_MS = 80.0, 10.0


class Settings(Struct, frozen=True):
    """Lengths in millimetres, times in seconds. A screen diagonal of 0 means: ask the screen itself.

    `headphones`: "jack" where the machine tells when they are plugged in, "always" where sound goes to nothing else, "never" where the
    speaker is all there is. `voices` names the voice of a language where another one than the voice in the box is wanted. `keys` names the keys
    of each action. `rotate` is how far the
    picture is turned, degrees clockwise. `phone_region` is the country whose phone numbers need no prefix.
    `desk_...`: who is told how many requests wait, and how; the password of the mail server stands in KIOSK_MAIL_PASSWORD in the
    environment. `backup_folder` is where a backup is written once a day (none: nowhere), `backup_with_key` whether the key is in it, behind its
    passphrases, `publications_folder` where publications are looked for (none: nowhere). `open_hours` are those of the clinic (none: day and
    night), `closed` the days on which it is not open, by the clock of the machine.
    """

    screen_diagonal_inches: float = 0.0
    lower_edge_mm: float = 800.0
    idle_seconds: float = 120.0
    warning_seconds: float = 30.0
    help_seconds: float = 300.0
    slower_times: float = 3.0
    key_bounce_ms: float = _USUAL_BOUNCE_MS
    phone_region: str = "US"
    desk_web: str = ""
    desk_mail_to: str = ""
    desk_mail_from: str = ""
    desk_mail_server: str = ""
    desk_mail_user: str = ""
    backup_folder: str = ""
    publications_folder: str = ""
    backup_with_key: str = "no"
    headphones: str = "jack"
    open_hours: tuple[Span, ...] = ()
    closed: tuple[Closed, ...] = ()
    rotate: int = 0
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: KEYS)
    voices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def letter_bounce_ms(self) -> float:
        """How soon after it was let go a letter of a real keyboard counts again; all of `key_bounce_ms` where somebody has set more than usual.

        Fast hands let a key go for 15 ms, a worn contact for less than 10.
        """
        return self.key_bounce_ms if self.key_bounce_ms > _USUAL_BOUNCE_MS else min(self.key_bounce_ms, _WORN_MS)

    @property
    def hours(self) -> Hours:
        """When the clinic is open."""
        return Hours(self.open_hours, self.closed)


_MAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{3,200}"
"""An address as HTML has it: nothing in it could begin another address, or another line of a mail."""
_TEXTS: dict[str, tuple[str, str]] = {
    "phone_region": (r".*", "US"),
    "desk_web": (r"https://[A-Za-z0-9.-]{3,200}(:[0-9]{1,5})?([/?][!-~]{0,300})?", "https://example.com/requests"),
    "desk_mail_to": (_MAIL, "desk@example.com"),
    "desk_mail_from": (_MAIL, "kiosk@example.com"),
    "desk_mail_server": (r"[A-Za-z0-9.-]{3,200}(:[0-9]{1,5})?", "mail.example.com"),
    "desk_mail_user": (r"[!-~]{1,200}", "kiosk"),
    "backup_folder": (r"/[^\x00-\x1f\x7f]{1,300}", "/srv/kiosk"),
    "backup_with_key": (r"yes|no", "yes"),
    "publications_folder": (r"/[^\x00-\x1f\x7f]{1,300}", "/srv/kiosk/publications"),
    "headphones": (r"jack|always|never", "jack"),
    "rotate": (r"0|90|180|270", "90"),
}
"""What a setting that is no number may be, and an example."""
_LANGUAGE, _VOICE = re.compile(r"[a-z]{2,3}"), re.compile(r"pico|speech-dispatcher|/[^\x00-\x1f\x7f]{1,300}\.onnx")
_VOICES_EXAMPLE = "voices: {en: pico, es: /opt/piper/es_MX-claude-high.onnx}"
MOST_CLOSED = 1000
"""Closed days that are looked at, some decades of them; each that nobody can read takes a tenth of a millisecond."""
_TIMES = ("open_hours", "closed")
"""Settings that have a grammar of their own."""
OF_THE_CLINIC = ("name", "phone", "address", "hours", "after_hours", "call_back", "parking", "price", "who_treats", "website")
"""What stands in clinic.yaml, and is looked for here."""
_REGIONS_MEANT = {"UK": "GB", "EL": "GR", "USA": "US", "CAN": "CA", "MEX": "MX", "MEXICO": "MX", "MÉXICO": "MX"}
"""What people write for a country, and its two letters (ISO 3166)."""
_BOUNDS: dict[str, tuple[float, float]] = {
    "screen_diagonal_inches": (10.0, 110.0),
    "lower_edge_mm": (0.0, 1500.0),
    "idle_seconds": (20.0, 3600.0),
    "warning_seconds": (20.0, 600.0),
    "help_seconds": (300.0, 3600.0),
    "slower_times": (1.0, 10.0),
    "key_bounce_ms": (0.0, 500.0),
}
"""The least warning is 20 s (WCAG 2.2.1), the least time for help 5 minutes."""


_MOST_GUESSES, _MOST_TOLD = 10, 50
"""For so many names it is guessed what was meant, and so many problems are told one by one."""

def data_folder() -> Path:
    """Where this machine keeps what is its own, unless `--data` names another folder."""
    from platformdirs import user_data_path

    return user_data_path("ketamine-kiosk", appauthor=False)


def read_settings(folder: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings in `folder`; what is wrong with the file keeps its default and is told."""
    try:
        raw = read_regular(folder / FILE, MOST_BYTES)
    except NotReadError as error:
        told = Problem(FILE, 0, 0, Severity.ERROR, error.wrong, error.instead)
        return Settings(), _misnamed(folder) if is_missing(error) else (told,)
    return settings_in(raw)


def settings_in(raw: bytes) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings that a file says, and what is wrong with it."""
    from kiosk.settings.lines import read_lines  # here, since most machines have no settings and start without YAML

    written, problems = read_lines(raw, FILE, lambda part: _understood(part, ())[1])
    return _understood(written, problems) if written else (Settings(), problems)


def said_in(raw: bytes) -> dict[str, str]:
    """What a file says of each setting, on one line, as it is read and before it is judged."""
    from kiosk.settings.lines import read_lines

    written, _ = read_lines(raw, FILE, lambda _: ())
    return {name: _on_one_line(value) for name, value in written.data.items()} if written and isinstance(written.data, dict) else {}


def desk_slips(own: Settings, problems: Sequence[Problem] = ()) -> Iterator[Problem]:
    """Of lines that are understood one by one, why they reach nobody: an address from an example, or one half of what e-mail needs.

    Not where the other half is among the `problems` of the file: that one is written, and told already.
    """
    for name in ("desk_web", "desk_mail_to", "desk_mail_from", "desk_mail_server"):
        if is_placeholder(address := getattr(own, name)):
            instead = f"Write the address of your desk into {FILE}, or take the line out."
            yield Problem(FILE, 0, 0, Severity.WARNING, f"`{name}: {address}` is an example, and reaches nobody.", instead)
    if bool(own.desk_mail_to) is not bool(own.desk_mail_server):
        lacks = "desk_mail_server" if own.desk_mail_to else "desk_mail_to"
        if any(about(lacks, each) for each in problems):
            return
        wrong = f"No e-mail goes to the desk, since `{lacks}` is not set."
        yield Problem(FILE, 0, 0, Severity.WARNING, wrong, f"Write that line into {FILE} too, or take the other out.")


def about(name: str, problem: Problem) -> bool:
    """Whether a problem is that of this setting."""
    return name in problem.wrong + problem.instead


def is_placeholder(address: str) -> bool:
    """Whether it has a host that nobody can have (RFC 2606), or none at all. One without a dot is of the clinic's own network."""
    host = address.removeprefix("https://").rpartition("@")[2].partition("/")[0].partition(":")[0].lower().strip(".-")
    return bool(address) and (not host or host.endswith((*(f"example.{end}" for end in ("com", "org", "net")), ".example", ".invalid")))


def _misnamed(folder: Path) -> tuple[Problem, ...]:
    """What staff should know who wrote settings into a file of another name."""
    found = [name for name in _OTHER_NAMES if (folder / name).is_file()] if os.access(folder, os.X_OK) else []
    wrong = f"The settings in {found[0]} are not read, because of its name." if found else ""
    return (Problem(FILE, 0, 0, Severity.ERROR, wrong, f"Rename {found[0]} to {FILE}."),) if found else ()


def _understood(written: Yaml, problems: tuple[Problem, ...]) -> tuple[Settings, tuple[Problem, ...]]:
    if not isinstance(written.data, dict):
        wrong = "The settings must be lines of the form  name: value."
        return Settings(), (*problems, Problem(FILE, 1, 1, Severity.ERROR, wrong, "For example: open_hours: Mon-Fri 8:00-18:00"))
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for name, value in written.data.items():
        if name == "closed":
            values[name] = tuple(_closed_days(written, found))
            continue
        keys = _keys(value) if name == "keys" else {}
        problem = _refused_keys(keys) if name == "keys" else _refused(name, value, guess=len(found) < _MOST_GUESSES)
        if problem:
            found.append(_at(problem, written.name_place((name,))))
            continue
        values[name] = keys or _taken(name, value)
        if name == "open_hours":
            found += [_at(each, written.name_place((name,))) for each in _in_doubt(value)]
    more = and_more(FILE, len(found) - _MOST_TOLD, Severity.ERROR)
    return Settings(**values), (*problems, *found[:_MOST_TOLD], *more)


def _at(problem: Problem, place: tuple[int, int]) -> Problem:
    return replace(problem, line=place[0], column=place[1])


def _taken(name: str, value: object) -> tuple[Span, ...] | Refused | Mapping[str, str] | float | str:
    """A value that was not refused, as the settings have it."""
    match name:
        case "open_hours":
            return _hours(value)
        case "voices" if isinstance(value, dict):
            return {str(language): str(voice) for language, voice in value.items()}
        case _:
            return _as_its_default(name, value)


def _as_its_default(name: str, value: object) -> float | str:
    """A number or a text, as the default of this setting is one; raises ValueError for what is no such number, and for 1.5 where they are whole."""
    kind: type[float | str] = type(getattr(Settings(), name))
    return kind(str(value))


def _hours(value: object) -> tuple[Span, ...] | Refused:
    from kiosk.settings.hours_grammar import read_hours  # here, since most machines have no such settings

    return read_hours(_on_one_line(value))


def _in_doubt(value: object) -> Iterator[Problem]:
    """What of the hours may be a slip, although it can be read."""
    from kiosk.settings.hours_grammar import in_doubt

    yield from (Problem(FILE, 0, 0, Severity.WARNING, each.wrong, each.instead) for each in in_doubt(_on_one_line(value)))


def _closed_days(written: Yaml, found: list[Problem]) -> Iterator[Closed]:
    """The closed days that can be read; of each of the others `found` gets to know, by the line of the list that it stands in."""
    from kiosk.settings.hours_grammar import CLOSED_EXAMPLE, Refused, read_closed

    value = written.data["closed"] if isinstance(written.data, dict) else None
    items = {("closed", number): each for number, each in enumerate(value)} if isinstance(value, list) and value else {("closed",): value}
    days = ((path, each) for path, item in items.items() for each in read_closed(_on_one_line(item)))
    for number, (path, each) in enumerate(days):
        if number >= MOST_CLOSED:
            wrong = f"More than {MOST_CLOSED} closed days stand here; the others do not count."
            found.append(_at(Problem(FILE, 0, 0, Severity.ERROR, wrong, "Take out those that are long past."), written.name_place(path)))
            return
        if isinstance(each, Refused):
            meant = f"For example: closed: {CLOSED_EXAMPLE}" if each.instead == CLOSED_EXAMPLE else f"Write it as {each.instead}."
            found.append(_at(Problem(FILE, 0, 0, Severity.ERROR, each.wrong, meant), written.name_place(path)))
        else:
            yield each


def _on_one_line(value: object) -> str:
    """Hours may also stand one a line, as a list, or as lines of the form  days: hours."""
    if isinstance(value, dict):
        return ", ".join(f"{days} {_on_one_line(hours)}" for days, hours in value.items())
    return ", ".join(map(_on_one_line, value)) if isinstance(value, list) else str(value)


def _keys(value: object) -> dict[str, tuple[str, ...]]:
    """The keys of all actions, with those that somebody wrote: `F13`, or `[F13, Up]`. Nothing where it is no such thing at all."""
    if not isinstance(value, dict):
        return {}
    written = {str(action): tuple(str(name) for name in (names if isinstance(names, list) else [names])) for action, names in value.items()}
    return {**KEYS, **written}


def _refused_keys(keys: Mapping[str, tuple[str, ...]]) -> Problem | None:
    """What is wrong with the keys: an action or a key that is not known, or one key for two actions."""
    example = "keys: {select: [Return, F15], help: F16}"
    if set(keys) != set(KEYS):
        return Problem(FILE, 0, 0, Severity.ERROR, f"The keys are for {', '.join(KEYS)}.", example)
    every = [name for names in keys.values() for name in names]
    if strange := next((name for name in every if not _KEY_NAMES.fullmatch(name)), ""):
        instead = "Write arrows, Return, Enter, or F-keys but F1, F3 and F11."
        return Problem(FILE, 0, 0, Severity.ERROR, f"`{strange}` cannot be used as a key.", instead)
    if bool(keys["plugged"]) != bool(keys["unplugged"]):
        wrong = "A keypad that tells when headphones are plugged in must tell when they are pulled out, too."
        return Problem(FILE, 0, 0, Severity.ERROR, wrong, "keys: {plugged: F19, unplugged: F20}")
    twice = next((name for name in every if every.count(name) > 1), "")
    return Problem(FILE, 0, 0, Severity.ERROR, f"The key `{twice}` stands for two things.", example) if twice else None


def _refused_voices(value: object) -> Problem | None:
    """What is wrong with the voices: each is a language by its code, and what speaks it."""
    written = value if isinstance(value, dict) else {"": value}
    for language, voice in written.items():
        if not (_LANGUAGE.fullmatch(str(language)) and _VOICE.fullmatch(str(voice))):
            wrong = f"voices cannot be {_on_one_line(value)!r}: a voice is pico, speech-dispatcher, or the file of a voice of Piper."
            return Problem(FILE, 0, 0, Severity.ERROR, wrong, _VOICES_EXAMPLE)
    return None


def _refused_region(value: object) -> Problem | None:
    """What is wrong with the country for phone numbers: it must be one whose numbers are known."""
    from phonenumbers import SUPPORTED_REGIONS

    if isinstance(value, str) and value in SUPPORTED_REGIONS:
        return None
    written = str(value).upper()
    meant = _REGIONS_MEANT.get(written, written)
    known = meant in SUPPORTED_REGIONS
    wrong = f"phone_region cannot be {value!r}." + (f" Did you mean {meant}?" if known else " It is the two letters of a country.")
    return Problem(FILE, 0, 0, Severity.ERROR, wrong, f"phone_region: {meant if known else 'US'}")


def _refused_hours(value: object) -> Problem | None:
    """What is wrong with the hours, and what was meant; or an example, where nobody can tell that."""
    from kiosk.settings.hours_grammar import HOURS_EXAMPLE

    hours = _hours(value)
    if isinstance(hours, tuple):
        return None
    if hours.instead != HOURS_EXAMPLE:
        return Problem(FILE, 0, 0, Severity.ERROR, hours.wrong, f"open_hours: {hours.instead}")
    wrong = f"{hours.wrong} Days on which the clinic is closed stand under `closed`."
    return Problem(FILE, 0, 0, Severity.ERROR, wrong, f"For example: open_hours: {hours.instead}")


def _refused_name(name: str, value: object, *, guess: bool) -> Problem:
    """That there is no such setting: what is for visitors stands elsewhere, and of a slip it is told what was meant."""
    from difflib import get_close_matches

    if name in OF_THE_CLINIC:
        wrong = f"`{name}` is not a setting of this machine: what visitors read is in clinic.yaml."
        instead = f"Write `{name}: {value}` into clinic.yaml in the content folder."
        if name == "hours":
            line = _line("open_hours", value)
            dark = line.removeprefix("For example: ")
            write = "Write" if line == dark else "Write a line such as"
            instead = f"{write} `{dark}` here, for when the screen is dark, and the same after `hours:` in clinic.yaml, for what visitors read."
        return Problem(FILE, 0, 0, Severity.ERROR, wrong, instead if isinstance(value, str) else "Write it into clinic.yaml in the content folder.")
    known = [*_BOUNDS, *_TEXTS, *_TIMES, "keys", "voices"]
    near = get_close_matches(name, known, 1) if guess else []
    return Problem(FILE, 0, 0, Severity.ERROR, f"There is no setting called {name!r}.", _line(near[0], value) if near else ", ".join(known))


def _line(name: str, value: object) -> str:
    """The line that was meant, as it is taken."""
    if name in ("keys", "closed", "voices") or not isinstance(value, str):
        return name
    refused = _refused(name, value, guess=False)
    return refused.instead if refused else f"{name}: {value}"


def _refused(name: str, value: object, *, guess: bool) -> Problem | None:
    if name == "phone_region":
        return _refused_region(value)
    if name == "open_hours":
        return _refused_hours(value)
    if name == "voices":
        return _refused_voices(value)
    if name in _TEXTS:
        pattern, example = _TEXTS[name]
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return None
        return Problem(FILE, 0, 0, Severity.ERROR, f"{name} cannot be {value!r}.", f"{name}: {example}")
    if name not in _BOUNDS:
        return _refused_name(name, value, guess=guess)
    least, most = _BOUNDS[name]
    try:
        if least <= float(_as_its_default(name, value)) <= most:
            return None
    except ValueError:
        pass
    return Problem(
        FILE,
        0,
        0,
        Severity.ERROR,
        f"{name} must be a number from {least:g} to {most:g}.",
        f"{name}: {getattr(Settings(), name) or 32:g}",
    )


def physical_mm(pixels: tuple[float, float], reported_mm: tuple[float, float], diagonal_inches: float) -> tuple[float, float]:
    """Width and height of the glass in mm, from the settings, else from what the screen says of itself if that can be true.

    Screens often report nothing or nonsense; then it is taken for a 21.5-inch one, which makes everything rather too large.
    """
    width, height = pixels
    diagonal = math.hypot(width, height)
    if not diagonal:
        return 476.0, 268.0
    if diagonal_inches <= 0:
        diagonal_inches = believable_inches(pixels, reported_mm) or 21.5
    mm = diagonal_inches * 25.4 / diagonal
    return width * mm, height * mm


def believable_inches(pixels: tuple[float, float], reported_mm: tuple[float, float]) -> float:
    """The diagonal that the screen reports, if that can be true: it has the shape of its pixels, and nobody has made it up from them; else 0."""
    (width, height), inches = pixels, math.hypot(*reported_mm) / 25.4
    same_shape = abs(reported_mm[0] * height - reported_mm[1] * width) < 0.15 * max(1.0, reported_mm[0] * height)
    return inches if 10 <= inches <= 110 and same_shape and not _is_made_up(pixels, reported_mm) else 0.0


def _is_made_up(pixels: tuple[float, float], reported_mm: tuple[float, float]) -> bool:
    """Of a screen that tells no size an X server says that it has 96 pixels an inch, in whole millimetres, and Qt says 100 on Wayland."""
    at_96, at_100 = ([pixel * 25.4 / each for pixel in pixels] for each in (96, 100))
    by_x = all(abs(mm - made) <= 0.51 for mm, made in zip(reported_mm, at_96, strict=True))
    return by_x or all(abs(mm - made) < 0.01 for mm, made in zip(reported_mm, at_100, strict=True))
