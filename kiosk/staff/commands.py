"""The command line: one function a command, each returning the exit code.

0 done, 1 an expected failure in one plain sentence, 2 wrong usage, 3 a bug (with a log file); `run` has two more (`kiosk.unattended.exit_codes`).
"""

from __future__ import annotations

import argparse
import faulthandler
import glob
import json
import logging
import os
import shlex
import signal
import sys
import time
import traceback
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kiosk import processes
from kiosk.files.foreign_folders import alone, put
from kiosk.files.private import private_folder
from kiosk.files.regular import reason, why
from kiosk.settings.settings import data_folder, read_settings
from kiosk.signup.drawer.leftovers import PLAN
from kiosk.staff import output_places, rights, suggested_commands
from kiosk.staff.care import commands as care_commands
from kiosk.staff.command_line import CALLED, Adder, Parser, UsageError, arranged, inches, months, one_of, path, pixels
from kiosk.staff.diagnosis.probes import PROJECT, dump_nothing, icon_files, icons
from kiosk.staff.errors import ExpectedError
from kiosk.staff.installed_kiosk import folder_for, installed
from kiosk.staff.qt_needed import needs_qt
from kiosk.staff.requests import commands as signup_commands
from kiosk.staff.version import named
from kiosk.terminal import as_it_is, ended, guard
from kiosk.unattended import incidents
from kiosk.unattended.crash import write_crash
from kiosk.unattended.log import Aloud, Lines, Logbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kiosk import running
    from kiosk.content.model.deck import Text
    from kiosk.content.reading.folder import Reading
    from kiosk.content.store.library import Library
    from kiosk.content.store.snapshot import Fingerprint
    from kiosk.problems import Problem
    from kiosk.settings.settings import Settings
    from kiosk.signup.desk import Desk
    from kiosk.signup.drawer.drawer import Drawer
    from kiosk.staff.content.all_screens import Wanted

WATCH_SECONDS = 0.5
_TEXTS = ("normal", "large", "larger", "largest")
_THEMES = ("paper", "night", "black", "white")
INSTALLED = "KIOSK_INSTALLED"
"""In the environment of a kiosk that `install` made."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command line; see `python3 main.py --help`."""
    try:
        spell = suggested_commands.speller(_parser, arguments)
        with guard(spell) as out:
            return ended(out, _done(arguments, spell))
    except KeyboardInterrupt:
        with guard():
            print("Stopped.", file=sys.stderr)
        return 130


def _done(arguments: Sequence[str], spell: Callable[[str], str]) -> int:
    data = data_folder()
    try:
        options = _understood(arguments)
        data, options.spell = options.data, spell
        _take_care(options)
        return int(options.command(options))
    except SystemExit as ended:  # of argparse, when it has shown its help
        return int(ended.code or 0)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except ExpectedError as error:
        print(*error.args, sep="\n", file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001  the last resort: whatever it is, it is written down
        if rights.cannot_read_python():
            print(rights.OTHER_PYTHON, file=sys.stderr)
            return 1
        path = _written_down(data, error)
        if path is None:
            print(*"".join(traceback.format_exception(error)).splitlines(), sep="\n", file=sys.stderr)
        print(f"This should not have happened. The details are in {path or 'the lines above'}", file=sys.stderr)
        return 3


def _take_care(options: argparse.Namespace) -> None:
    """Root does nothing of its own where another account keeps its data; and what a killed `restore` has left there comes to its end."""
    if rights.owner(options.data):  # it may see the folder in hand no more than any other of root's
        options.data, options.content = options.data.absolute(), options.content.absolute()
    if options.command not in care_commands.WITH_ROOT:
        rights.become_owner(options.data)
    if next(options.content.parent.glob(f".{glob.escape(options.content.name)}.restoring.*"), None):
        from kiosk.staff.care.restore import clear_content

        clear_content(options.content)
    if os.path.lexists(options.data / PLAN):
        from kiosk.staff.care.restore import finish_restore

        try:
            finish_restore(options.data, options.content)
        except (OSError, ExpectedError) as error:
            why = reason(error) if isinstance(error, OSError) else error
            print(f"A restore that was ended in the middle cannot go on: {why}", file=sys.stderr)


def _written_down(data: Path, error: Exception) -> str | None:
    """Where, as the account whose data they are."""
    return rights.as_owner(data, lambda _: str(write_crash(data, error) or "")) or None


def _understood(arguments: Sequence[str]) -> argparse.Namespace:
    """What the words of a command line ask for; those behind `test` are pytest's. Raises UsageError."""
    given = argparse.Namespace(content=PROJECT / "content", data=None)  # not as defaults: what is shared must not set them anew
    command, rest = arranged(_parser(), arguments)
    if command.passes_on:
        return argparse.Namespace(content=given.content, data=data_folder(), command=command.get_default("command"), rest=rest)
    options, strange = command.parse_known_args(rest, given)
    if said := [word for word in strange if word != "--"]:
        command.refuse(said[0])
    options.named = options.data
    if options.data is None:
        is_elsewhere = getattr(options, "drawer", None) is not None
        options.data, told = (data_folder(), "") if is_elsewhere else folder_for(command.words, shlex.join(arguments), installed())
        if told:
            print(told, file=sys.stderr)
    return options


def _parser() -> Parser:
    own = str(data_folder()).replace("%", "%%")
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--content", type=path, metavar="FOLDER", help="the folder with what visitors see (default: content)")
    which = f"the folder with what this machine keeps (default: {own}; once a kiosk is installed here, that of the kiosk)"
    shared.add_argument("--data", type=path, metavar="FOLDER", help=which)
    parser = Parser(
        prog=CALLED,
        description="The lobby kiosk. Without a command it shows the kiosk, full screen, as `run` does. `COMMAND --help` tells more of each command."
        " Options may stand anywhere on the line. The variable KIOSK_VENV names another folder for the packages than .venv.",
        parents=[shared],
    )
    parser.add_argument("--version", action="store_const", dest="command", const=_version, help="say which version of the kiosk this is")
    add = parser.adder("commands", "COMMAND")

    run = add("run", "Shows the kiosk, full screen.", parents=[shared])
    run.add_argument("--window", type=pixels, metavar="WxH", help="in a window of this size instead, standing for the whole screen")
    run.set_defaults(command=_run)

    check = add("check", "Tells every problem in the content, with what to write instead.", parents=[shared])
    check.add_argument("--json", action="store_true", help="write it for other programs")
    check.add_argument("--strict", action="store_true", help="count warnings as errors (with an error it ends with 1, otherwise with 0)")
    check.add_argument("--quick", action="store_true", help="do not count the pages at the largest text size")
    check.add_argument("--grades", action="store_true", help="also tell how hard each topic, slide and answer is to read")
    check.add_argument("--watch", action="store_true", help="check again after every save, until Ctrl+C")
    check.add_argument("--all", action="store_true", help="show each notice, also where many are of one kind")
    restore = "put the last good version of this content file back, after showing what changes; without a file it lists what can come back"
    check.add_argument("--restore", nargs="?", const=Path(), type=path, metavar="FILE", help=restore)
    check.add_argument("--yes", action="store_true", help="put it back without asking")
    check.set_defaults(command=_check)

    preview = add("preview", "Shows the kiosk beside the list of problems; every save shows at once.", parents=[shared])
    preview.set_defaults(command=_preview)

    _add_pictures(add, shared)

    review = add(
        "review",
        "Shows the text of a topic, and notes that a clinician has read it and signs it off.",
        example='review infusion --by "Dr. Ana Flores"',
        parents=[shared],
    )
    review.add_argument("topic", metavar="TOPIC", help="the name of the topic, as `topic:` in its file says, or `questions`")
    review.add_argument("--by", required=True, metavar="NAME", help="who has read it")
    review.add_argument("--language", metavar="CODE", help="sign this language alone, such as en (default: one after the other)")
    review.add_argument("--months", type=months, default=6, metavar="N", help="months until it is to be read again, 1 to 12 (default: 6)")
    review.add_argument("--yes", action="store_true", help="sign without asking")
    review.set_defaults(command=_review)

    translated = add("translated", "Notes that all translations fit the texts that they stand beside now.", parents=[shared])
    translated.set_defaults(command=_translated)

    says = "For text editors: writes the format of the content into content/schema, and all icons with their names into content/icons.html."
    schema = add("schema", says, parents=[shared])
    schema.set_defaults(command=_schema)

    signup_commands.add_to(add, shared)
    care_commands.add_to(add, shared)
    _add_doctor(add, shared)

    test = add("test", "Runs the tests; what comes after it goes to pytest.", example="test -k doctor", passes_on=True)
    test.set_defaults(command=_test)

    benchmark = add("benchmark", "Measures speed and memory beside a bare window.", parents=[shared])
    benchmark.add_argument("--quick", action="store_true", help="one short round, to see whether everything works")
    benchmark.set_defaults(command=_benchmark)
    return parser


def _add_pictures(add: Adder, shared: argparse.ArgumentParser) -> None:
    """What is made into a folder: pictures, and the handout."""
    pictures = add("pictures", "Draws every screen into a folder, as PNG files.", example="pictures screens --language en", parents=[shared])
    pictures.add_argument("folder", type=path, metavar="FOLDER", help="where the pictures are to lie")
    pictures.add_argument("--size", type=pixels, default=(1920, 1080), metavar="WxH", help="the size of the screen in pixels (default: 1920x1080)")
    pictures.add_argument("--inches", type=inches, default=0.0, metavar="N", help="the diagonal of the screen (default: 21.5)")
    pictures.add_argument("--language", default="", metavar="CODE", help="this language alone, such as en")
    pictures.add_argument("--text", type=one_of(*_TEXTS), default="normal", metavar="SIZE", help=f"the size of the text: {', '.join(_TEXTS)}")
    pictures.add_argument("--theme", type=one_of(*_THEMES), default="paper", metavar="COLOURS", help=f"the colours: {', '.join(_THEMES)}")
    pictures.add_argument("--changed", action="store_true", help="only what differs from what the kiosk showed last, before and after")
    pictures.set_defaults(command=_pictures)

    says = "Takes a photograph or drawing into the content: turned, small enough, under a good name."
    picture = add("picture", says, example="picture IMG_4711.JPG --as our-house", parents=[shared])
    picture.add_argument("file", type=path, metavar="FILE", help="the picture, as it came from a camera, a phone or a program")
    picture.add_argument("--as", dest="name", default="", metavar="NAME", help="the name it is to have in content/pictures (default: its own)")
    picture.add_argument("--replace", action="store_true", help="also in place of one that has this name already")
    picture.set_defaults(command=_picture)

    handout = add("handout", "Writes all the content as a large-print PDF for each language.", example="handout papers", parents=[shared])
    handout.add_argument("folder", type=path, metavar="FOLDER", help="where the PDF files are to lie")
    for each in (pictures, handout):
        each.add_argument("--topic", default="", metavar="TOPIC", help="this topic alone, as `topic:` in its file says, or `questions`")
        each.add_argument("--replace", action="store_true", help="also into a folder that has files in it already")
    handout.set_defaults(command=_handout)


def _add_doctor(add: Adder, shared: argparse.ArgumentParser) -> None:
    says = "Looks at all that the kiosk needs of this machine: green, amber or red, with what to do. Ends with 1 if a part is red, otherwise with 0."
    doctor = add("doctor", says, parents=[shared])
    doctor.add_argument("--json", action="store_true", help="write it for other programs")
    doctor.set_defaults(command=_doctor)


def _version(_: argparse.Namespace) -> int:
    print(named(PROJECT))
    return 0


def _run(options: argparse.Namespace) -> int:
    needs_qt(screen=True)
    from kiosk.app import Glass, NoScreenError
    from kiosk.running import run

    _keep_log(options.data)
    dump_nothing()
    settings, problems = read_settings(options.data)
    _tell(problems)

    def desk() -> Desk:
        return _desk(options.data, settings)

    def note(what: incidents.What) -> None:
        incidents.note(options.data, what, _now())

    try:
        with incidents.marked(options.data, incidents.this_boot(), _now) as mark:
            library, shown = _library_or_rest(options)
            return run(library, settings, _reader(options, shown), Glass(pixels=options.window), desk, note=note, mark=mark)
    except NoScreenError as error:
        raise ExpectedError(str(error)) from error
    except incidents.OccupiedError as error:
        raise ExpectedError(
            f"Another kiosk runs with the data in {options.data} already: end that one first, or give this one a folder of its own with --data."
        ) from error


def _desk(data: Path, settings: Settings) -> Desk:
    """Where sign-ups go; at the very first start a key is made to try it out with. Without a key it takes none, until there is one."""
    from kiosk.files.private import DRAWER, KEYS
    from kiosk.signup.desk import Desk
    from kiosk.signup.desk_notifier import Address, caller
    from kiosk.signup.drawer.drawer import Drawer
    from kiosk.signup.keys import keys
    from kiosk.staff.requests.requests import TRY_OUT

    drawer = Drawer(data / DRAWER, data / KEYS)
    address = Address(settings.desk_web, settings.desk_mail_to, settings.desk_mail_from, settings.desk_mail_server, settings.desk_mail_user)
    desk = Desk(drawer, data / KEYS, _today, settings.phone_region, caller(address, os.environ.get("KIOSK_MAIL_PASSWORD", ""), time.monotonic))
    try:
        if _is_first_start(data, drawer):
            keys.make_try_out(data / KEYS, _today())
        if keys.is_try_out(data / KEYS):
            print(TRY_OUT, file=sys.stderr)
    except (keys.KeyFileError, OSError) as error:
        print(f"Visitors cannot ask for a consultation here: {error}", file=sys.stderr)
    else:
        desk.sweep()
        if not desk.takes:
            print("Visitors cannot ask for a consultation here: there is no key. `python3 main.py doctor` says what to do.", file=sys.stderr)
    return desk


def _is_first_start(data: Path, drawer: Drawer) -> bool:
    """Whether nothing was ever kept here: only then a key is made that has no passphrase. Keys that are gone are nothing to put another for."""
    from kiosk.files.private import KEYS

    return INSTALLED not in os.environ and not drawer.there and not any((data / KEYS).glob("*"))


def _library_or_rest(options: argparse.Namespace) -> tuple[Library, Fingerprint]:
    """The content, and the state of the files it is made from; with none that could be shown, a resting screen, until staff have mended the files."""
    from kiosk.content.store.fallback import resting
    from kiosk.content.store.library import open_at_start

    library, problems, shown = open_at_start(options.content, options.data, _today())
    _tell(problems)
    if library is None:
        print(f"The content in {options.content} cannot be shown; the screen rests until it can. See `python3 main.py check`.", file=sys.stderr)
    return library or resting(_words(options.content, PROJECT / "content")), shown


def _words(*folders: Path) -> Iterable[tuple[str, Text]]:
    """The words on the screen, from the first of these folders where they can be read; none if that is nowhere."""
    from kiosk.content.reading.folder import read_folder

    return next((words for folder in folders if (words := read_folder(folder).interface.value)), ())


def _reader(options: argparse.Namespace, shown: Fingerprint | None = None) -> running.Reader:
    """Reads the content again while the kiosk runs; what is wrong with it goes to the log, for staff, never to the screen."""
    from kiosk import running
    from kiosk.content.store.library import fingerprint, last_shown, open_library

    def read() -> Library | None:
        library, problems = open_library(options.content, options.data, _today())
        for problem in problems:
            if problem.severity.value == "error":
                logging.getLogger("content").error("%s", problem)
        return library

    def problems() -> list[Problem]:
        from kiosk.content.checks.check import check
        from kiosk.staff.console import harmless

        return list(harmless(problem for problem in check(options.content, _today(), icons()) if problem.severity.value == "error"))

    where = ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
    doctor = ("-m", "kiosk.staff", "doctor", "--json", *where)
    backup = ("-m", "kiosk.staff", "backup", "--replace", *where)
    nightly = ("-m", "kiosk.staff", "backup", "--nightly", *where)
    again = ("-m", "kiosk.content.store.reread", str(options.content.absolute()), str(options.data.absolute()))
    kept = partial(last_shown, options.content, options.data)
    return running.Reader(options.content, partial(fingerprint, options.content), read, problems, doctor, backup, nightly, again, kept, shown)


def _keep_log(data: Path) -> None:
    """Warnings and errors go to `kiosk.log` in the data folder, and to the terminal; if Qt itself dies, its last calls go to the terminal."""
    faulthandler.enable()
    handlers: list[logging.Handler] = [Aloud()]
    try:
        private_folder(data)
        handlers.append(Logbook(data / "kiosk.log"))
    except OSError as error:
        print(f"The log cannot be kept in {data}: {why(error)}", file=sys.stderr)
    for each in handlers:
        each.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=handlers)


def _check(options: argparse.Namespace) -> int:
    if options.restore == Path():
        from kiosk.staff.content.restore_text import what_can_come_back

        print(*what_can_come_back(_folder(options), options.data), sep="\n")
        return 0
    if options.restore:
        from kiosk.staff.content.restore_text import bring_back

        print(bring_back(_folder(options), options.data, options.restore, _now(), agreed=options.yes))
        return 0
    if not options.watch:
        return _check_once(options)
    from kiosk.content.store.library import fingerprint

    folder, seen = _folder(options), None
    # A shell that starts a program in the background has it ignore Ctrl+C, and its children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        while True:
            prints = fingerprint(folder)
            if prints != seen:
                print("", f"--- {datetime.now(tz=UTC).astimezone():%H:%M:%S} ---", sep="\n", flush=True)
                seen = prints
                _check_once(options)
                sys.stdout.flush()
                if getattr(sys.stdout, "lost", None):
                    return 0
            time.sleep(WATCH_SECONDS)
    except KeyboardInterrupt:
        return 0


def _check_once(options: argparse.Namespace) -> int:
    from kiosk.content.checks.check import cured, examined
    from kiosk.content.checks.grades import grades
    from kiosk.content.reading.folder import read_folder
    from kiosk.staff.care.backup import unkept
    from kiosk.staff.console import tell, tell_grades

    folder, today = _folder(options), _today()
    reading = read_folder(folder)
    found = examined(reading, folder, today, icons())
    if not options.quick:
        found = tuple(sorted({*found, *_too_long(folder, reading, found, today)}))
    found = cured(found, reading, folder, today, icons())
    problems = (*read_settings(options.data)[1], *found, *unkept(folder))
    if options.json:
        print(*as_it_is(json.dumps([_as_json(problem, options.spell) for problem in problems], indent=2)), sep="\n")
    else:
        if options.grades:
            tell_grades(grades(reading), sys.stdout)
        tell(problems, folder, sys.stdout, every=options.all)
        for name in _with_a_good_version(problems, folder, options.data):
            how = f"`python3 main.py check --restore {shlex.quote(name)}`"
            print(f"To see what was changed in {name} since it was last good, and to bring that back: {how}")
    grave = {"error", "warning"} if options.strict else {"error"}
    return int(any(problem.severity.value in grave for problem in problems))


def _with_a_good_version(problems: Sequence[Problem], folder: Path, data: Path) -> list[str]:
    """The files that have an error, and of which a good version is kept."""
    from kiosk.staff.content.restore_text import kept

    return sorted({problem.file for problem in problems if problem.severity.value == "error"} & kept(data, folder))


def _too_long(folder: Path, reading: Reading, found: tuple[Problem, ...], today: date) -> tuple[Problem, ...]:
    """What takes too many pages, where pages can be set at all."""
    from kiosk.content.store.library import in_memory

    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # staff at a desk see no window flash
    library = in_memory(folder, reading, found, today)
    if library is None:
        return ()
    try:
        needs_qt(screen=False)
    except ExpectedError as error:
        print(f"How many pages texts take was not measured. {error}", file=sys.stderr)
        return ()
    from kiosk.staff.content.page_count import too_many_pages

    return too_many_pages(library, reading)


def _as_json(problem: Problem, spell: Callable[[str], str]) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "wrong": spell(problem.wrong),
        "instead": spell(problem.instead),
    }


def _preview(options: argparse.Namespace) -> int:
    needs_qt(screen=True)
    from kiosk.staff.content.preview import preview

    settings, problems = read_settings(options.data)
    _tell(problems)
    return preview(_folder(options), options.data, _today, icons(), settings)


def _pictures(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    from kiosk.staff.content.all_screens import Wanted

    output_places.for_files(options.folder, replace=options.replace)
    settings, _ = read_settings(options.data)
    wanted = Wanted(options.folder, options.size, options.inches, options.language, options.text, options.theme, options.topic)
    try:
        with alone(options.folder):
            told = _drawn(options, settings, wanted)
    except OSError as error:
        raise ExpectedError(f"The pictures cannot be written into {options.folder}: {why(error)}.") from error
    print(told)
    return 0


def _picture(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    from kiosk.content.reading.folder import read_folder
    from kiosk.content.reading.format import SHIPPED_LANGUAGES
    from kiosk.staff.content import photo

    content = _folder(options)
    try:
        name, done = photo.take(options.file, content, options.name, replace=options.replace)
    except OSError as error:
        raise ExpectedError(f"The picture cannot be put into {content / photo.FOLDER}: {why(error)}.") from error
    print(" ".join([f"The picture is in {content / photo.FOLDER / name}.", *done]))
    clinic = read_folder(content).clinic.value
    says = photo.asked(clinic.languages if clinic else SHIPPED_LANGUAGES)
    print("Write this into the slide that is to show it:", "", *photo.lines(name, says), sep="\n", end="\n\n")
    return 0


def _drawn(options: argparse.Namespace, settings: Settings, wanted: Wanted) -> str:
    from kiosk.staff.content import pictures

    if options.changed:
        return pictures.changed(_folder(options), options.data, _today(), settings, wanted)
    return pictures.every(_library(options), settings, wanted)


def _review(options: argparse.Namespace) -> int:
    from kiosk.staff.content.review import Asked, review

    return review(_folder(options), Asked(options.topic, options.by, options.language, options.months, options.yes), _today())


def _translated(options: argparse.Namespace) -> int:
    from kiosk.staff.content.review import translated

    return translated(_folder(options))


def _schema(options: argparse.Namespace) -> int:
    from kiosk.content.reading.schema import schemas
    from kiosk.staff.content import icon_sheet

    content, made = _folder(options), schemas()
    written = {f"schema/{name}.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in made.items()}
    try:
        for name, text in {**written, icon_sheet.NAME: icon_sheet.page(icon_files())}.items():
            put(content, name, text.encode())
    except OSError as error:
        place = content / "schema"
        raise ExpectedError(f"The schemas cannot be written into {place}, which must be a folder and no link: {why(error)}.") from error
    print(f"{len(made)} schemas in {content / 'schema'}, and all icons with their names in {content / icon_sheet.NAME}")
    return 0


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.content
    if not folder.is_dir():
        raise ExpectedError(f"There is no folder {folder}. Name the content folder with --content.")
    return folder


def _handout(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    from kiosk.staff.content.handout import write

    output_places.for_files(options.folder, replace=options.replace)
    try:
        with alone(options.folder), TemporaryDirectory() as aside:  # what the kiosk showed last stays what it was
            library = _library(argparse.Namespace(content=options.content, data=Path(aside)))
            now = datetime.now()  # noqa: DTZ005  schedules are in the clinic's own time
            for path in write(library.at(now), options.folder, now.date(), options.topic):
                print(path)
    except OSError as error:
        raise ExpectedError(f"The handout cannot be written into {options.folder}: {why(error)}.") from error
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from msgspec.structs import replace

    from kiosk.health import Level, as_json, worst
    from kiosk.staff.diagnosis.doctor import Patient, examine, late, tell

    patient = Patient(options.content, options.data, datetime.now(tz=UTC).astimezone())
    if not options.json:
        return int(tell(patient, sys.stdout) is Level.RED)
    found = [replace(each, says=options.spell(each.says), do=options.spell(each.do)) for each in examine(patient, late)]
    print(*as_it_is(as_json(found)), sep="\n")
    return int(worst(found) is Level.RED)


def _test(options: argparse.Namespace) -> int:
    from kiosk.devices.qt_libraries import voice_trouble

    needs_qt(screen=False)
    if trouble := voice_trouble():
        raise ExpectedError(trouble)
    return int(processes.run([sys.executable, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", *options.rest], cwd=PROJECT).returncode)


def _benchmark(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    return int(processes.run([sys.executable, "-m", "kiosk.staff.benchmark", *["--quick"] * options.quick], cwd=PROJECT).returncode)


def _library(options: argparse.Namespace) -> Library:
    from kiosk.content.store.library import open_library

    library, problems = open_library(options.content, options.data, _today())
    _tell(problems)
    if library is None:
        raise ExpectedError(f"The content in {options.content} cannot be shown. Run `python3 main.py check` to see what to mend.")
    return library


def _tell(problems: Sequence[Problem]) -> None:
    """Problems go to the terminal that started the kiosk, never to the visitor's screen."""
    for problem in problems:
        if problem.severity.value == "error":
            print(problem, file=sys.stderr)


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


def _today() -> date:
    return _now().date()
