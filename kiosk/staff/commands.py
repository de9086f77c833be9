"""The command line: one function a command, each returning the exit code.

0 done, 1 an expected failure in one plain sentence, 2 wrong usage, 3 a bug (with a log file); `run` has two more (`kiosk.ending`).
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import signal
import sys
import time
import traceback
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kiosk import children, mishaps
from kiosk.files import reason, why
from kiosk.settings import data_folder, read_settings
from kiosk.signup.leftovers import PLAN
from kiosk.signup.private_files import private_folder
from kiosk.staff import care_commands, places, rights, signup_commands
from kiosk.staff.crash import write_crash
from kiosk.staff.expected import ExpectedError
from kiosk.staff.logbook import Logbook
from kiosk.staff.machine import PROJECT, dump_nothing, icons
from kiosk.staff.terminal import UnsaidError, flush, guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiosk import running
    from kiosk.problems import Problem
    from kiosk.settings import Settings
    from kiosk.signup.desk import Desk
    from kiosk.signup.drawer import Drawer
    from kiosk.slides.deck import Text
    from kiosk.slides.library import Library
    from kiosk.slides.reading import Reading

WATCH_SECONDS = 0.5
INSTALLED = "KIOSK_INSTALLED"
"""In the environment of a kiosk that `install` made."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command line; see `python3 main.py --help`."""
    with guard():
        return _done(arguments)


def _done(arguments: Sequence[str]) -> int:
    options = _understood(arguments)
    try:
        _take_care(options)
        code = int(options.command(options))
        flush()
        return code  # noqa: TRY300  what cannot be written any more counts
    except BrokenPipeError:
        return _unread()
    except UnsaidError as error:
        with suppress(OSError):
            print(f"What this command says cannot be written: {why(error)}.", file=sys.stderr)
        return _unread(1)
    except ExpectedError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  the last resort: whatever it is, it is written down
        path = _written_down(options.data, error)
        if path is None:
            traceback.print_exception(error)
        print(f"This should not have happened. What went wrong is written in {path or 'the lines above'}", file=sys.stderr)
        return 3


def _unread(code: int = 0) -> int:
    """Nobody reads what is said any more: what is still held back goes nowhere, so that Python has nothing to complain of at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return code


def _take_care(options: argparse.Namespace) -> None:
    """Root does nothing of its own where another account keeps its data; and what a killed `restore` has left there comes to its end."""
    if options.command in care_commands.WITH_ROOT:
        options.data = care_commands.kept(options)
    if rights.owner(options.data):  # it may see the folder in hand no more than any other of root's
        options.data, options.content = options.data.absolute(), options.content.absolute()
    if options.command not in care_commands.WITH_ROOT:
        rights.become_owner(options.data)
    if os.path.lexists(options.data / PLAN):
        from kiosk.staff.restoring import finish_restore

        try:
            finish_restore(options.data, options.content)
        except (OSError, ExpectedError) as error:
            why = reason(error) if isinstance(error, OSError) else error
            print(f"A restore that was ended in the middle cannot go on: {why}", file=sys.stderr)


def _written_down(data: Path, error: Exception) -> str | None:
    """Where, as the account whose data they are."""
    return rights.as_owner(data, lambda _: str(write_crash(data, error) or "")) or None


def _understood(arguments: Sequence[str]) -> argparse.Namespace:
    """What the words of a command line ask for; those that `test` does not know are pytest's."""
    parser = _parser()
    given = argparse.Namespace(content=PROJECT / "content", data=data_folder())  # not as defaults, which each command would set anew
    options, strange = parser.parse_known_args(arguments, given)
    if strange and options.command is not _test:
        parser.error(f"unrecognized arguments: {' '.join(strange)}")
    if options.command is _test:
        options.rest = [*strange, *options.rest]
    return options


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--content", type=Path, metavar="FOLDER", help="what visitors see (default: content)")
    shared.add_argument("--data", type=Path, metavar="FOLDER", help=f"what this machine keeps (default: {data_folder()})")
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="The lobby kiosk. Without a command: the kiosk, full screen. KIOSK_VENV in the environment names another folder for .venv.",
        parents=[shared],
    )
    parser.set_defaults(command=_run, window=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    run = commands.add_parser("run", parents=[shared], help="the kiosk, full screen")
    run.add_argument("--window", type=_pixels, metavar="WxH", help="in a window of this size instead, standing for the whole screen")
    run.set_defaults(command=_run)

    check = commands.add_parser("check", parents=[shared], help="every problem in the content; 0 if there is no error")
    check.add_argument("--json", action="store_true", help="for other programs")
    check.add_argument("--strict", action="store_true", help="warnings count as errors")
    check.add_argument("--quick", action="store_true", help="without counting the pages at the largest text size")
    check.add_argument("--grades", action="store_true", help="also how hard each topic, slide and answer is to read")
    check.add_argument("--watch", action="store_true", help="again after every save, until Ctrl+C")
    check.set_defaults(command=_check)

    preview = commands.add_parser("preview", parents=[shared], help="the kiosk beside the list of problems; every save shows at once")
    preview.set_defaults(command=_preview)

    _add_pictures(commands, shared)

    review = commands.add_parser("review", parents=[shared], help="a clinician's sign-off of a topic, bound to the text that was read")
    review.add_argument("topic", metavar="TOPIC", help="the name of a topic, or `questions`")
    review.add_argument("--by", required=True, metavar="NAME", help="who has read it")
    review.add_argument("--language", metavar="CODE", help="only this language")
    review.add_argument("--months", type=int, default=6, choices=range(1, 13), metavar="N", help="when it is due again (1 to 12, default 6)")
    review.add_argument("--yes", action="store_true", help="sign without asking")
    review.set_defaults(command=_review)

    translated = commands.add_parser("translated", parents=[shared], help="all translations fit the texts they stand beside now")
    translated.set_defaults(command=_translated)

    schema = commands.add_parser("schema", parents=[shared], help="for editors: the content format as JSON Schema, into content/schema")
    schema.set_defaults(command=_schema)

    signup_commands.add_to(commands, shared)
    care_commands.add_to(commands, shared, _pixels)
    _add_doctor(commands, shared)

    test = commands.add_parser("test", help="the tests", add_help=False)
    test.add_argument("rest", nargs=argparse.REMAINDER)
    test.set_defaults(command=_test)

    benchmark = commands.add_parser("benchmark", parents=[shared], help="speed and memory beside a bare window")
    benchmark.add_argument("--quick", action="store_true", help="one short round: does everything work?")
    benchmark.set_defaults(command=_benchmark)
    return parser


def _add_pictures(commands: Any, shared: argparse.ArgumentParser) -> None:
    """What is made into a folder: pictures, and the handout."""
    pictures = commands.add_parser("pictures", parents=[shared], help="every screen as a PNG file")
    pictures.add_argument("folder", type=Path, metavar="FOLDER")
    pictures.add_argument("--size", type=_pixels, default=(1920, 1080), metavar="WxH")
    pictures.add_argument("--inches", type=float, default=0.0, metavar="N", help="diagonal of the screen these pixels stand for (default 21.5)")
    pictures.add_argument("--language", default="", metavar="CODE", help="only this language")
    pictures.add_argument("--text", default="normal", choices=("normal", "large", "larger", "largest"), help="text size")
    pictures.add_argument("--theme", default="paper", choices=("paper", "night", "black", "white"))
    pictures.add_argument("--changed", action="store_true", help="only what differs from what the kiosk showed last, before and after")
    pictures.set_defaults(command=_pictures)

    handout = commands.add_parser("handout", parents=[shared], help="all the content as a large-print PDF for each language")
    handout.add_argument("folder", type=Path, metavar="FOLDER")
    for each in (pictures, handout):
        each.add_argument("--replace", action="store_true", help="into a folder that has files in it already")
    handout.set_defaults(command=_handout)


def _add_doctor(commands: Any, shared: argparse.ArgumentParser) -> None:
    doctor = commands.add_parser("doctor", parents=[shared], help="one self-test of this machine: green, amber or red, with what to do")
    doctor.add_argument("--json", action="store_true", help="for other programs")
    doctor.set_defaults(command=_doctor)


def _pixels(written: str) -> tuple[int, int]:
    width, cross, height = written.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise argparse.ArgumentTypeError(f"{written!r} is not a size such as 1280x720")
    return int(width), int(height)


def _needs_qt(*, screen: bool) -> None:
    """Says what to install where Qt cannot start here."""
    from kiosk.staff.environment import qt_trouble

    if not screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if trouble := qt_trouble():
        raise ExpectedError(trouble)


def _run(options: argparse.Namespace) -> int:
    _needs_qt(screen=True)
    from kiosk.app import Glass
    from kiosk.running import run

    _keep_log(options.data)
    dump_nothing()
    settings, problems = read_settings(options.data)
    _tell(problems)

    def desk() -> Desk:
        return _desk(options.data, settings)

    def note(what: mishaps.What) -> None:
        mishaps.note(options.data, what, _now())

    try:
        with mishaps.marked(options.data, mishaps.this_boot(), _now) as mark:
            return run(_library_or_rest(options), settings, _reader(options), Glass(pixels=options.window), desk, note=note, mark=mark)
    except mishaps.OccupiedError as error:
        raise ExpectedError(
            f"Another kiosk runs with the data in {options.data} already: end that one first, or give this one a folder of its own with --data."
        ) from error


def _desk(data: Path, settings: Settings) -> Desk:
    """Where sign-ups go; at the very first start a key is made to try it out with. Without a key it takes none, until there is one."""
    from kiosk.signup import keys
    from kiosk.signup.calling import Address, caller
    from kiosk.signup.desk import Desk
    from kiosk.signup.drawer import Drawer
    from kiosk.signup.private_files import DRAWER, KEYS
    from kiosk.staff.signups import TRY_OUT

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
    from kiosk.signup.private_files import KEYS

    return INSTALLED not in os.environ and not drawer.there and not any((data / KEYS).glob("*"))


def _library_or_rest(options: argparse.Namespace) -> Library:
    """The content; with none that could be shown, a resting screen, which goes as soon as staff have mended the files."""
    from kiosk.slides.library import open_library
    from kiosk.slides.resting import resting

    library, problems = open_library(options.content, options.data, _today())
    _tell(problems)
    if library is None:
        print(f"The content in {options.content} cannot be shown; the screen rests until it can. See `python3 main.py check`.", file=sys.stderr)
    return library or resting(_words(options.content, PROJECT / "content"))


def _words(*folders: Path) -> Iterable[tuple[str, Text]]:
    """The words on the screen, from the first of these folders where they can be read; none if that is nowhere."""
    from kiosk.slides.reading import read_folder

    return next((words for folder in folders if (words := read_folder(folder).interface.value)), ())


def _reader(options: argparse.Namespace) -> running.Reader:
    """Reads the content again while the kiosk runs; what is wrong with it goes to the log, for staff, never to the screen."""
    from kiosk import running
    from kiosk.slides.library import fingerprint, open_library

    def read() -> Library | None:
        library, problems = open_library(options.content, options.data, _today())
        for problem in problems:
            if problem.severity.value == "error":
                logging.getLogger("content").error("%s", problem)
        return library

    def problems() -> list[Problem]:
        from kiosk.slides.checking import check

        return [problem for problem in check(options.content, _today(), icons()) if problem.severity.value == "error"]

    where = ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
    doctor = ("-m", "kiosk.staff", "doctor", "--json", *where)
    backup = ("-m", "kiosk.staff", "backup", "--replace", *where)
    return running.Reader(options.content, lambda: fingerprint(options.content), read, problems, doctor, backup)


def _keep_log(data: Path) -> None:
    """Warnings and errors go to `kiosk.log` in the data folder, and to the terminal; if Qt itself dies, its last calls go to the terminal."""
    faulthandler.enable()
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        private_folder(data)
        handlers.append(Logbook(data / "kiosk.log"))
    except OSError as error:
        print(f"The log cannot be kept in {data}: {why(error)}", file=sys.stderr)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=handlers)


def _check(options: argparse.Namespace) -> int:
    if not options.watch:
        return _check_once(options)
    from kiosk.slides.library import fingerprint

    folder, seen = _folder(options), None
    # A shell that starts a program in the background has it ignore Ctrl+C, and its children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        while True:
            prints = fingerprint(folder)
            if prints != seen:
                print(f"\n--- {datetime.now(tz=UTC).astimezone():%H:%M:%S} ---", flush=True)
                seen = prints
                _check_once(options)
                sys.stdout.flush()
            time.sleep(WATCH_SECONDS)
    except KeyboardInterrupt:
        return 0


def _check_once(options: argparse.Namespace) -> int:
    from kiosk.slides.checking import examined
    from kiosk.slides.grades import grades
    from kiosk.slides.reading import read_folder
    from kiosk.staff.telling import tell, tell_grades

    folder, today = _folder(options), _today()
    reading = read_folder(folder)
    found = examined(reading, folder, today, icons())
    if not options.quick:
        found = tuple(sorted({*found, *_too_long(folder, reading, found, today)}))
    problems = (*read_settings(options.data)[1], *found)
    if options.json:
        print(json.dumps([_as_json(problem) for problem in problems], indent=2))
    else:
        if options.grades:
            tell_grades(grades(reading), sys.stdout)
        tell(problems, folder, sys.stdout)
    grave = {"error", "warning"} if options.strict else {"error"}
    return int(any(problem.severity.value in grave for problem in problems))


def _too_long(folder: Path, reading: Reading, found: tuple[Problem, ...], today: date) -> tuple[Problem, ...]:
    """What takes too many pages, where pages can be set at all."""
    from kiosk.slides.library import in_memory

    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # staff at a desk see no window flash
    library = in_memory(folder, reading, found, today)
    if library is None:
        return ()
    try:
        _needs_qt(screen=False)
    except ExpectedError as error:
        print(f"How many pages texts take was not measured. {error}", file=sys.stderr)
        return ()
    from kiosk.staff.fitting import too_many_pages

    return too_many_pages(library, reading)


def _as_json(problem: Problem) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "wrong": problem.wrong,
        "instead": problem.instead,
    }


def _preview(options: argparse.Namespace) -> int:
    _needs_qt(screen=True)
    from kiosk.staff.preview import preview

    settings, problems = read_settings(options.data)
    _tell(problems)
    return preview(_folder(options), options.data, _today, icons(), settings)


def _pictures(options: argparse.Namespace) -> int:
    _needs_qt(screen=False)
    from kiosk.picturing import Wanted
    from kiosk.staff import pictures

    places.for_files(options.folder, replace=options.replace)
    settings, _ = read_settings(options.data)
    wanted = Wanted(options.folder, options.size, options.inches, options.language, options.text, options.theme)
    try:
        if options.changed:
            print(pictures.changed(_folder(options), options.data, _today(), settings, wanted))
        else:
            print(pictures.every(_library(options), settings, wanted))
    except OSError as error:
        raise ExpectedError(f"The pictures cannot be written into {options.folder}: {why(error)}.") from error
    return 0


def _review(options: argparse.Namespace) -> int:
    from kiosk.staff.review import Asked, review

    return review(_folder(options), Asked(options.topic, options.by, options.language, options.months, options.yes), _today())


def _translated(options: argparse.Namespace) -> int:
    from kiosk.staff.review import translated

    return translated(_folder(options))


def _schema(options: argparse.Namespace) -> int:
    from kiosk.slides.schema import schemas

    folder = _folder(options) / "schema"
    folder.mkdir(exist_ok=True)
    made = schemas()
    for name, schema in made.items():
        (folder / f"{name}.json").write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(made)} schemas in {folder}")
    return 0


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.content
    if not folder.is_dir():
        raise ExpectedError(f"There is no folder {folder}. Name the content folder with --content.")
    return folder


def _handout(options: argparse.Namespace) -> int:
    _needs_qt(screen=False)
    from kiosk.staff.handout import write

    places.for_files(options.folder, replace=options.replace)
    try:
        with TemporaryDirectory() as aside:  # what the kiosk showed last stays what it was
            library = _library(argparse.Namespace(content=options.content, data=Path(aside)))
            for path in write(library.at(datetime.now()), options.folder):  # noqa: DTZ005  schedules are in the clinic's own time
                print(path)
    except OSError as error:
        raise ExpectedError(f"The handout cannot be written into {options.folder}: {why(error)}.") from error
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from kiosk.health import Level, as_json, worst
    from kiosk.staff.doctor import Patient, examine, late, tell

    patient = Patient(options.content, options.data, datetime.now(tz=UTC).astimezone())
    if not options.json:
        return int(tell(patient, sys.stdout) is Level.RED)
    found = list(examine(patient, late))
    print(as_json(found))
    return int(worst(found) is Level.RED)


def _test(options: argparse.Namespace) -> int:
    from kiosk.staff.environment import voice_trouble

    _needs_qt(screen=False)
    if trouble := voice_trouble():
        raise ExpectedError(trouble)
    return int(children.run([sys.executable, "-m", "pytest", "--numprocesses=auto", *options.rest], cwd=PROJECT).returncode)


def _benchmark(options: argparse.Namespace) -> int:
    _needs_qt(screen=False)
    return int(children.run([sys.executable, "-m", "kiosk.staff.benchmark", *["--quick"] * options.quick], cwd=PROJECT).returncode)


def _library(options: argparse.Namespace) -> Library:
    from kiosk.slides.library import open_library

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
