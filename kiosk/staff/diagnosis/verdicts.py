"""From what was found on this machine to how each part of it is, in plain words: pure, one function a part.

Green says what is well; amber and red say what to do. Each function tells at least one thing.
"""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from shlex import quote
from types import MappingProxyType

from msgspec import Struct

from kiosk.content.model.spoken_hours import hours_said
from kiosk.content.store.publications import Refusal
from kiosk.devices.qt_libraries import SOUND, SPEECH
from kiosk.devices.voice_choice import Proved
from kiosk.files.bounded_sqlite import MOST_ENTRIES
from kiosk.files.private import UNLINK
from kiosk.health import Diagnosis, Level
from kiosk.layout.measures import LEAST_MM
from kiosk.problems import Problem, Severity
from kiosk.settings.hours_grammar import write_hours
from kiosk.settings.opening_hours import Hours, Span
from kiosk.settings.settings import FILE, Settings, believable_inches, physical_mm
from kiosk.signup.journal.status import LOST, UNREADABLE
from kiosk.staff.console import counted, listed, summary
from kiosk.staff.diagnosis import hours_told
from kiosk.staff.errors import MAKE_ROOM, SAVE_IT, TAKEN_OVER
from kiosk.staff.publications.refusals import told as why_refused
from kiosk.staff.publications.standing import CHANGED, Standing
from kiosk.unattended.incidents import Incident, Mishap

Verdicts = Iterator[Diagnosis]
LEAST_FREE, ENOUGH_FREE = 500, 2000
"""Megabytes: with less a day's log and drawer may not fit; with more nobody has to look for months."""
BACKUP_AGE = timedelta(days=7)
"""An older nightly backup is told."""
LEAST_PIXELS = (1280, 720)
SAME_SIZE = 0.08
"""Of the diagonal: screens are named in round inches."""
MINDS_THE_LIMIT = "systemd-coredump"
"""Takes the memory of programs that die, but not of those that have forbidden it, as the kiosk does."""
ENGINEER = "Ask an engineer."
LOOK_AGAIN = "Then look again."
_START_AGAIN = ", then start again."


def green(part: str, says: str) -> Diagnosis:
    """Nothing has to be done."""
    return Diagnosis(part, Level.GREEN, says)


def amber(part: str, says: str, do: str) -> Diagnosis:
    """The kiosk can open; somebody should see to this soon."""
    return Diagnosis(part, Level.AMBER, says, do)


def red(part: str, says: str, do: str) -> Diagnosis:
    """The kiosk should not open before this is mended."""
    return Diagnosis(part, Level.RED, says, do)


def missing(part: str, trouble: str) -> Diagnosis:
    """Something of the system is missing; `trouble` says what and what helps, for whoever starts the kiosk (`qt_libraries.qt_trouble`)."""
    return red(part, f"{trouble.removesuffix(_START_AGAIN)}." if trouble.endswith(_START_AGAIN) else trouble, LOOK_AGAIN)


# -- what visitors trust us with --------------------------------------------------------------------------------------


class KeysSeen(Struct, frozen=True):
    """The keys that new requests are sealed for: how many, who opens them here, whether some lie elsewhere, and what is damaged.

    `strange` are those in the list that nobody confirmed; `lost`: there is none, although requests are here. `unfinished`: beside them lies one
    without a passphrase; `destroyed`: the only one had none, and is gone; `left_out`: a backup was restored without the key of its machine.
    `nowhere`: the data folder that somebody named is not there; `gone`: this is an installed kiosk, which had a key when it was installed.
    `closed`: nobody may look into the data folder.
    """

    in_use: int = 0
    people: tuple[str, ...] = ()
    elsewhere: bool = False
    try_out: bool = False
    damaged: str = ""
    strange: tuple[str, ...] = ()
    lost: bool = False
    unfinished: bool = False
    destroyed: bool = False
    left_out: bool = False
    nowhere: bool = False
    gone: bool = False
    closed: bool = False


_DATA_BACK = (
    "If they are on another disk, connect that, and restart the machine. Else bring back the last backup: `sudo systemctl stop kiosk`, then"
    " `python3 main.py restore FILE`."
)


def keys(seen: KeysSeen) -> Verdicts:
    """Requests are sealed for a key, it has a passphrase, and more than one person has a way to it."""
    if seen.closed:
        says = "Nobody may look into the data folder, so nothing can be said of the keys. The form is closed."
        yield red("keys", says, "See what is said of the disk.")
        return
    if seen.damaged:
        do = f"Put back your copy of the folder `keys`, or bring the key back: `python3 main.py key bring-back FILE`. {ENGINEER}"
        yield red("keys", seen.damaged, do)
        return
    if seen.strange:
        says = f"Nobody has confirmed the key {listed(seen.strange)}, so it may be somebody else's."
        drop = "If nobody knows it: `python3 main.py key drop ID --name YOU`, and find out who has access to this machine."
        yield red("keys", says, f"If it is yours: `python3 main.py key confirm ID --name YOU`. {drop}")
    if seen.unfinished:
        says = "There is a key without a passphrase here beside the others: whoever copies this machine can read what is sealed for it."
        yield red("keys", says, "Run this with the name and passphrase that you have, to its end: `python3 main.py key protect --name YOU`.")
    if seen.destroyed:
        says = "The key of this machine had no passphrase, and is gone: nothing that was sealed for it can be read any more. The form is closed."
        yield red("keys", says, "Make a new one: `python3 main.py key rotate --begin-anew --name YOU`.")
    elif seen.lost:
        says = "The keys of this machine are gone, but its requests are here. The form is closed."
        yield red("keys", says, f"Put back your copy of the folder `keys`, or bring the key back: `python3 main.py key bring-back FILE`. {ENGINEER}")
    elif not seen.in_use and seen.gone:
        says = "The data of this kiosk are gone: it had a key and settings when it was installed, and there is no key now. The form is closed."
        yield red("keys", says, f"Make no new key. {_DATA_BACK}")
    elif seen.nowhere:
        yield red("keys", "There is no such data folder, and so no key.", "See what is said of the disk.")
    elif not seen.in_use:
        yield red("keys", "There is no key, so no request can be kept. The form is closed.", "Make one: `python3 main.py key protect --name YOU`.")
    elif seen.try_out:
        says = "The key has no passphrase: whoever copies this machine can read every request."
        yield red("keys", says, "Give it one: `python3 main.py key protect --name YOU`.")
    elif not seen.people and not seen.elsewhere:
        says = "Nobody has a passphrase for the key, so no request can be read."
        yield red("keys", says, "Make another: `python3 main.py key rotate --begin-anew --name YOU`.")
    elif seen.left_out:
        says = "The backup that was restored here does not hold the key, so nobody can read requests on this machine."
        restored = "If there is a backup that was made with --with-key, restore that one, and then the newer one again with --replace"
        yield red("keys", says, f"{restored}; if the key also lies in a file elsewhere: `python3 main.py key bring-back FILE`.")
    elif len(seen.people) == 1 and not seen.elsewhere:
        says = f"Only {seen.people[0]} can read the requests. If that passphrase is lost, nobody can."
        yield amber("keys", says, f"Let a second person read too: `python3 main.py key add NAME --name {quote(seen.people[0])}`.")
    else:
        away = "The key is kept elsewhere: this machine can store requests, but not read them."
        yield green("keys", f"{listed(seen.people)} can read the requests." if seen.people else away)


def linked(part: str, wrong: str) -> Verdicts:
    """One of the kiosk's own folders is a link: nothing is kept there. `wrong` says so (`files.private.linked`)."""
    yield red(part, f"{wrong} The form is closed.", UNLINK)


LONG_JOURNAL = 300_000
"""Entries. At 200 a day these are four years; from half a million on the drawer may be too large for a backup."""
BEGIN_ANOTHER = (
    "Run `python3 main.py signups verify --name YOU`, call whoever waits, and make a backup. Then end the kiosk, rename `drawer.sqlite` in the folder"
    " `drawer` of the data folder to `drawer-set-aside-20260101-000000.sqlite`, start the kiosk, let everybody sign in once, and run"
    " `python3 main.py signups recover --name YOU`: it brings all requests and notes back, as new. Keep that backup for as long as somebody may ask"
    " who did what."
)


class DrawerSeen(Struct, frozen=True):
    """The drawer from outside: how many requests, how many wait too long or open with no key, and what is wrong with it.

    `entries` is how long its journal is, `anew` says that all keys of before were lost, `unseen` what not all have seen yet who should, with their
    names. `copies` has for each drawer that was kept aside how many
    requests in it no list shows; less than 0 where nothing in it can be read.
    `apart` counts the requests that open with a key of the staff, but with none that lies here, although others do.
    `refused` is why it could not be read, `locked` whether only because another program holds it, `too_much` because of all that is in it,
    `journal` because of what lies beside it.
    """

    requests: int = 0
    waiting: int = 0
    sealed: int = 0
    damage: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    copies: Mapping[str, int] = MappingProxyType({})
    refused: str = ""
    locked: bool = False
    too_much: bool = False
    journal: bool = False
    entries: int = 0
    unseen: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    apart: int = 0


def drawer(seen: DrawerSeen) -> Verdicts:
    """The drawer opens, it is whole, every request in it can be read, and none waits too long."""
    save = "Copy the whole data folder to another disk, start nothing, and ask an engineer to save the requests."
    if seen.damage:
        yield red("drawer", f"The drawer with the requests is damaged ({seen.damage[0]}).", save)
        return
    if seen.locked:
        yield amber("drawer", "Another program holds the drawer with the requests.", "Wait a minute and look again.")
        return
    if seen.too_much:
        yield red("drawer", "The drawer with the requests holds far more than any kiosk can have kept.", TAKEN_OVER)
        return
    if seen.journal:
        says = "Beside the drawer with the requests lies a file drawer.sqlite-journal, which no kiosk makes and which can have other files deleted."
        yield red("drawer", says, "Delete that file, and find out who could write into that folder.")
        return
    if seen.refused:
        yield red("drawer", f"The drawer with the requests cannot be read: {seen.refused}.", f"See what is said of the disk. {ENGINEER}")
        return
    wrong = [*_lost(seen), *_unread(seen), *_anew(seen), *_unseen(seen), *_late(seen), *_long(seen)]
    yield from wrong or [green("drawer", f"{counted(seen.requests, 'request')} in the drawer, and none waits too long.")]


def _lost(seen: DrawerSeen) -> Verdicts:
    for name, left in seen.copies.items():
        if left > 0:
            says = f"{counted(left, 'request')} {'lies' if left == 1 else 'lie'} in {name}, which no list shows."
            yield red("drawer", says, "Bring back what can be read: `python3 main.py signups recover --name YOU`.")
    if seen.sealed:
        says = f"{counted(seen.sealed, 'request')} in the drawer cannot be read with any key of the staff."
        back = "put back your copy of the folder `keys`, or bring it back: `python3 main.py key bring-back FILE`"
        yield red("drawer", says, f"A key that was here is gone: {back}. {ENGINEER}")
    if seen.apart:
        says = f"{counted(seen.apart, 'request')} can be read only with a key that is not on this machine."
        restored = "or restore the backup that was made with --with-key, and then the newer one again with --replace"
        yield amber("drawer", says, f"Bring that key back: `python3 main.py key bring-back FILE`; {restored}.")
    if seen.faults:
        says = f"Somebody changed the drawer behind the kiosk's back. {seen.faults[0]}"
        yield red("drawer", says, "See all of it: `python3 main.py signups verify --name YOU`. Find out who has access to this machine.")


def _unread(seen: DrawerSeen) -> Verdicts:
    if lost := [name for name, left in seen.copies.items() if left == LOST]:
        says = f"A damaged drawer was set aside with requests that cannot be read: {listed(lost)}. Nobody may have seen them."
        yield red("drawer", says, SAVE_IT)
    if unread := [name for name, left in seen.copies.items() if left == UNREADABLE]:
        says = f"A drawer was kept aside in which nothing can be read: {listed(unread)}. Nobody knows whether requests are in it."
        yield amber("drawer", says, SAVE_IT)


def _anew(seen: DrawerSeen) -> Verdicts:
    for each in seen.anew:
        yield amber("drawer", each, "Run `python3 main.py signups verify --name YOU` once: it notes that you know of this.")


def _unseen(seen: DrawerSeen) -> Verdicts:
    for each, people in seen.unseen.items():
        says = f"{each} {listed(people)} {'has' if len(people) == 1 else 'have'} not been told of this yet."
        yield amber("drawer", says, f"Run `python3 main.py signups verify --name {quote(people[0])}` once: it notes that {people[0]} knows of this.")


def _late(seen: DrawerSeen) -> Verdicts:
    if seen.waiting:
        says = f"{counted(seen.waiting, 'request')} new or not reached for more than two weeks."
        yield amber("drawer", says, "Call these people; the pages for staff show them, or `python3 main.py signups list --name YOU`.")


def _long(seen: DrawerSeen) -> Verdicts:
    if seen.entries >= LONG_JOURNAL:
        says = f"The journal of the requests has grown long ({seen.entries:,} entries, {MOST_ENTRIES:,} at most), so signing in takes longer."
        yield amber("drawer", says, BEGIN_ANOTHER)


class BackupSeen(Struct, frozen=True):
    """The nightly backups: the folder that the settings name (empty: none), the day of the last one written there, and whether one failed since.

    `missing` says that there is no such folder, `unread` why nobody could look into it, `changed` the name of the newest where it is not there as it
    was written, `keyless` that the key is on this machine alone, `account` who the kiosk runs as.
    """

    folder: str = ""
    newest: date | None = None
    failed: bool = False
    missing: bool = False
    unread: str = ""
    changed: str = ""
    keyless: bool = False
    account: str = ""


def backup(seen: BackupSeen, today: date) -> Verdicts:
    """Where a folder for backups is named, one lies there that is no older than a week, the last one did not fail, and a backup holds the key."""
    by_hand = "`python3 main.py backup --nightly`"
    if not seen.folder:
        do = f"Write a line such as `backup_folder: /srv/kiosk` into {FILE}; until then `python3 main.py backup FILE` makes one, ideally on a stick."
        yield amber("backup", "No backup is made automatically, so a broken disk would take all requests with it.", do)
    elif seen.missing:
        do = f"If it is on another disk or on the network, connect that. Else make it, for the account that the kiosk runs as: {_made(seen)}."
        yield amber("backup", f"There is no folder {seen.folder}, so no nightly backup can be written.", do)
    elif seen.unread:
        do = f"Give it to the account that the kiosk runs as: {_made(seen)}."
        yield amber("backup", f"The folder {seen.folder} for the nightly backup cannot be opened: {seen.unread}.", do)
    elif seen.failed:
        yield amber("backup", f"The last nightly backup could not be written into {seen.folder}.", f"{by_hand} says why.")
    elif seen.newest is None:
        says = f"There is no nightly backup in {seen.folder} yet."
        yield amber("backup", says, f"The kiosk writes one a day while nobody is there; {by_hand} writes it now.")
    elif seen.changed:
        says = f"The newest nightly backup, {seen.changed} in {seen.folder}, is gone, or is not as the kiosk wrote it."
        yield amber("backup", says, f"Ask who can write into that folder. {by_hand} writes the one of today, if it is not there.")
    elif seen.newest > today:
        says = f"The last nightly backup in {seen.folder} says that it is from {seen.newest}, which has not come yet: the clock was wrong, or is now."
        yield amber("backup", says, f"See that the clock is right; {by_hand} then writes the backup of today.")
    elif today - seen.newest > BACKUP_AGE:
        says = f"The last nightly backup in {seen.folder} is from {seen.newest}."
        yield amber("backup", says, f"Make sure that the kiosk is running, and is left alone for ten minutes a day; {by_hand} writes one now.")
    elif not seen.keyless:
        yield green("backup", f"The last nightly backup is from {seen.newest}.")
    if seen.keyless:
        says = "No backup holds the key: if the disk of this machine breaks, nobody can read the requests in any backup."
        by_folder = f"Write `backup_with_key: yes` into {FILE}, and the next nightly backup has it; or put it on a stick"
        by_stick = "`python3 main.py backup FILE --with-key`. It stays behind its passphrases"
        yield amber("backup", says, f"{by_folder if seen.folder else 'Put it on a stick'}: {by_stick}.")


def _made(seen: BackupSeen) -> str:
    return f"`sudo install --directory --owner={quote(seen.account)} --mode=700 {quote(seen.folder)}`"


def disk(free_mb: int, refused: str, folder: str, *, there: bool = True, installed: str = "") -> Verdicts:
    """There is room for months, and the data folder is `there` and can be written. `refused` is why it cannot.

    `installed` is the account of the kiosk of this machine, whose folder it is, and which had one when it was installed.
    """
    if not there and installed:
        yield red("disk", f"The folder {folder}, in which this kiosk kept its keys, requests and settings, is gone.", _DATA_BACK)
    elif not there and not refused:
        says = f"There is no folder {folder} yet, in which the kiosk keeps keys, requests and settings."
        yield amber("disk", says, "The first start makes it. If the kiosk has run on this machine before, check what is written behind --data.")
    if refused:
        yield red("disk", f"Nothing can be written into {folder}: {refused}.", _writable_again(refused, folder, installed))
    if free_mb < LEAST_FREE:
        yield red("disk", f"Only {free_mb} MB are free: soon no more requests can be kept.", MAKE_ROOM)
    elif free_mb < ENOUGH_FREE:
        yield amber("disk", f"{free_mb} MB are free; {ENOUGH_FREE} are enough for a long time.", MAKE_ROOM)
    elif not refused:
        yield green("disk", f"{free_mb // 1000} GB are free.")


def _writable_again(refused: str, folder: str, installed: str) -> str:
    if refused in (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT)):
        return MAKE_ROOM
    if refused == os.strerror(errno.EROFS):
        return (
            "The system lets nobody write on that disk, mostly since it found errors on it: copy what can be read, and restart the machine."
            f" If it comes back, the disk is to be replaced. {ENGINEER}"
        )
    if installed:
        give = f"`sudo chown -R {quote(installed)}: {quote(folder)}`, then `sudo chmod 700 {quote(folder)}`"
        return f"Nothing is lost. Give it back to the kiosk: {give}."
    return f"Check what is written behind --data. Start the kiosk as the user whom this folder belongs to. {ENGINEER}"


# -- what staff write -------------------------------------------------------------------------------------------------


def settings(problems: Sequence[Problem]) -> Verdicts:
    """Every line of the settings of this machine is understood."""
    for each in problems:
        place = f"{each.file}, line {each.line}" if each.line else each.file
        until = " Until it is fixed, the kiosk goes on without it." if each.severity is Severity.ERROR else ""
        yield amber("settings", f"{place}: {each.wrong}{until}", each.instead or "Fix this line.")
    if not problems:
        yield green("settings", f"Nothing is wrong with the settings of this machine ({FILE}).")


def hours(of_the_clinic: Hours, today: date) -> Verdicts:
    """How the hours and closed days of the settings were understood: whoever wrote them sees whether that is what was meant."""
    yield green("settings", hours_told.told(of_the_clinic, today))


def hours_said_to_visitors(said: Sequence[Span], of_the_clinic: Hours) -> Verdicts:
    """Whether the hours of clinic.yaml agree with those of the settings."""
    if hours_told.dark_while_open(said, of_the_clinic):
        when = hours_said(said, "en").replace("\u00a0", " ")
        says = f"Visitors are told that the clinic is open {when} (`hours` in clinic.yaml), but for some of that time the screen is dark."
        yield amber("content", says, f"Write the same hours in both places: `open_hours: {write_hours(said)}` in {FILE}.")


def content(problems: Sequence[Problem]) -> Verdicts:
    """Everything that staff wrote can be shown."""
    grave = [each for each in problems if each.severity is not Severity.NOTICE]
    do = "See what to write: `python3 main.py check`."
    if not grave:
        yield green("content", f"Everything can be shown: {summary(problems)}.")
        return
    first = min(grave, key=lambda each: list(Severity).index(each.severity))
    says = f"{summary(problems)}. The first: {first.file}{f', line {first.line}' if first.line else ''}: {first.wrong}"
    yield red("content", says, do) if first.severity is Severity.ERROR else amber("content", says, do)


class PublicationsSeen(Struct, frozen=True):
    """What shows, proved; the last that was refused (None: none), who is trusted to publish, and the folder in which some may lie.

    `missing` says that this is not there, and `unread` why the `account` that the kiosk runs as may not look into it.
    `unjudged` says that something shows in place of the content folder which nobody can prove here.
    """

    there: Standing = Standing()
    refused: Refusal | None = None
    trusted: tuple[str, ...] = ()
    folder: str = ""
    unjudged: bool = False
    missing: bool = False
    unread: str = ""
    account: str = ""


def publications(seen: PublicationsSeen) -> Verdicts:
    """What is published comes to the screen: somebody is trusted, the last one was taken, and what shows is what they signed."""
    there, shown = seen.there, seen.there.publication
    if there.changed:
        yield red("publications", CHANGED, TAKEN_OVER)
    if not there.is_newest:
        shows = f"publication {shown.number}" if shown else "what is in the content folder"
        says = f"Publication {there.newest} was taken here once, and can no longer be proved, so {shows} shows."
        again = "Bring it once more, or publish the content under a higher number."
        yield red("publications", says, f"{again} If nobody deleted anything here: {TAKEN_OVER}")
    if seen.unjudged:
        says = "Something shows in place of the content folder, and nobody is trusted here who could have signed it."
        restart = "Start the kiosk anew: it puts that aside."
        yield red("publications", says, f"{restart} If nobody ended the trust of its publisher here: {TAKEN_OVER}")
    if seen.refused:
        when = seen.refused.at[:16].replace("T", " at ")
        says = f"A publication was not taken on {when}, so what showed shows on. {why_refused(seen.refused)}"
        yield amber("publications", says, "Publish the content once more where that is done, and bring the new file here.")
    if seen.missing:
        says = f"There is no folder {seen.folder}, in which publications are looked for, so none is taken from there."
        made = f"`sudo install --directory {quote(seen.folder)}`"
        yield amber("publications", says, f"If it is on another disk or on the network, connect that. Else make it: {made}.")
    elif seen.unread:
        says = f"The folder {seen.folder}, in which publications are looked for, cannot be opened: {seen.unread}."
        yield amber("publications", says, f"Let the account that the kiosk runs as ({seen.account}) read it.")
    if seen.folder and not seen.trusted:
        says = f"Publications are looked for in {seen.folder}, but nobody is trusted to make one, so none is taken."
        yield amber("publications", says, "Say who may: `python3 main.py trust NAME KEY`, with what `python3 main.py publish --public` shows.")
    if shown:
        when = shown.at[:16].replace("T", " at ")
        yield green("publications", f"Publication {shown.number} shows, made by {there.by} on {when}.")
    elif there == Standing() and not (seen.unjudged or seen.refused or seen.missing or seen.unread or (seen.folder and not seen.trusted)):
        who = f" {listed(seen.trusted)} may publish here." if seen.trusted else ""
        yield green("publications", f"No publication was taken yet: what is in the content folder shows.{who}")


class NoticeSeen(Struct, frozen=True):
    """What every visitor is told at once, and until when: by staff at the kiosk, else by the content.

    `said` has the words, and the names of the languages whose readers see them; `damaged` is the file that cannot be read; `unread` says that what
    staff set is in none of the languages of the clinic, `ahead` that what shows claims to have been set later than now.
    """

    said: Mapping[str, Sequence[str]] = MappingProxyType({})
    until: str = ""
    damaged: str = ""
    unread: bool = False
    ahead: bool = False


def notice(seen: NoticeSeen) -> Verdicts:
    """What staff set at the kiosk shows, and everybody knows until when."""
    if seen.damaged:
        says = "The urgent notice that staff set cannot be read, so visitors do not see it."
        yield amber("notice", says, f"Set it once more at the kiosk, on the pages for staff. If that does not help, delete {seen.damaged}.")
    if seen.unread:
        says = "The urgent notice that staff set is in none of the languages of this clinic, so visitors do not see it."
        yield amber("notice", says, "Write it once more at the kiosk, on the pages for staff, or end it there.")
    if seen.said:
        end, several = f"until {seen.until}" if seen.until else "until somebody takes it out", len(seen.said) > 1
        told = [f"{f'in {listed(names, len(names))} ' if several else ''}“{words.replace('`', '’')}”" for words, names in seen.said.items()]
        says = f"Every visitor reads this urgent notice {end}: {listed(told, len(told))}"
        do = "See that the clock is right. If it is, end the notice at the kiosk, on the pages for staff: each start of the machine prolongs it."
        yield amber("notice", f"{says} (set, as it says, at a time that has not come yet).", do) if seen.ahead else green("notice", says)
    elif not seen.damaged and not seen.unread:
        yield green("notice", "No urgent notice shows.")


def reviews(unsigned: Sequence[str], due: Sequence[str], topics: int) -> Verdicts:
    """A clinician has signed off each topic, and each text beside them, as it stands, and no review is overdue."""
    sign = "Let a clinician read it: `python3 main.py review TOPIC --by NAME`."
    if unsigned:
        yield amber("reviews", f"{len(unsigned)} of {topics} texts are drafts, as no clinician has signed them off: {listed(unsigned)}.", sign)
    if due:
        yield amber("reviews", f"A review is overdue for {listed(due)}.", sign)
    if not unsigned and not due:
        yield green("reviews", f"A clinician has signed off every text as it stands ({topics}).")


def help_panel(faults: Sequence[tuple[str, str]] | None) -> Verdicts:
    """Help in a crisis can be found in every language. `faults` are what is wrong and what to write; None where it could not be read."""
    if faults is None:
        do = "See what to write: `python3 main.py check`. Until then the last good panel shows."
        yield red("help", "The help panel and its button cannot be read (help.yaml, interface.yaml, clinic.yaml).", do)
        return
    for wrong, instead in faults:
        yield red("help", wrong, instead)
    if not faults:
        yield green("help", "The help panel and its button name 988 in every language.")


# -- what visitors see, touch and hear --------------------------------------------------------------------------------


def fonts(expected: Sequence[str], loaded: Collection[str], boxes: str, instead: str) -> Verdicts:
    """All faces are there, and between them they have the letters of all texts: `boxes` are those that no face has, `instead` what helps."""
    gone = [name for name in expected if name not in loaded]
    if gone:
        yield red("fonts", f"These files of the typeface are missing or damaged: {listed(gone)}.", "Put back the folder assets/fonts as it came.")
    if boxes:
        yield amber("fonts", f"The typeface lacks signs that the content uses, so they show as empty boxes: {boxes}.", instead)
    if not gone and not boxes:
        yield green("fonts", "The typeface is there, with all letters of the content.")


class ScreenSeen(Struct, frozen=True):
    """Pixels and true size as the screen tells them; zeros where it was not asked.

    `trouble` is what the system lacks, as a sentence for staff; `failure` the last words of a program that could not draw.
    """

    pixels: tuple[float, float] = (0, 0)
    reported_mm: tuple[float, float] = (0, 0)
    trouble: str = ""
    failure: str = ""


def screen(seen: ScreenSeen, own: Settings) -> Verdicts:
    """Something can be drawn, and its true size is known."""
    told, written = believable_inches(seen.pixels, seen.reported_mm), own.screen_diagonal_inches
    measure = f"Measure the glass from corner to corner and write into {FILE}: `screen_diagonal_inches: 32`."
    pixels = f"{seen.pixels[0]:g}x{seen.pixels[1]:g} pixels"
    if seen.trouble:
        yield missing("screen", seen.trouble)
    elif seen.failure:
        yield red("screen", f"Nothing can be drawn on the screen: {seen.failure}", "Restart this machine, then look again.")
    elif 0 < min(seen.pixels) < min(LEAST_PIXELS) or 0 < max(seen.pixels) < max(LEAST_PIXELS):
        yield amber("screen", f"The screen has only {pixels}: texts will not fit well.", "Use one with at least 1280x720 pixels.")
    elif not told and not written:
        yield amber("screen", "The true size of the screen is not known, so letters and buttons may come out too large.", measure)
    elif told and written and not math.isclose(told, written, rel_tol=SAME_SIZE):
        yield amber("screen", f"{FILE} says {written:g} inches, the screen itself {told:.1f}.", measure)
    elif not _is_large_enough(mm := physical_mm(seen.pixels if seen.pixels[0] else (16, 9), seen.reported_mm, written)):
        says = f"The screen is only {mm[0]:.0f} x {mm[1]:.0f} mm ({written or told:.3g} inches): letters are smaller here than they should be."
        yield amber("screen", says, f"Use a wide one of at least 21.5 inches. If that size is wrong: {measure[0].lower()}{measure[1:]}")
    else:
        yield green("screen", f"{written or told:.3g} inches{f', {pixels}' if seen.pixels[0] else ''}.")


def screens(connectors: Sequence[str]) -> Verdicts:
    """No more than one is connected. A plug that only pretends to be a screen counts as one."""
    if len(connectors) > 1:
        instead = "Unplug all but the one that visitors see, and restart this machine."
        yield amber("screen", f"{len(connectors)} screens are connected ({listed(connectors)}), and the kiosk shows on one of them.", instead)


def _is_large_enough(mm: tuple[float, float]) -> bool:
    """But for a few parts of a hundred, which nobody sees."""
    return max(mm) >= LEAST_MM[0] * 0.97 and min(mm) >= LEAST_MM[1] * 0.97


def touch(names: Sequence[str]) -> Verdicts:
    """Somebody can touch the screen."""
    if names:
        yield green("touch", f"The screen can be touched: {listed(names)}.")
    else:
        yield amber("touch", "No touchscreen is known to this machine.", "Plug in the USB cable of the screen, then look again.")


class VoicesSeen(Struct, frozen=True):
    """The voice of each language by its code; or why nothing could be heard at all."""

    voices: Mapping[str, Proved]
    late: bool = False
    incomplete: str = ""
    missing_library: str = ""
    failure: str = ""
    no_sound: str = ""
    no_player: bool = False


def voices(seen: VoicesSeen, names: Mapping[str, str]) -> Verdicts:
    """Each language can be read aloud, by the voice that was chosen for it. `names` are the languages by their codes."""
    sound = f"`sudo apt install {' '.join(SOUND)}`, then restart this machine."
    spoken = {names[code]: voice for code, voice in seen.voices.items() if code in names}
    silent = [name for code, name in names.items() if not seen.voices.get(code, Proved()).voice]
    refused = [f"{name} is spoken by {voice.name}, {voice.why}." for name, voice in spoken.items() if voice.voice and voice.refused]
    if seen.no_player:
        says = "There is no voice here, since what plays the sound is not made for the ARM processor of this machine. All else works."
        yield amber("voices", says, "If visitors need to be read to, use a machine with a processor of Intel or AMD.")
    elif seen.late:
        yield amber("voices", "The voice did not answer, so nothing can be read aloud.", "Restart this machine. If that does not help: " + sound)
    elif seen.incomplete:
        yield missing("voices", seen.incomplete)
    elif seen.missing_library:
        yield amber("voices", f"The voice cannot start: the system lacks {seen.missing_library}.", sound)
    elif seen.failure:
        yield amber("voices", f"The voice cannot start: {seen.failure}", sound)
    elif seen.no_sound:
        yield amber("voices", "This machine has nothing to play sound with, so nothing can be read aloud.", "If it has a loudspeaker: " + sound)
    elif silent:
        install = f"`sudo apt install {' '.join(SPEECH)}`, then restart the kiosk."
        yield amber("voices", f"Nothing on this machine speaks {' or '.join(silent)}.", install)
    elif refused:
        do = (
            f"Look at `voices` in {FILE}: is the file there, with a Python that has Piper in a folder above it (`bin/python`)? On an installed kiosk"
            " all of that must belong to root, as in /opt. Or take the line out."
        )
        yield amber("voices", " ".join(refused), do)
    else:
        yield green("voices", f"{'; '.join(f'{name}: {voice.name} ({voice.why})' for name, voice in spoken.items())}.")


def headphones(jacks: int, unreadable: int, how: str) -> Verdicts:
    """It is known when headphones are plugged in. `how` is the setting, `unreadable` how many input devices this user may not ask."""
    if how != "jack":
        yield green("headphones", f"As the settings say: {how}.")
    elif jacks:
        yield green("headphones", "This machine tells when headphones are plugged in.")
    elif unreadable:
        says = "This user may not ask the machine whether headphones are plugged in."
        yield amber("headphones", says, "`sudo usermod -aG input USER`, with the user that the kiosk runs as; then restart the machine.")
    else:
        says = "This machine does not tell when headphones are plugged in, so they start the voice only if a keypad tells it by keys that you name."
        do = f"If sound goes to headphones alone, write `headphones: always` into {FILE}; if there are none, `headphones: never`."
        yield amber("headphones", says, do)


# -- what is left on the disk, and what keeps it going ----------------------------------------------------------------


def memory(core_limit: int, core_pattern: str, swaps: Sequence[str]) -> Verdicts:
    """Nothing that a visitor typed goes from memory to the disk. `swaps` are those that are not encrypted."""
    taker = core_pattern.removeprefix("|").split(" ")[0] if core_pattern.startswith("|") else ""
    dumped = bool(core_limit) or (bool(taker) and not taker.endswith(MINDS_THE_LIMIT))
    if dumped:
        says = f"If a program dies, {taker or 'the system'} may write its memory to the disk."
        yield amber("memory", says, "`echo kernel.core_pattern=core | sudo tee /etc/sysctl.d/60-kiosk.conf`, then restart the machine.")
    if swaps:
        says = f"Memory may be written to the disk unencrypted: {listed(swaps)}."
        yield amber("memory", says, "`sudo swapoff -a`, and take its line out of /etc/fstab; or encrypt the disk.")
    if not dumped and not swaps:
        yield green("memory", "Memory is not swapped to disk.")


def mishaps(recent: Sequence[Mishap], *, logs: bool) -> Verdicts:
    """Nothing went wrong lately while nobody looked. Errors and stand-stills are told with how often, and when last; `logs`: there are some."""
    for what in Incident:
        times = [each.when for each in recent if each.what is what]
        if times:
            engineer = "If it happens again, send the logs in the data folder to an engineer." if logs else f"If it happens again: {ENGINEER}"
            do = "Shut it down properly before it is unplugged." if what is Incident.POWER else engineer
            told = f"{what} {counted(len(times), 'time')} within a week, last on {max(times):%Y-%m-%d at %H:%M}."
            yield red("watchdog", told, TAKEN_OVER) if what is Incident.CHANGED else amber("watchdog", told, do)
