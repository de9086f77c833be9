"""The self-test of this machine before opening: every part is looked at, and whatever happens to one look, the others go on.

`examine` is for all who want to know: the command `doctor`, the pages for staff (by its JSON), `install`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from msgspec import Struct, convert, field
from msgspec.structs import replace

from kiosk import packages
from kiosk.devices.qt_libraries import missing_library, shares_screen
from kiosk.devices.voice_bounds import proof_seconds
from kiosk.devices.voice_choice import Proved
from kiosk.files.regular import is_missing, why
from kiosk.health import PARTS, WATCHED, Diagnosis, Level, worst
from kiosk.processes import dump_nothing
from kiosk.project import ASSETS, PROJECT, RECORD, icons
from kiosk.settings.hours_grammar import Refused, read_hours
from kiosk.settings.opening_hours import Span
from kiosk.settings.settings import Settings, data_folder, read_settings
from kiosk.staff.console import coloured, listed
from kiosk.staff.diagnosis import clock_told, outward, probes, unit_told, verdicts
from kiosk.staff.diagnosis.clock_told import Known
from kiosk.staff.diagnosis.doors import GRUB_LOCK, LISTENERS, LOGIND, MASKED, DoorsSeen, doors
from kiosk.staff.diagnosis.verdicts import BackupSeen, DrawerSeen, KeysSeen, NoticeSeen, PublicationsSeen, ScreenSeen, VoicesSeen
from kiosk.staff.errors import TAKEN_OVER, ExpectedError
from kiosk.staff.installed_kiosk import STICK, UNIT, installed
from kiosk.staff.output_places import account
from kiosk.terminal import STEER, in_one_piece, on_one_line
from kiosk.unattended.crash import write_crash
from kiosk.unattended.incidents import mishaps

if TYPE_CHECKING:
    from kiosk.content.model.deck import Clinic, Text
    from kiosk.content.reading.result import ReadFile, ReadFolder
    from kiosk.signup.journal.ages import Lived

FACES = (
    *(f"AtkinsonHyperlegibleNext-{face}.ttf" for face in ("Regular", "Italic", "SemiBold", "Bold")),
    *(f"KioskLetters-{face}.ttf" for face in ("Regular", "Bold")),
)
LATELY = timedelta(days=7)
"""Mishaps that are older are nobody's worry any more."""
LATE_SECONDS = 1.0
"""Whoever waits for a part longer than this is told so."""
_COLOURS = {Level.GREEN: "32", Level.AMBER: "33", Level.RED: "31"}


class Patient(Struct, frozen=True):
    """What is looked at: the content, the data folder, the time now (of this place), and the machine around them.

    `opened` is what the walls of the kiosk with this data folder were opened for (`installed_kiosk.walls_opened`).
    """

    content: Path
    data: Path
    now: datetime
    ask: probes.Ask = probes.ask
    root: Path = probes.ROOT
    variables: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    opened: tuple[str, ...] | None = None

    @property
    def settings(self) -> Settings:
        return read_settings(self.data)[0]


Read = Callable[[], "ReadFolder"]
Look = Callable[[Patient, Read], Iterable[Diagnosis]]


def examine(patient: Patient, late: Callable[[str], None] = lambda _: None) -> Iterator[Diagnosis]:
    """How each part is, in the order of PARTS, as soon as it is known. `late` is told of a part that keeps one waiting."""
    from kiosk.content.reading.folder import read_folder

    with ThreadPoolExecutor(len(LOOKS) + 1) as pool:
        reading = pool.submit(read_folder, patient.content)
        looks = {part: pool.submit(looked, part, look, patient, reading.result) for part, look in LOOKS.items()}
        for part in PARTS:
            try:
                yield from looks[part].result(LATE_SECONDS)
            except TimeoutError:
                late(part)
                yield from looks[part].result()


def looked(part: str, look: Look, patient: Patient, read: Read) -> tuple[Diagnosis, ...]:
    """What one look tells; where it fails, that."""
    try:
        return tuple(replace(each, says=on_one_line(each.says), do=on_one_line(each.do)) for each in look(patient, read))
    except Exception as error:  # noqa: BLE001  whatever it is, the other parts are looked at, and this one is not well
        log = write_crash(patient.data, error, part)
        do = f"Send {log} to an engineer." if log else verdicts.ENGINEER
        return (verdicts.red(part, f"This could not be looked at ({type(error).__name__}).", do),)


def tell(patient: Patient, out: TextIO) -> Level:
    """Examines, tells each part as soon as it is known, and what that means. The gravest level."""
    found = []
    for each in examine(patient, late):
        found.append(each)
        print(*map(in_one_piece, lines(each, colours=coloured(out))), sep="\n", file=out, flush=True)
    print("", verdict(found), sep="\n", file=out)
    return worst(found)


def late(part: str) -> None:
    """Whoever waits sees for what; beside the answers, which may go to a program."""
    print(f"Still looking at: {part} ...", file=sys.stderr, flush=True)


def lines(diagnosis: Diagnosis, *, colours: bool = False) -> Iterator[str]:
    """`amber  voices      Nothing speaks Spanish.`, and on the next line what to do."""
    level = f"{diagnosis.level:6}"
    if colours:
        level = f"{STEER}[1;{_COLOURS[diagnosis.level]}m{level}{STEER}[0m"
    yield f"{level} {diagnosis.part:11} {diagnosis.says}"
    if diagnosis.do:
        yield f"{'':19}-> {diagnosis.do}"


def verdict(diagnoses: Sequence[Diagnosis]) -> str:
    """What all of it means, in a sentence."""
    parts = {level: list(dict.fromkeys(each.part for each in diagnoses if each.level is level)) for level in Level}
    if parts[Level.RED]:
        return f"Red: {listed(parts[Level.RED], len(PARTS))}. Fix this before you open."
    if parts[Level.AMBER]:
        return f"You can open. Please see to this soon: {listed(parts[Level.AMBER], len(PARTS))}."
    return "All is well."


# -- what visitors trust us with --------------------------------------------------------------------------------------


def _keys(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    from kiosk.files.private import KEYS, linked
    from kiosk.signup.keys import holders, moved_away, public_keys, trust, try_out_key
    from kiosk.staff.care.restored_keys import LEFT_OUT
    from kiosk.staff.drawers import drawer_in

    folder = patient.data / KEYS
    if wrong := linked(folder):
        return verdicts.linked("keys", wrong)
    if os.path.lexists(patient.data) and not os.access(patient.data, os.R_OK | os.X_OK):
        return verdicts.keys(KeysSeen(closed=True))
    try:
        in_use, here = [each.id for each in trust.in_use(folder)], holders.holders_of_each(folder)
        people = sorted({name for key in in_use for name in here.get(key, ())})
        strange = tuple(f"{each.fingerprint} ({each.label})" for each in trust.unconfirmed(folder, {}))
        lost = not in_use and drawer_in(patient.data).there
        elsewhere = any(key not in here for key in in_use)
        seen = KeysSeen(len(in_use), tuple(people), elsewhere, try_out_key.is_try_out(folder), strange=strange, lost=lost)
        seen = replace(seen, unfinished=bool(try_out_key.bare_files(folder)) and not seen.try_out, destroyed=trust.is_destroyed(folder))
        seen = replace(seen, nowhere=patient.data != data_folder() and not os.path.lexists(patient.data), gone=patient.opened is not None)
        seen = replace(seen, left_out=moved_away.is_away(folder) and os.path.lexists(patient.data / LEFT_OUT))
    except public_keys.KeyFileError as error:
        seen = KeysSeen(damaged=str(error))
    return verdicts.keys(seen)


def _drawer(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    from kiosk.files.private import DRAWER, KEYS, linked
    from kiosk.signup.drawer import expiry, soundness
    from kiosk.signup.drawer.condition import damage
    from kiosk.signup.drawer.copies import unrecovered
    from kiosk.signup.drawer.database import NAME
    from kiosk.signup.drawer.refusals import KeepError, Why
    from kiosk.signup.keys.public_keys import KeyFileError
    from kiosk.staff.drawers import drawer_in

    if wrong := linked(patient.data / DRAWER):
        return verdicts.linked("drawer", wrong)
    drawer = drawer_in(patient.data)
    try:
        damaged = damage(patient.data / DRAWER)
        if damaged or not (patient.data / DRAWER / NAME).exists():
            return verdicts.drawer(DrawerSeen(damage=damaged, copies={} if damaged else unrecovered(patient.data, drawer)))
        entries, waiting, sealed = drawer.entries(), expiry.red(drawer, patient.now.date()), soundness.unreadable(drawer)
        copies = unrecovered(patient.data, drawer)
        anew = soundness.lost_keys(drawer)
        faults = tuple(each for each in soundness.verify(drawer, {}) if each not in anew)
        came_to = drawer.anchor()
        length = came_to.entry if came_to else 0
        of_all = DrawerSeen(len(entries), waiting, sealed, faults=faults, anew=anew, copies=copies, entries=length, unseen=soundness.unseen(drawer))
        of_all = replace(of_all, apart=_apart(patient.data / KEYS, drawer.sealed_for()))
        return verdicts.drawer(of_all)
    except KeepError as error:
        why = error.why
        seen = DrawerSeen(refused=why.value, locked=why is Why.LOCKED, too_much=why is Why.TOO_MUCH, journal=why is Why.JOURNAL)
        return verdicts.drawer(seen)
    except (KeyFileError, OSError, ValueError) as error:
        return verdicts.drawer(DrawerSeen(refused=str(error)))
    finally:
        drawer.close()


def _apart(folder: Path, sealed: Mapping[str, set[str]]) -> int:
    """How many requests open with a key in the list alone whose private part is not here, although those of others are."""
    from kiosk.signup.keys import holders, public_keys

    here, known = holders.holders_of_each(folder).keys(), {each.id for each in public_keys.recipients(folder)}
    return sum(bool(those & known) and those.isdisjoint(here) for those in sealed.values()) if here else 0


def _backup(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    from kiosk.staff.care.backup import copied_keys, keys_in
    from kiosk.staff.care.nightly import FAILED, is_whole, noted

    folder, today = patient.settings.backup_folder, patient.now.date()
    failed = os.path.lexists(patient.data / FAILED)
    try:
        os.scandir(folder).close() if folder else None
        notes = noted(patient.data) if folder else []
    except OSError as error:
        return verdicts.backup(BackupSeen(folder, missing=is_missing(error), unread=why(error), account=account()), today)
    newest = notes[-1] if any(os.path.lexists(Path(folder) / each.name) for each in notes) else None
    changed = newest.name if newest and not is_whole(Path(folder), newest) else ""
    held = copied_keys(patient.data) | (keys_in(Path(folder) / newest.name) if newest and not changed else frozenset())
    keyless = _is_keyless(patient, held)
    return verdicts.backup(BackupSeen(folder, newest.day if newest else None, failed, changed=changed, keyless=keyless), today)


def _is_keyless(patient: Patient, held: frozenset[str]) -> bool:
    """Whether the keys that requests are sealed for lie on this machine alone: neither elsewhere, nor in a backup that holds these."""
    from kiosk.files.private import KEYS
    from kiosk.signup.keys import holders, public_keys, trust, try_out_key

    folder = patient.data / KEYS
    with suppress(public_keys.KeyFileError):
        used = {each.id for each in trust.in_use(folder)}
        return bool(used) and not try_out_key.is_try_out(folder) and used <= holders.holders_of_each(folder).keys() and used.isdisjoint(held)
    return False


def _disk(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    free, refused, there = probes.free_mb(patient.data), probes.refusal(patient.data), os.path.lexists(patient.data)
    return verdicts.disk(free, refused, str(patient.data), there=there, installed=_kiosks_account(patient))


def _kiosks_account(patient: Patient) -> str:
    """Whose the data folder is to be, where it is that of the installed kiosk; else empty."""
    with suppress(ExpectedError):
        if patient.opened is not None and (kiosk := installed()):
            return kiosk.account
    return ""


def _clock(patient: Patient, read: Read) -> Iterable[Diagnosis]:
    seen = probes.clock(patient.ask)
    return chain(clock_told.clock(patient.now, list(_known(patient, read())), seen), clock_told.steps(_lived(patient), seen))


def _lived(patient: Patient) -> Lived | None:
    """The days that the drawer has seen; None where it cannot be asked."""
    from kiosk.signup.drawer import expiry
    from kiosk.signup.drawer.refusals import KeepError
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(patient.data)) as drawer, suppress(KeepError):
        return expiry.lived(drawer, patient.now.date())
    return None


def _known(patient: Patient, reading: ReadFolder) -> Iterator[Known]:
    """The days that have certainly come."""
    from kiosk.files.private import DRAWER
    from kiosk.signup.drawer.condition import newest_day

    def begun(day: date) -> datetime:
        return datetime.combine(day, time(), patient.now.tzinfo)

    for file in reading.topics:
        days = (slide.checked for slide in (file.value.slides if file.value else ()) if slide.checked)
        yield from (Known(begun(day), f"a `checked` in {file.name}") for day in days)
    yield from (Known(begun(review.on), f"a review in {reading.reviews.name}") for review in reading.reviews.value or ())
    if day := newest_day(patient.data / DRAWER):
        yield Known(begun(day), "the newest entry in the drawer")
    changed = probes.newest_change(PROJECT.glob("kiosk/**/*.py"))
    yield Known(datetime.fromtimestamp(changed, patient.now.tzinfo), "the newest file of the kiosk itself")


# -- what staff write -------------------------------------------------------------------------------------------------


def _settings(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    from kiosk.signup.desk_notifier import untold

    own, problems = read_settings(patient.data)
    told = (verdicts.settings(problems), verdicts.hours(own.hours, patient.now.date()), outward.walls(own, patient.opened))
    desk = outward.desk(own, untold(patient.data), problems, is_shut_in=outward.is_shut_in(own, patient.opened))
    return chain(*told, desk, _office(patient))


def _office(patient: Patient) -> Iterable[Diagnosis]:
    from kiosk.office.address import OfficeError
    from kiosk.office.pairing import paired
    from kiosk.office.report import reported

    try:
        ours = paired(patient.data)
    except OfficeError as error:
        return [verdicts.amber("settings", "It cannot be told which office this kiosk is paired with, so requests wait here.", str(error))]
    return outward.office(str(ours.address) if ours else "", reported(patient.data), patient.now)


def _hours_said(clinic: ReadFile[Clinic]) -> Sequence[Span]:
    """The hours of clinic.yaml; none where they are words, or not there."""
    written = clinic.yaml.data if clinic.yaml and clinic.value else None
    hours = written.get("hours") if isinstance(written, dict) else None
    spans = read_hours(hours) if isinstance(hours, str) else ()
    return () if isinstance(spans, Refused) else spans


def _content(patient: Patient, read: Read) -> Iterable[Diagnosis]:
    from kiosk.content.checks.check import examined

    hours = verdicts.hours_said_to_visitors(_hours_said(read().clinic), patient.settings.hours)
    return chain(verdicts.content(examined(read(), patient.content, patient.now.date(), icons())), hours)


def _publications(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    from kiosk.content.store.publications import refusal, shown_folder
    from kiosk.staff.publications.publishers import file_of, trusted
    from kiosk.staff.publications.standing import Kiosk, NotToldError, standing

    try:
        everybody = tuple(each.name for each in trusted(file_of()))
    except ExpectedError as error:
        return [verdicts.amber("publications", "It cannot be told whom this machine trusts to publish, so nothing is taken.", str(error))]
    try:
        there = standing(Kiosk(patient.content, patient.data, file_of()))
    except NotToldError as error:
        return [verdicts.amber("publications", "It cannot be told which publication shows.", str(error))]
    except ExpectedError as error:
        says = f"It cannot be proved which publication shows, so what is in the content folder shows. {error}"
        return [verdicts.red("publications", says, f"Take the last publication once more. If nobody changed anything here: {TAKEN_OVER}")]
    unjudged = there.publication is None and shown_folder(patient.content, patient.data) != patient.content
    folder = patient.settings.publications_folder
    seen = PublicationsSeen(there, refusal(patient.data), everybody, folder, unjudged, account=account())
    try:
        os.scandir(folder).close() if folder else None
    except OSError as error:
        seen = replace(seen, missing=is_missing(error), unread=why(error))
    return verdicts.publications(seen)


def _notice(patient: Patient, read: Read) -> Iterable[Diagnosis]:
    from kiosk.content.model.schedule import shows
    from kiosk.content.store.urgent_notice import FILE, moment, to_the_minute, urgent_notice

    now, damaged, reading = replace(moment(), wall=patient.now.timestamp()), "", read()
    languages, unread = _languages(reading), False
    try:
        own = urgent_notice(patient.data)
    except (OSError, ValueError):
        own, damaged = None, str(patient.data / FILE)
    if own and (left := own.seconds_left(now)):
        ends = to_the_minute(datetime.fromtimestamp(now.wall + left))  # noqa: DTZ006  as the clock of the clinic has it
        if text := own.text(languages):
            return verdicts.notice(NoticeSeen(_in_each(text, languages), f"{ends:%Y-%m-%d %H:%M}", ahead=own.is_ahead(now)))
        unread = True
    told = reading.clinic.value.urgent_notice if reading.clinic.value else None
    if told is None or not shows(told.show, patient.now):
        return verdicts.notice(NoticeSeen(damaged=damaged, unread=unread))
    until = told.show.until if told.show else None
    return verdicts.notice(NoticeSeen(_in_each(told.text, languages), str(until or ""), damaged, unread))


def _in_each(text: Text, languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What is said, and to the readers of which languages."""
    from kiosk.content.model.languages import LANGUAGES

    said = dict.fromkeys(text.in_(code) for code in languages)
    return {words: tuple(LANGUAGES[code] for code in languages if text.in_(code) == words) for words in said}


def _reviews(patient: Patient, read: Read) -> Iterable[Diagnosis]:
    from kiosk.content.checks.reviews import beside, signed_off

    reading, languages = read(), _languages(read())
    reviews, around = reading.reviews.value or (), beside(reading, patient.content)
    topics = [*(file.value for file in reading.topics if file.value), *(topic for topic in reading.signed_apart if topic.slides)]
    unsigned = [topic.id for topic in topics if not set(languages) <= set(signed_off(topic, reviews, around, languages))]
    due = [f"{each.topic} ({each.language})" for each in reviews if each.next < patient.now.date()]
    return verdicts.reviews(unsigned, due, len(topics))


def _help(_: Patient, read: Read) -> Iterable[Diagnosis]:
    from kiosk.content.checks.findings import placed
    from kiosk.content.checks.honesty import button_without_number, help_without_numbers

    reading = read()
    panel, button, clinic = reading.help.value, reading.interface.value, reading.clinic.value
    if panel is None or button is None or clinic is None:
        return verdicts.help_panel(None)
    languages = clinic.languages
    found = chain(placed(reading.help, help_without_numbers(panel, languages)), placed(reading.interface, button_without_number(button, languages)))
    return verdicts.help_panel([(each.wrong, each.instead) for each in found])


def _languages(reading: ReadFolder) -> tuple[str, ...]:
    from kiosk.content.model.languages import SHIPPED_LANGUAGES

    return reading.clinic.value.languages if reading.clinic.value else SHIPPED_LANGUAGES


# -- what visitors see, touch and hear --------------------------------------------------------------------------------


def _fonts(patient: Patient, read: Read) -> Iterable[Diagnosis]:
    from kiosk.content.checks.letters import cures, inked, shown_words
    from kiosk.content.checks.letters import told as said

    folder, reading = ASSETS / "fonts", read()
    letters = inked("".join(words for file in reading.files if file.value is not None for _, _, words in shown_words(file.value)))
    wanted = json.dumps({"faces": [str(folder / face) for face in FACES], "letters": "".join(letters)})
    told = _answered(patient.ask(probes.own("kiosk.staff.diagnosis.qt_probe", "letters"), wanted, 30.0))
    if trouble := told.get("trouble"):
        return [verdicts.missing("fonts", trouble)]
    boxes = tuple(letter for letter in letters if told and all(letter in lacking for lacking in told.values()))
    return verdicts.fonts(FACES, told, said(boxes), cures(boxes))


def _screen(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    shared = shares_screen(patient.variables)
    seen = _seen(patient.ask(probes.own("kiosk.staff.diagnosis.qt_probe", "screen"), "", 30.0)) if shared else ScreenSeen()
    return (*verdicts.screen(seen, patient.settings), *verdicts.screens(probes.screens(patient.root)))


def _seen(answer: probes.ProgramOutput) -> ScreenSeen:
    if answer.code != 0:
        return ScreenSeen(failure=_lines(answer)[0])
    told = _answered(answer)
    if trouble := told.get("trouble"):
        return ScreenSeen(trouble=trouble)
    return ScreenSeen(tuple(told["pixels"]), tuple(told["mm"]))


def _touch(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    return verdicts.touch(probes.touchscreens(patient.root))


def _voices(patient: Patient, read: Read) -> Iterable[Diagnosis]:
    from kiosk.content.model.languages import LANGUAGES

    if platform.machine() == "aarch64" and find_spec("miniaudio") is None:
        return verdicts.voices(VoicesSeen({}, no_player=True), {})
    codes = _languages(read())
    chosen = [f"{code}={voice}" for code, voice in patient.settings.voices.items()]
    ask = probes.own("kiosk.devices.voice_proof", *codes, *(("--chosen", *chosen) if chosen else ()))
    return verdicts.voices(_heard(patient.ask(ask, "", proof_seconds(codes, patient.settings.voices))), {code: LANGUAGES[code] for code in codes})


def _heard(answer: probes.ProgramOutput) -> VoicesSeen:
    if answer.code is None:
        return VoicesSeen({}, late=True)
    if answer.code:
        if incomplete := packages.trouble(Path(sys.prefix)):
            return VoicesSeen({}, incomplete=incomplete)
        return VoicesSeen({}, missing_library=missing_library(answer.err), failure=_lines(answer)[-1])
    told = {code: convert(each, Proved) for code, each in _answered(answer).items()}
    return VoicesSeen(told, no_sound=told[""].why if "" in told else "")


def _headphones(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    return verdicts.headphones(probes.jacks(), probes.unreadable_inputs(patient.root), patient.settings.headphones)


def _answered(answer: probes.ProgramOutput) -> dict[str, Any]:
    """What a process of ours said as JSON. Raises ValueError where it said something else, with its own last words."""
    try:
        told = json.loads(answer.out)
    except ValueError as error:
        raise ValueError(f"{answer.code}: {_lines(answer)[-1]}") from error
    if not isinstance(told, dict):
        raise TypeError(answer.out)
    return told


def _lines(answer: probes.ProgramOutput) -> list[str]:
    """What a program complained of: Qt tells the reason first, Python last."""
    return answer.err.strip().splitlines() or ["it says nothing"]


# -- what is left on the disk, and what keeps it going ----------------------------------------------------------------


def _memory(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    return verdicts.memory(dump_nothing(), probes.core_pattern(patient.root), probes.open_swaps(patient.root))


def _doors(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    told, keys = probes.units(patient.ask, UNIT, STICK, *MASKED, *LISTENERS), probes.logind(patient.ask)
    seen = DoorsSeen(
        told.get(UNIT, {}).get("LoadState") == "loaded",
        not told and (patient.root / RECORD.relative_to("/")).exists(),
        tuple(name for name, wanted in LOGIND.items() if keys.get(name, wanted) != wanted),
        tuple(unit for unit in MASKED if told.get(unit, {}).get("LoadState") == "loaded"),
        tuple(unit for unit in LISTENERS if told.get(unit, {}).get("ActiveState") == "active"),
        menu=probes.menu_is_open(GRUB_LOCK, patient.root),
        sticks=probes.reads_sticks(patient.root) and told.get(STICK, {}).get("ActiveState") not in ("activating", "deactivating"),
    )
    return doors(seen)


_OFTEN = 3
"""Restarts after which one that is just starting has probably ended as often as it was started."""


def _watchdog(patient: Patient, _: Read) -> Iterable[Diagnosis]:
    told = probes.unit(patient.ask)
    state, watched = told.get("ActiveState", ""), told.get("WatchdogUSec", "0") not in ("", "0", "infinity")
    restarts = told.get("NRestarts", "")
    again = told.get("SubState") == "auto-restart" or (state == "activating" and restarts.isdecimal() and int(restarts) >= _OFTEN)
    lately = [each for each in mishaps(patient.data) if patient.now - LATELY <= each.when]
    seen = unit_told.UnitSeen(
        bool(told), state == "active", state == "failed", watched, supervised=not told and WATCHED in os.environ,
        enabled=told.get("UnitFileState") != "disabled", masked=told.get("LoadState") == "masked", again=again,
        starting=state == "activating", left=os.path.lexists(patient.root / "run/kiosk/left"),
    )  # fmt: skip
    logs = any(patient.data.glob("*.log"))
    return chain(unit_told.watchdog(seen), verdicts.mishaps(lately, logs=logs))


LOOKS: dict[str, Look] = {
    "keys": _keys, "drawer": _drawer, "backup": _backup, "disk": _disk, "clock": _clock, "settings": _settings, "content": _content,
    "publications": _publications, "notice": _notice, "reviews": _reviews, "help": _help, "fonts": _fonts, "screen": _screen, "touch": _touch,
    "voices": _voices, "headphones": _headphones, "memory": _memory, "doors": _doors, "watchdog": _watchdog,
}  # fmt: skip
