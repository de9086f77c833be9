"""`check --restore FILE`: one content file as it was when it was last good, after a look at what that changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from difflib import unified_diff
from pathlib import Path
from shlex import quote

from kiosk.content.checks.check import examined
from kiosk.content.checks.losses import Was
from kiosk.content.model.languages import SHIPPED_LANGUAGES
from kiosk.content.reading.folder import read_any, read_folder
from kiosk.content.reading.format_errors import did_you_mean
from kiosk.content.reading.result import TOPICS
from kiosk.content.store import last_texts
from kiosk.content.store.last_texts import Version
from kiosk.files.foreign_folders import put
from kiosk.files.regular import NotReadError, is_missing, is_regular, read_regular, why
from kiosk.problems import Severity
from kiosk.project import icons
from kiosk.settings.settings import read_settings
from kiosk.staff.care.backup import BEFORE_UPDATE
from kiosk.staff.care.nightly import noted
from kiosk.staff.confirmation import NOTHING, agree
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import as_it_is, on_one_line

MOST_LINES = 400
"""Of a difference that are shown: what visitors see first, comments behind it."""
MOST_COMPARED = 6000
"""Lines of both texts; of longer ones all that comes is shown as new, since looking for what is alike takes the square of them."""
REMEMBERED = timedelta(days=1)
"""How long what was lost is told after it was shown so."""
_ORDER = "`python3 main.py check --restore {file}`"
_WHEN_KEPT = (
    "The kiosk keeps one whenever it has shown the content without an error, and so does `python3 main.py preview`. Where a"
    " line is wrong, `python3 main.py check` says what to write instead."
)


def decks(data: Path) -> tuple[Path, ...]:
    """Where good texts may be kept: by the kiosk, and by `preview`."""
    return data / "deck", data / "preview" / "deck"


def kept(data: Path, content: Path) -> frozenset[str]:
    """The files of the content folder of which a good version is kept."""
    return frozenset[str]().union(*(last_texts.names_kept(deck, content) for deck in decks(data)))


def newest(data: Path, content: Path, name: str) -> list[Version]:
    """The good versions of a file that are kept, the newest first, each text once."""
    found = sorted((each for deck in decks(data) for each in last_texts.versions(deck, content, name)), key=lambda each: -each.when)
    return list({each.raw: each for each in reversed(found)}.values())[::-1]


def last_shown(data: Path, content: Path, now: datetime) -> dict[str, Was]:
    """The files that are not as they were last shown; of what was shown as it is for less than a day, as they were before.

    That day is for a kiosk that runs on the content that staff edit: it shows within seconds what they lost by a slip.
    """
    found = {name: _before(newest(data, content, name), _now_or_error(content, name), now) for name in kept(data, content)}
    return {name: was for name, was in found.items() if was}


def _before(versions: list[Version], says: bytes | OSError | None, now: datetime) -> Was | None:
    """What was shown before a file came to say this; None where it shows so for long, or where nobody can tell what it says."""
    if isinstance(says, OSError) or not versions:
        return None
    latest = versions[0]
    shown = latest.gone if says is None else latest.raw == says and not latest.gone
    if shown and now.timestamp() - latest.when > REMEMBERED.total_seconds():
        return None
    raw = latest.raw if says is None else next((each.raw for each in versions if each.raw != says), None)
    return Was(raw, says) if raw is not None else None


def _now_or_error(content: Path, name: str) -> bytes | OSError | None:
    try:
        return _now(content, name)
    except OSError as error:
        return error


def what_can_come_back(content: Path, data: Path) -> list[str]:
    """The files of which a good version is kept, each with when it was kept, and how one is brought back; a line each. Raises ExpectedError."""
    found = {name: newest(data, content, name) for name in sorted(kept(data, content))}
    if not found:
        raise ExpectedError(f"No good version of any file in {content} is kept on this machine yet. {_elsewhere(data, 'the files')}")
    lines = [f"  {name:<40} good on {_day(versions[0])}" for name, versions in found.items()]
    changed = (name for name, versions in found.items() if _differs(content, name, versions[0]))
    return ["A good version is kept of these files:", *lines, f"For example: {_ORDER.format(file=quote(next(changed, next(iter(found)))))}"]


def _differs(content: Path, name: str, version: Version) -> bool:
    try:
        return _now(content, name) != version.raw
    except OSError:
        return True


def _day(version: Version) -> str:
    return f"{datetime.fromtimestamp(version.when).astimezone():%Y-%m-%d at %H:%M}"


def _elsewhere(data: Path, what: str) -> str:
    """Where a good version may be found that the kiosk has not kept itself: in the backups that are here, by their names."""
    folder = read_settings(data)[0].backup_folder
    try:
        nightly = [Path(folder, each.name) for each in noted(data)[-1:]] if folder else []
    except OSError:
        nightly = []
    here = [path for path in (*nightly, data / BEFORE_UPDATE) if is_regular(path)]
    if here:
        inside = f"An earlier copy is in the folder `content` inside {' and '.join(map(str, here))}"
        return f"{inside}: open that ZIP file, and copy {what} out of it. {_WHEN_KEPT}"
    return f"If you have a backup (a ZIP file), {what} can be copied out of its folder `content`. {_WHEN_KEPT}"


def bring_back(content: Path, data: Path, file: Path, now: datetime, *, agreed: bool) -> str:
    """Puts the last good version of the file in its place, once staff agreed, and keeps the other beside it. Raises ExpectedError.

    `file` is a name in the content folder, or the way to it from here.
    """
    name = _name(content, data, file)
    try:
        broken = _now(content, name)
        version = next((each for each in newest(data, content, name) if each.raw != broken), None)
        if version is None:
            raise ExpectedError(f"{name} is as it was when it was last good, and nothing older is kept. Nothing was changed.")
        _refuse_what_is_wrong(content, name, version, now.date())
        shown, left = _difference(broken or b"", version.raw, name)
        for line in as_it_is("\n".join(shown)):
            print(line)
        _agree(_question(name, version, _day(version), missing=broken is None), _unseen(left, content / name, version), already=agreed)
        if _now(content, name) != broken:
            raise ExpectedError(f"{name} was saved again in the meantime. Nothing was changed: look again.")
        beside = _beside(content, name, now) if broken is not None else ""
        if broken is not None:
            put(content, beside, broken)
        put(content, name, version.raw)
    except OSError as error:
        raise ExpectedError(f"{content / name} cannot be put back: {why(error)}. Nothing was changed.") from error
    aside = f" What was there until now is kept as {beside}: delete it when you no longer need it." if beside else ""
    return f"{name} is back as it was on {_day(version)}.{aside}"


def _refuse_what_is_wrong(content: Path, name: str, version: Version, today: date) -> None:
    """Raises ExpectedError where the file, as it was kept, has an error beside the others of today, or is none of the content."""
    reading = read_folder(content)
    if not name.startswith(f"{TOPICS}/") and name not in {each.name for each in reading.files}:
        raise ExpectedError(f"{name} is not a file of the content. Nothing was changed.")
    languages = reading.clinic.value.languages if reading.clinic.value else SHIPPED_LANGUAGES
    coming = reading.with_file(read_any(version.raw, name, languages))
    for problem in examined(coming, content, today, icons()):
        if problem.file == name and problem.severity is Severity.ERROR:
            where = f", in its line {problem.line}" if problem.line else ""
            raise ExpectedError(
                f"{name} as it was kept has an error today{where}: {problem.wrong} {problem.instead}",
                f"Nothing was changed. What was kept is in {version.path}.",
            )


def _question(name: str, version: Version, when: str, *, missing: bool) -> str:
    what = "is missing" if missing else "changes as shown: lines with - go, lines with + come back"
    kept = f"The version that comes back was good on {when}. It was kept in {version.path}: whoever runs as the kiosk can write there"
    return f"{name} {what}. {kept}, and nobody signs it, so read what comes back."


def _unseen(left: int, file: Path, version: Version) -> str:
    """That not all of it is shown, and how it can be seen; empty where it is."""
    if not left:
        return ""
    more = "line more changes" if left == 1 else "lines more change"
    return f"{left:,} {more} than can be shown here: `diff {quote(str(file))} {quote(str(version.path))} | less` shows all of them."


def _agree(question: str, unseen: str, *, already: bool) -> None:
    """Comes back once they agreed; beforehand (`already`) nobody agrees to what is not shown. Raises ExpectedError."""
    if already and unseen:
        raise ExpectedError(f"{unseen} So --yes does not count here. {NOTHING} Look at them, and run this again without --yes.")
    agree(f"{question} {unseen}".strip(), already=already)


def _name(content: Path, data: Path, file: Path) -> str:
    """The name of the file in the content folder, one of those of which a good version is kept. Raises ExpectedError."""
    known = kept(data, content)
    here = Path(os.path.abspath(file))  # noqa: PTH100  a link on the way must not be followed
    around = Path(os.path.abspath(content))  # noqa: PTH100
    names = [str(file)] + ([here.relative_to(around).as_posix()] if here.is_relative_to(around) else [])
    found = next((name for name in names if name in known), "")
    if not found:
        there = f"There are: {', '.join(sorted(known))}." if known else _elsewhere(data, str(file))
        alike = [name for name in sorted(known) if Path(name).stem == Path(names[-1]).stem]
        instead = f"Did you mean {alike[0]}?" if len(alike) == 1 else did_you_mean(names[-1], known, there)
        raise ExpectedError(f"No good version of {file} is kept on this machine. {instead}")
    if any(path != content and path.is_symlink() for path in (content / found, (content / found).parent)):
        raise ExpectedError(f"{found} is a link, or is reached through one, so it is not written to. Put a copy of the file in its place first.")
    return found


def _now(content: Path, name: str) -> bytes | None:
    """What the file says now; None where it is missing. Raises OSError."""
    try:
        return read_regular(content / name, last_texts.MOST_BYTES * 100, content)
    except NotReadError as error:
        if is_missing(error):
            return None
        raise


def _difference(now: bytes, good: bytes, name: str) -> tuple[list[str], int]:
    """What changes, with comments at the end; and how many lines of it are left out."""
    was, comes = (raw.decode("utf-8", "replace").splitlines() for raw in (now, good))
    if len(was) + len(comes) > MOST_COMPARED:
        was = []
    said = _changes([line for line in was if not _is_comment(line)], [line for line in comes if not _is_comment(line)], around=1)
    comments = _changes(list(filter(_is_comment, was)), list(filter(_is_comment, comes)), around=0)
    shown = [f"--- {name} now", f"+++ {name} as it was good", *said, *(["Lines that are empty or begin with #:", *comments] if comments else [])]
    return shown[:MOST_LINES], max(0, len(shown) - MOST_LINES)


def _changes(was: Sequence[str], comes: Sequence[str], around: int) -> list[str]:
    """What goes and what comes, with so many lines around it, and dots for all between."""
    lines = list(unified_diff(was, comes, lineterm="", n=around))[2:]
    return ["..." if line.startswith("@@") else on_one_line(line) for line in lines]


def _is_comment(line: str) -> bool:
    return line.lstrip()[:1] in ("", "#")


def _beside(content: Path, name: str, now: datetime) -> str:
    """A name that nothing has, and under which nothing is read."""
    names = (f"{name}.set-aside-{now:%Y-%m-%d}{number}" for number in ("", *(f"-{each}" for each in range(2, 1000))))
    return next(each for each in names if not os.path.lexists(content / each))
