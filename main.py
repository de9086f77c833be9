#!/usr/bin/env python3
""":" && exec python3 "$0" "$@"  # A shell that is given this file (`sh main.py`) hands it to Python here, and reads no further.

Starts the kiosk: `python3 main.py`; `python3 main.py --help` tells what else there is.

Nothing has to be installed before. Where the running Python lacks what requirements.lock names, this file makes an
environment in `.venv` beside it (or in the folder that KIOSK_VENV names), once, and goes on in there. That folder is
its own: what it finds there and cannot use or complete, it replaces. With a folder `.wheels` beside it (or one that KIOSK_WHEELS names) it
installs from that, without a network; `python3 main.py wheels FOLDER` fills one.

Each package has the version and one of the hashes that stand in requirements.lock, wherever it comes from. Of the settings that pip has on
this machine only those count that say where packages lie and how to get there.

It needs only the standard library, and is written so that even Python 3.6 can read it and say that it is too old.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

OLDEST = (3, 11)


def too_old(version: "tuple[int, ...]") -> str:
    """What to say of a Python that the kiosk cannot run on; nothing where it can."""
    if version >= OLDEST:
        return ""
    needed, found = ("{}.{}".format(*numbers) for numbers in (OLDEST, version))
    return (
        f"The kiosk needs Python {needed} or newer, and this is Python {found}: install one, for example with"
        f" `sudo apt install python{needed} python{needed}-venv` (Debian, Ubuntu) or `sudo dnf install python{needed}`"
        f" (Fedora), and start it with `python{needed} main.py`."
    )


if too_old(sys.version_info[:2]):
    sys.exit(too_old(sys.version_info[:2]))  # here, since the annotations below already mean nothing to Python 3.8

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))


def folder_of(variable: str, beside: str) -> Path:
    """The folder that a variable names, or else the one of this name beside main.py."""
    from kiosk.files.typed_paths import typed_path

    named = os.environ.get(variable)
    return (typed_path(named) if named else HERE / beside).absolute()


ENVIRONMENT = folder_of("KIOSK_VENV", ".venv")
WHEELS = folder_of("KIOSK_WHEELS", ".wheels")
TEST_LOCK, TRY_LOCK = "requirements-test.lock", "requirements-try.lock"
LOCK = "kiosk-lock"
STAMP = "kiosk-stamp"
HANDED_OVER = "KIOSK_HANDED_OVER"
INSTALLERS = ("pip", "setuptools", "_distutils_hack", "distutils-precedence", "pkg_resources", "__pycache__")
LISTS = ("index-url", "extra-index-url", "find-links")
WHERE = (*LISTS, "cert", "client-cert", "proxy", "timeout", "default-timeout")
BEFORE = ".before"
VALUED = ("--content", "--data")
LARGEST = 700_000_000  # bytes of one file of a package, or of the package itself, which has up to 100 MB
MEMORY = 1 << 30  # bytes that pip may take, which needs 200 MB for our packages
PATIENCE, LEAST = 300.0, 5_000_000  # seconds in which at least so many bytes must come: of 130 MB, in two hours
ASIDE = "kiosk-aside"
SAYS = {  # how the lines begin in which pip, Python or the loader itself says what happened; what comes after may be the words of a package source
    "full": r"(?:ERROR: Could not install packages due to an )?OSError: \[Errno 28\]",
    "too large": r"(?:ERROR: Could not install packages due to an )?OSError: \[Errno 27\]",
    "no memory": r"(?:ERROR: )?MemoryError\b",
    "no trust": r"(?:WARNING: Retrying \(Retry\(|ERROR: Could not install packages due to an OSError: HTTPS?ConnectionPool\()"
    r"[^\n]*CERTIFICATE_VERIFY_FAILED",
    "no proxy": r"(?:WARNING: Retrying \(Retry\(|ERROR: Could not install packages due to an OSError: HTTPS?ConnectionPool\()[^\n]*ProxyError\(",
    "no network": r"WARNING: Retrying \(Retry\(|ERROR: Could not install packages due to an OSError: HTTPS?ConnectionPool\("
    r"|pip\._vendor\.urllib3\.exceptions\.\w*(?:Timeout|Connection)\w*:|TimeoutError:",
    "another": r"(?:ERROR: )?THESE PACKAGES DO NOT MATCH THE HASHES[^\n]*\n\s*(\w[\w.-]*)==",
    "refused": r"ERROR: (?:HTTP error|Could not install requirement \S+ from \S+ [^\n]*?because of HTTP error) (\d{3}) ",
    "lacking": r"ERROR: No matching distribution found for (\S+)",
}
PIECE, PIECES = 4096, 64  # letters that are kept of what a program says: the last ones
BRING = "bring the packages along in a folder `.wheels` beside main.py, which `python3 main.py wheels FOLDER` fills on another machine"
SLOW = (
    "Next to nothing of the packages has arrived for some minutes, so the kiosk stopped waiting: start again over a faster network, or fetch them on"
    " another machine with `python3 main.py wheels FOLDER` and put that folder beside main.py as `.wheels`."
)


class ExpectedError(Exception):
    """A failure that whoever starts the kiosk can mend; its text is one plain sentence for them."""


def main(arguments: list[str]) -> int:
    """Runs one command of the kiosk, wherever everything is there for it, and returns its exit code."""
    try:
        hold_ctrl_c(back=False)  # `hand_over` held it back for this moment
        refuse_replaced(HERE)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.umask(0o022)  # the kiosk's account reads what root puts in its place; what is private has a mode of its own
        if arguments == ["--version"]:
            from kiosk.staff.version import tell

            return tell(HERE)  # without anything that would have to be installed
        prepare(arguments)
        from kiosk.staff.main import main as command
    except (ExpectedError, ImportError, OSError) as error:
        say(in_plain_words(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Nothing is half done: the next start makes ready what is missing.")
        return 130
    code = command(arguments)
    hold_ctrl_c(back=True)  # it is done: there is nothing to end but Python itself, which has no words for that
    return code


def hold_ctrl_c(*, back: bool) -> None:
    """From now on it waits, or comes: Python's own start and end would tell of it with a traceback."""
    import signal

    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK if back else signal.SIG_UNBLOCK, [signal.SIGINT])


def refuse_replaced(here: Path) -> None:
    """Stops in the folder that an update has put aside: a terminal that stood in the kiosk's folder stands there afterwards."""
    name = here.name.removesuffix(BEFORE)
    if name not in {"", here.name} and (here.with_name(name) / "main.py").is_file():
        from shlex import quote

        now = here.with_name(name)
        raise ExpectedError(
            f"This folder holds the version from before the last update. The kiosk is in {now}: run `cd {quote(str(now))}`, and then the same command"
            " again."
        )


def prepare(arguments: list[str]) -> None:
    """Comes back where everything is there for the command; anywhere else it goes on in the kiosk's own environment."""
    if os.name == "nt":
        raise ExpectedError("The kiosk runs on Linux and on macOS, but not on Windows.")
    named = os.environ.get("KIOSK_VENV", "")
    if named.startswith("~") and Path(named).absolute() == ENVIRONMENT:
        raise ExpectedError(f"KIOSK_VENV names {named}, and nobody on this machine is called so: name another folder, then start again.")
    inside = os.path.realpath(sys.prefix) == os.path.realpath(ENVIRONMENT)
    if os.environ.pop(HANDED_OVER, ""):  # taken away, since what runs now may start main.py again: the tests do
        if not inside:
            raise ExpectedError(f"The environment in {ENVIRONMENT} does not work: delete it, and start again.")
        return
    lock = HERE / lock_for(arguments)
    wanted = locked(lock)
    if (ENVIRONMENT / ASIDE).exists():
        clear_away(ENVIRONMENT)
    whole = lock.name == TEST_LOCK
    if is_complete(ENVIRONMENT, wanted, whole=whole) if inside else has(sys.path, wanted):
        return
    if not is_complete(ENVIRONMENT, wanted, whole=whole):
        from kiosk.staff.before_install import answer

        code = answer(HERE, arguments)
        if code is not None:
            sys.exit(code)
        install(ENVIRONMENT, lock)
    hand_over(ENVIRONMENT, arguments)


def command_of(arguments: list[str]) -> str:
    """The first word that is neither an option nor the value of one that may stand before any command; nothing where there is none."""
    left = iter(arguments)
    for word in left:
        if word in VALUED:
            next(left, None)
        elif not word.startswith("-"):
            return word
    return ""


def lock_for(arguments: list[str]) -> str:
    """The list of the packages that this command needs: tests, and a PostgreSQL for trying out, are not on every kiosk."""
    command = command_of(arguments)
    return TEST_LOCK if command == "test" else TRY_LOCK if command == "office" and "--try" in arguments else "requirements.lock"


def hand_over(environment: Path, arguments: list[str]) -> None:
    """Becomes the environment's Python, running this same file."""
    # PYTHONPATH and PYTHONHOME stay behind: what they name belongs to the Python outside, and would come before the
    # versions installed here. The other PYTHON* variables change no import, so whoever set them gets them.
    variables = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    python = str(python_of(environment))
    hold_ctrl_c(back=True)
    os.execve(python, [python, str(HERE / "main.py"), *arguments], variables | {HANDED_OVER: "1"})  # noqa: S606


# What is wanted, and what is there


_NOT_FOR_INTEL_MACS = " ; platform_machine == 'arm64' or sys_platform != 'darwin' \\"
"""At the end of a line of a lock file: nobody builds that package for them."""


def _is_intel_mac() -> bool:
    return sys.platform == "darwin" and os.uname().machine != "arm64"


def locked(lock: Path) -> list[str]:
    """The packages of a lock file for this machine, as `name==version`; their hashes are for pip."""
    elsewhere = (f" ; platform_machine != '{os.uname().machine}' \\", *([_NOT_FOR_INTEL_MACS] if _is_intel_mac() else ()))
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line[:1].isalnum() and not line.endswith(elsewhere)]


def has(folders: Iterable[str | Path], wanted: list[str]) -> bool:
    """Whether all that is wanted is installed in these folders, and no other version of it comes before."""
    # The names of the folders tell all that importlib.metadata would, 20 ms sooner.
    from kiosk.packages import name_and_version

    installed: dict[str, str] = {}
    for folder in folders:
        for path in Path(folder).glob("*.dist-info"):
            installed.setdefault(*name_and_version(path))
    return all(installed.get(name) == version for name, version in (pin.split("==") for pin in wanted))


def is_complete(environment: Path, wanted: list[str], *, whole: bool = False) -> bool:
    """Whether everything wanted was installed there to the end and is there still; a `whole` one has given nothing of Qt back."""
    if not is_sound(environment):
        return False
    if is_foreign(environment):
        return has(environment.glob("lib/python*/site-packages"), wanted)
    return needs(wanted) <= stamp(environment) and not lacks_qt(environment, whole=whole)


def lacks_qt(environment: Path, *, whole: bool) -> bool:
    """Whether more of Qt was given back there than is now."""
    from kiosk.packages import choice, chosen

    return chosen(environment) not in {"", "" if whole else choice()}


def is_sound(environment: Path) -> bool:
    """Whether all that the last finished installation left is there still."""
    if is_foreign(environment):
        return "holds pyvenv.cfg" in state(environment)
    left = {line for line in stamp(environment) if not line.startswith("needs ")}
    return bool(left) and left <= state(environment)


def is_foreign(environment: Path) -> bool:
    """Whether somebody else made it."""
    return not (environment / STAMP).exists()


def stamp(environment: Path) -> set[str]:
    """The lines written when an installation had come to its end: what it was for, and what it left."""
    try:
        return set((environment / STAMP).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return set()


def needs(wanted: list[str]) -> set[str]:
    """The lines of a stamp that tell what was asked for."""
    return {f"needs {requirement}" for requirement in wanted}


def state(environment: Path) -> set[str]:
    """The lines of a stamp that tell what is there. The installers do not count: people renew those."""
    try:
        python = python_of(environment).resolve(strict=True)
    except (OSError, RuntimeError):
        return set()
    found = [*environment.glob("pyvenv.cfg"), *environment.glob("lib/python*/site-packages/*")]
    kept = [path for path in found if not path.name.startswith(INSTALLERS)]
    return {f"python {python} {os.uname().machine}", *(f"holds {path.relative_to(environment)}" for path in kept)}


def python_of(environment: Path) -> Path:
    """Its interpreter."""
    return environment / "bin" / "python"


def hidden_python(environment: Path) -> str:
    """The Python that a finished environment was made with, where this account cannot reach it; empty where it can."""
    python = os.path.realpath(python_of(environment))
    return "" if is_foreign(environment) or os.access(python, os.X_OK) else python


# Making and mending


def install(environment: Path, lock: Path) -> None:
    """Makes the environment complete: by adding to it if it is sound, otherwise from nothing."""
    import signal

    from kiosk import processes  # noqa: F401  now, while the Python that runs is surely there

    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, signal.default_int_handler)  # or pip would go on alone
    wanted, whole = locked(lock), lock.name == TEST_LOCK
    if os.environ.get("KIOSK_WHEELS") and not has_wheels():
        raise ExpectedError(
            f"KIOSK_WHEELS names {WHEELS}, and there is no such folder: if it is on a stick, plug that in; or name another folder, or unset"
            " KIOSK_WHEELS to fetch the packages over the network. Then start again."
        )
    with alone(environment) as held:
        if is_complete(environment, wanted, whole=whole):
            return
        if not (is_sound(environment) and has_pip(environment, held)):
            fetched = f"from {WHEELS}" if has_wheels() else "about 130 MB to fetch"
            left = "900 MB on the disk with all that the tests need" if whole else "500 MB of the disk meanwhile and 300 MB afterwards"
            say(f"The kiosk is now being installed, which is needed only once: {fetched}, {left}, a few minutes.")
            say(f"Making {environment}")
            make(environment, held)
        say("Installing the packages")
        add(environment, lock, held)
        give_back(environment, whole=whole)
        write_stamp(environment, wanted)
        say("Everything is in place.")


def has_wheels() -> bool:
    """Whether there is a folder to install from."""
    return os.path.isdir(WHEELS)  # noqa: PTH112  Path's own raises for a name that is too long


def alone(environment: Path) -> TextIOWrapper:
    """An open file in the environment that only one start at a time holds; closing it, or dying, gives it free."""
    import fcntl

    environment.mkdir(parents=True, exist_ok=True)
    is_named = environment != HERE / ".venv" or environment.is_symlink()
    if is_named and not any((environment / name).exists() for name in (LOCK, STAMP)):
        refuse_other_files(environment)
    held = (environment / LOCK).open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("The kiosk is already being installed from elsewhere; waiting for that to finish.")
        fcntl.flock(held, fcntl.LOCK_EX)
    return held


def clear_away(environment: Path) -> None:
    """Deletes what a killed installation left, as far as we may, unless another one is under way."""
    import fcntl
    import shutil
    from contextlib import suppress

    with suppress(OSError), (environment / LOCK).open("r+") as held:  # without one that is not ours, and nothing in it
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(environment / ASIDE)


def refuse_other_files(folder: Path) -> None:
    """Stops before anything of a folder is changed that KIOSK_VENV names by mistake: only what bears our own marks is ever emptied."""
    if any(folder.iterdir()):
        raise ExpectedError(
            f"The packages were to go into {folder}, which has things in it that the kiosk has not made: name a new or an empty folder in the"
            " variable KIOSK_VENV, or unset it; then start again."
        )


def make(environment: Path, held: TextIOWrapper) -> None:
    """An environment with nothing in it but pip, in place of whatever is there."""
    import ensurepip  # noqa: F401  Debian leaves these two out: better to fail before anything is deleted
    import shutil
    import venv  # noqa: F401

    python = str(Path(sys.executable).resolve())  # not the link to it, which may be in the folder emptied now
    (environment / STAMP).write_text("", encoding="utf-8")  # begun, and not finished before it has lines
    for path in environment.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in {LOCK, STAMP}:
            path.unlink()
    code, said = run([python, "-I", "-m", "venv", str(environment.resolve())], environment, held)  # venv refuses links to folders
    if code:
        raise ExpectedError(without_packages(environment, said))


def add(environment: Path, lock: Path, held: TextIOWrapper) -> None:
    """What the lock file names, installed by pip, which tells what it fetches."""
    import shutil

    for package in environment.glob("lib/python*/site-packages/*.dist-info"):
        if not (package / "INSTALLER").exists():  # pip writes it last: this one it began and never ended
            shutil.rmtree(package)
    options = ["--no-user", "--require-virtualenv", *only(lock)]
    if lacks_qt(environment, whole=lock.name == TEST_LOCK):
        options.append("--force-reinstall")  # pip takes what it has installed for whole; it fetches all of it before it touches anything
    options += ["--no-index", f"--find-links={WHEELS}"] if has_wheels() else sources(environment, held)
    code, said = fetched([*pip_of(environment), "install", *options], environment, held)
    if code:
        raise ExpectedError(without_packages(environment, said))


def give_back(environment: Path, *, whole: bool) -> None:
    """Deletes the packages that were wanted once and are not any more, and, unless the `whole` is, what the kiosk never loads of Qt."""
    from kiosk import packages

    if is_foreign(environment):
        return
    named = needs([pin for lock in HERE.glob("requirements*.lock") for pin in locked(lock)])
    left = {line for line in stamp(environment) if line.startswith("needs ")} - named
    packages.remove(environment, (line.removeprefix("needs ") for line in left))
    packages.forget(environment)
    if not whole:
        packages.give_back_qt(environment)


def fetched(command: list[str], place: Path, held: TextIOWrapper | None = None) -> tuple[int, str]:
    """What `run` tells of a pip that fetches. It may have kept a wrong package, so it asks once more for all of them before it says so."""
    code, said = run(command, place, held, visible=True)
    if cause(said, "another") and "--no-index" not in command:
        return run([*command, "--no-cache-dir"], place, held, visible=True)
    return code, said


def only(lock: Path) -> list[str]:
    """The options with which pip takes what a lock file names, byte by byte, and nothing else; it runs no code of a package."""
    quiet = ["--isolated", "--disable-pip-version-check", "--no-input", "--retries=2"]
    return [*quiet, "--require-hashes", "--no-deps", "--only-binary=:all:", f"--requirement={lock}"]


def sources(environment: Path, held: TextIOWrapper) -> list[str]:
    """Where this machine has packages come from, and how it gets there, as options: from the settings of pip that it has."""
    _, said = run([*pip_of(environment), "config", "list"], environment, held, variables=dict(os.environ))
    return chosen(said.splitlines())


def chosen(lines: Iterable[str]) -> list[str]:
    """Options for what counts of the lines of `pip config list`, such as `global.index-url='https://...'`; what comes later in pip wins."""
    import ast
    from contextlib import suppress

    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for line in lines:
            of, _, name = line.partition("=")[0].rpartition(".")
            if of == section and name in (*WHERE, "no-index"):
                with suppress(ValueError, SyntaxError):
                    found[name] = str(ast.literal_eval(line.partition("=")[2]))
    flags = ["--no-index"] if found.pop("no-index", "").lower() in {"1", "true", "yes", "on", "t", "y"} else []
    return flags + [f"--{name}={each}" for name, value in found.items() for each in (value.split() if name in LISTS else [value]) if each]


def deaf() -> dict[str, str]:
    """The variables for a pip that no setting of this machine reaches."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PIP_")}, "PIP_CONFIG_FILE": os.devnull}


def has_pip(environment: Path, held: TextIOWrapper) -> bool:
    """Whether its pip works."""
    try:
        return run([*pip_of(environment), "--version"], environment, held)[0] == 0
    except OSError:
        return False


def pip_of(environment: Path) -> list[str]:
    """Its pip, deaf to PYTHONPATH and to files in the current folder."""
    return [str(python_of(environment)), "-I", "-m", "pip"]


def run(
    command: list[str], place: Path, held: TextIOWrapper | None = None, *, visible: bool = False, variables: dict[str, str] | None = None
) -> tuple[int, str]:
    """The exit code of a program that fills a folder, and the last of what it said that is not visible.

    Should we be killed, it goes too, with all that it started. What is visible of it steers no terminal: it may be what a package index has
    answered. Its temporary files lie in the folder, under `ASIDE`. It is ended when too little comes into the folder, and then says `SLOW`.
    """
    import subprocess
    from collections import deque
    from threading import Thread

    from kiosk.processes import guarded

    said: deque[str] = deque(maxlen=PIECES)
    wrong: deque[str] = deque(maxlen=PIECES)
    with fresh(place / ASIDE) as aside:
        with bounded():
            child = subprocess.Popen(
                guarded(command),
                env={**(variables or deaf()), "TMPDIR": str(aside)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                pass_fds=[held.fileno()] if held else [],  # the lock stays locked until it has ended, too
                start_new_session=True,  # Ctrl+C comes to us alone, and we end it with all that it started
            )
        with child:
            listening = [Thread(target=hear, args=each) for each in ((child.stdout, show if visible else said.append), (child.stderr, wrong.append))]
            for each in listening:
                each.start()
            try:
                code = patiently(child.wait, lambda: size_of(place))
                if code is None:
                    end(child.pid, child.wait)
            except KeyboardInterrupt:
                end(child.pid, child.wait)
                raise
            finally:
                for each in listening:
                    each.join()
    return (1, SLOW) if code is None else (code, "".join([*said, *wrong]))


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """An empty folder while this lasts, which is gone afterwards."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def bounded() -> Iterator[None]:
    """Programs started within take no more memory and write no larger file: a package index may send something without an end."""
    import resource

    before = {which: resource.getrlimit(which) for which in (resource.RLIMIT_FSIZE, resource.RLIMIT_DATA)}
    for (which, (soft, hard)), most in zip(before.items(), (LARGEST, MEMORY), strict=True):
        resource.setrlimit(which, (min(each for each in (most, soft, hard) if each != resource.RLIM_INFINITY), hard))
    try:
        yield
    finally:
        for which, bounds in before.items():
            resource.setrlimit(which, bounds)


def patiently(wait: Callable[[float], int], size: Callable[[], int]) -> int | None:
    """The exit code that `wait` tells in the end; None as soon as the size has hardly changed for long."""
    import subprocess
    from contextlib import suppress

    while True:
        before = size()
        with suppress(subprocess.TimeoutExpired):
            return wait(PATIENCE)
        if abs(size() - before) < LEAST:
            return None


def size_of(folder: Path) -> int:
    """How many bytes the files in it have, at this moment."""
    from contextlib import suppress

    size = 0
    for inner, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # it may just have been deleted
                size += Path(inner, name).lstat().st_size
    return size


def hear(stream: TextIOWrapper, tell: Callable[[str], None]) -> None:
    """Hands on what a program says, and goes on listening where nobody can be told: the program must not wait for that."""
    from contextlib import suppress

    stream.reconfigure(newline="\n")  # the words of a package source end no line of pip's
    for piece in iter(lambda: stream.readline(PIECE), ""):
        with suppress(OSError):
            tell(piece)


def show(line: str) -> None:
    """A line of a program, beside the output of the command: never in our standard output, for that is the command's alone."""
    say(line.rstrip("\n"))


def end(group: int, wait: Callable[[float | None], int]) -> None:
    """Ends a program with all that it started, politely first, so that pip clears away what it has begun."""
    import signal
    import subprocess
    from contextlib import suppress

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ending, patience in ((signal.SIGINT, 5.0), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(group, ending)
        with suppress(subprocess.TimeoutExpired):
            wait(patience)


def write_stamp(environment: Path, wanted: list[str]) -> None:
    """The last step: from now on the environment is complete."""
    os.sync()  # after a power cut the stamp must not be there without what it stands for
    new = environment / f"{STAMP}.new"
    with new.open("w", encoding="utf-8") as file:
        file.write("\n".join(sorted(needs(wanted) | state(environment))))
        file.flush()
        os.fsync(file.fileno())
    new.replace(environment / STAMP)


# What is said


def say(sentence: str) -> None:
    """Tells whoever started the kiosk, beside the output of the command, on one line."""
    from kiosk.terminal import on_one_line

    print(on_one_line(sentence), file=sys.stderr, flush=True)


def in_plain_words(error: Exception) -> str:
    """What to do about an error, for somebody who has never seen Python."""
    import errno
    import shlex

    if isinstance(error, ImportError):
        return without_part_of_python(error.name or str(error))
    if not isinstance(error, OSError):
        return str(error)
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return without_room()
    if error.errno in {errno.EACCES, errno.EPERM} and hidden_python(ENVIRONMENT):
        return (
            f"The packages are here, but they were fetched with a Python that is gone or that your account may not read"
            f" ({hidden_python(ENVIRONMENT)}): delete {ENVIRONMENT}, and fetch them with the Python of the system, as in"
            f" `sudo /usr/bin/python3 {shlex.quote(str(HERE / 'main.py'))} check`."
        )
    if error.errno in {errno.EACCES, errno.EPERM} and ENVIRONMENT == HERE / ".venv":
        return (
            f"The packages that the kiosk needs are not here yet, and your account may not put them into {HERE}: write `sudo` before"
            f" this first command, as in `sudo python3 {shlex.quote(str(HERE / 'main.py'))} check`. After that it is not needed any more."
        )
    sentence = f"The kiosk cannot be made ready: {error.strerror or error} ({error.filename or ENVIRONMENT})"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP, errno.EEXIST, errno.ENOTDIR}:
        return f"{sentence}; name a folder that can be written in the variable KIOSK_VENV, then start again."
    return f"{sentence}."


def without_part_of_python(module: str) -> str:
    """Debian and Ubuntu leave parts of Python out until they are asked for."""
    version = "{}.{}".format(*sys.version_info)
    return (
        f"A part of Python itself is missing here ({module}): install it with `sudo apt install python3-venv"
        f" python{version}-venv` (Debian, Ubuntu) or `sudo dnf install python3` (Fedora), then start again."
    )


def without_packages(environment: Path, said: str) -> str:
    """Why pip, or the venv module, could not do its work."""
    import shutil

    if cause(said, "full") or shutil.disk_usage(environment).free < 20_000_000:
        return without_room()
    plain = plain_cause(said)
    if plain:
        return plain
    lines = said.strip().split("\n")
    last = [line for line in lines if line.startswith("ERROR: ")][-1:] or lines[-1:]
    version = "{}.{}".format(*sys.version_info)
    lacking = cause(said, "lacking")
    if has_wheels() and lacking:
        return (
            f"The folder {WHEELS} lacks the package {lacking[1]} for Python {version} on this kind of machine: fill it with"
            " `python3 main.py wheels FOLDER` on a machine of the same kind and with the same Python, then start again."
        )
    return f"The packages cannot be installed for Python {version}; pip says: {last[0].removeprefix('ERROR: ') or 'nothing'}"


def cause(said: str, what: str) -> "re.Match[str] | None":
    """Where pip itself says this, at the beginning of a line."""
    return re.search(f"^(?:{SAYS[what]})", said, re.MULTILINE)


def plain_cause(said: str) -> str:
    """What pip's words mean, and what to do; nothing where only its own words can say it."""
    if said == SLOW:
        return SLOW
    another, refused = cause(said, "another"), cause(said, "refused")
    if cause(said, "too large") or cause(said, "no memory"):
        what = "A package is" if cause(said, "too large") else "What the source of the packages answers is"
        return (
            f"{what} larger than any package of the kiosk, so nothing was installed: fetch the packages from a source that you trust,"
            " then start again."
        )
    if another:
        return (
            f"The package {another[1]} is not the one that this version of the kiosk was made with, so nothing was installed:"
            " fetch the packages again from a source that you trust, then start again."
        )
    if refused:
        return (
            f"The source of the packages did not give one of them out (its answer was {refused[1]}): start again later, or fetch the packages from"
            " another source."
        )
    if cause(said, "no trust"):
        return (
            "The packages cannot be fetched, since this machine does not trust the certificate that it was shown, such as that of a proxy which"
            f" stands between: start again with the file of its authority, as in `PIP_CERT=FILE python3 main.py`, or {BRING}, then start again."
        )
    if cause(said, "no proxy"):
        return (
            "The packages cannot be fetched, since the proxy that is set for this machine does not answer, or lets nothing through: see the variable"
            f" https_proxy and the settings of pip, or {BRING}, then start again."
        )
    if cause(said, "no network"):
        return f"The packages cannot be fetched: connect this machine to the internet, or {BRING}, then start again."
    return ""


def without_room() -> str:
    """The disk is full."""
    return f"There is no room left for {ENVIRONMENT}: free 1 GB on that disk, then start again."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
