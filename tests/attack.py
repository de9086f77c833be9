"""What an enemy would try, tried again: `sudo .venv/bin/python tests/attack.py [PART ...]`.

Prints what was tried, how often, and what held; exit 1 if anything did not. Some 20 minutes. It needs root and Debian for the parts that
mount disks and boot a machine, and installs what it needs for them. Names of parts come with `--help`.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import raw_disk  # noqa: E402
from msgspec import structs  # noqa: E402
from wanted import wanted  # noqa: E402

from kiosk.files.rename import EXCHANGE, renamed  # noqa: E402
from kiosk.signup.drawer import expiry, introductions, soundness, taken_over  # noqa: E402
from kiosk.signup.drawer.database import NAME  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.drawer.refusals import KeepError  # noqa: E402
from kiosk.signup.drawer.try_out import go_on  # noqa: E402
from kiosk.signup.journal import journal  # noqa: E402
from kiosk.signup.journal.fingerprints import digest, of_day  # noqa: E402
from kiosk.signup.journal.journal import EntryKind  # noqa: E402
from kiosk.signup.journal.status import Mark, Status  # noqa: E402
from kiosk.signup.keys import admission, private_keys, public_keys, rotation, slots, trust, try_out_key, unlock  # noqa: E402
from kiosk.signup.keys.seal import SealError, key_id, public_bytes, seal, unseal  # noqa: E402
from kiosk.signup.keys.signatures import Signer, own_public  # noqa: E402
from kiosk.signup.keys.signatures import signer as anybody  # noqa: E402
from kiosk.signup.record import Answer, Record, packed  # noqa: E402
from kiosk.staff import rights  # noqa: E402
from kiosk.staff.care.backup import KioskFolders, backup  # noqa: E402
from kiosk.staff.care.copies import copy_folder  # noqa: E402
from kiosk.staff.care.restore import restore  # noqa: E402
from kiosk.staff.errors import ExpectedError  # noqa: E402

TODAY = date(2026, 11, 23)
WORDS, BOBS_WORDS = "seven slow green turtles", "eight grey whales swim"
QUICK = slots.Stretching(memory_kib=64, passes=1)
SEALS, FORGERIES, BROKEN_FILES, SIGN_UPS, CUTS, KILLS, COPIES = 4000, 400, 150, 3000, 1000, 5, 400
STAFF, OF_ROOT = 64_998, b"root alone may read that"
"""An account that nobody has."""
Came = tuple[str, list[str]]
"""How often it was tried, and what did not hold."""
DICE = random.Random(14)  # noqa: S311


# -- seals ------------------------------------------------------------------------------------------------------------


def changed(raw: bytes) -> bytes:
    """The bytes with one thing about them changed."""
    at, other = DICE.randrange(len(raw)), bytearray(raw)
    match DICE.randrange(4):
        case 0:
            other[at] ^= 1 << DICE.randrange(8)
        case 1:
            del other[at:]
        case 2:
            other[at:at] = DICE.randbytes(1)
        case _:
            del other[at]
    return bytes(other)


def seals() -> Came:
    """Flips, cuts and insertions of a seal, and seals in another's place."""
    private = slots.fresh_private()
    public, opened = public_bytes(private), []
    whole = seal(bytes(4096), public, "a")
    for number in range(SEALS):
        other = changed(whole)
        with suppress(SealError):
            unseal(other, private, "a")
            opened.append(f"seal {number} opened")
    with suppress(SealError):
        unseal(whole, private, "b")
        opened.append("a seal in the place of another opened")
    return f"{SEALS + 1} seals", opened


# -- the record -------------------------------------------------------------------------------------------------------


class Thief:
    """Somebody who may write everything in the data folder, knows the journal's key of today, and no passphrase; or one that is not Bob's."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, datetime(2026, 11, 23, 12, tzinfo=UTC)
        rotation.new_key(folder / "keys", "clinic", "Ana", WORDS, TODAY, stretching=QUICK)
        self.privates = unlock.open_private(folder / "keys", "Ana", WORDS)
        admission.admit(folder / "keys", self.privates, "Bob", BOBS_WORDS, stretching=QUICK)
        self.bobs = unlock.open_private(folder / "keys", "Bob", BOBS_WORDS)
        signer, bob = (trust.signer_of(folder / "keys", each) for each in (self.privates, self.bobs))
        with closing(self.drawer()) as drawer:
            self.names = [drawer.keep(Record(TODAY, "en", (Answer("name", "name", str(number), ""),), ())) for number in range(6)]
            for each in (self.privates, self.bobs):
                introductions.introduce(drawer, each)
            drawer.mark(self.names[0], Status.CALLED, "Ana", signer)
            drawer.mark(self.names[1], Status.DONE, "Bob", bob)
            for _ in range(3):
                self.now += timedelta(days=1)
                expiry.begin_day(drawer)
            self.seen = drawer.anchor()
        shutil.copy2(folder / "drawer" / NAME, folder / "before")
        with closing(self.drawer()) as drawer:
            drawer.delete([self.names[5]], "Ana", signer)
            self.seen = drawer.anchor()

    def drawer(self) -> Drawer:
        return Drawer(self.folder / "drawer", self.folder / "keys", lambda: self.now, clock=iter(range(0, 10**9, 3600)).__next__)

    def found(self) -> bool:
        """Whether it is found at the next look: by `verify`, beside the anchor that was kept elsewhere, or by Bob when he signs in."""
        with closing(self.drawer()) as drawer:
            try:
                strange = trust.unconfirmed(self.folder / "keys", self.privates)
                wrong = soundness.verify(drawer, self.privates) or strange or (self.seen and not drawer.holds(self.seen))
                return bool(wrong or introductions.introduce(drawer, self.bobs).news)
            except (KeepError, public_keys.KeyFileError):
                return True

    def does(self, act: str) -> None:
        file = self.folder / "drawer" / NAME
        if act == "puts an older state back":
            shutil.copy2(self.folder / "before", file)
            return
        if act in BY_A_COLLEAGUE:
            with closing(self.drawer()) as drawer:
                BY_A_COLLEAGUE[act](self, drawer, *self.hands())
            return
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            ACTS[act](self, database)

    def hands(self) -> tuple[Signer, Signer]:
        """What Ana can sign with: as somebody who can read, and as herself."""
        ana = trust.signer_of(self.folder / "keys", self.privates)
        return anybody(ana.key, self.privates[ana.key]), ana

    def notes(self, database: sqlite3.Connection, what: EntryKind, about: str, at: str = "", digest: bytes = b"") -> None:
        publics = [each.public for each in trust.in_use(self.folder / "keys")]
        journal.write(database, (at or self.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "Ana", what, about), digest, publics)

    def one(self) -> str:
        return DICE.choice(self.names[:5])


def removes(what: EntryKind | None) -> Callable[[Thief, sqlite3.Connection], None]:
    def act(thief: Thief, database: sqlite3.Connection) -> None:
        name = thief.one()
        database.execute("DELETE FROM seals WHERE id = ?", (name,))
        if what:
            thief.notes(database, what, name)

    return act


def marks(thief: Thief, database: sqlite3.Connection) -> None:
    mark = Mark(thief.one(), DICE.choice(list(Status)).value, "Ana", thief.now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
    thief.notes(database, EntryKind.MARKED, mark.about, mark.at, mark.fingerprint)


def marks_silently(thief: Thief, database: sqlite3.Connection) -> None:
    """Without an entry; then staff delete what is done."""
    database.execute("INSERT INTO marks VALUES (?, 'done', 'Ana', ?)", (thief.names[2], thief.now.strftime("%Y-%m-%dT%H:%M:%SZ")))
    database.commit()
    with closing(thief.drawer()) as drawer:
        drawer.delete([each.id for each in drawer.entries() if each.id == thief.names[2] and each.status is Status.DONE], "Ana", thief.hands()[1])


def exchanges(thief: Thief, database: sqlite3.Connection) -> None:
    """Has rubbish lie in a request's place, by the journal too, while staff mark or delete it; then all is put back."""
    name = thief.one()
    seals = database.execute("SELECT sealed, id, key FROM seals WHERE id = ?", (name,)).fetchall()
    told = database.execute("SELECT digest, seq FROM journal WHERE about = ? AND what = 'kept'", (name,)).fetchall()
    plain = packed(Record(TODAY, "en", (Answer("name", "name", "asdf", ""),), ()))
    fresh = [(seal(plain, each.public, name), name, each.id) for each in trust.in_use(thief.folder / "keys")]
    change = "UPDATE seals SET sealed = ? WHERE id = ? AND key = ?"
    database.executemany(change, fresh)
    if seen_too := DICE.choice([True, False]):
        other = digest([(name, key, sealed) for sealed, _, key in sorted(fresh, key=lambda each: each[2])])
        database.execute("UPDATE journal SET digest = ? WHERE about = ? AND what = 'kept'", (other, name))
    with closing(thief.drawer()) as drawer, suppress(KeepError):
        deed = DICE.choice([drawer.delete, lambda names, *by: drawer.mark(names[0], Status.DONE, *by)])
        deed([name], "Ana", thief.hands()[1])
    if not seen_too:
        return  # refused: what lies there now is found by itself
    database.executemany(change, seals)
    database.executemany("UPDATE journal SET digest = ? WHERE seq = ?", told)


def says(*statements: str) -> Callable[[Thief, sqlite3.Connection], None]:
    def act(thief: Thief, database: sqlite3.Connection) -> None:
        for statement in statements:
            database.execute(statement, {"one": thief.one()} if ":one" in statement else {})

    return act


def plants(thief: Thief, database: sqlite3.Connection) -> None:
    """A key of the thief's own, with its private file, and requests closed for it from now on."""
    eve = Path(tempfile.mkdtemp(dir=thief.folder))
    eves = rotation.new_key(eve, "clinic", "Eve", WORDS, TODAY, stretching=QUICK)
    (theirs,) = public_keys.recipients(eve)
    public_keys.save_list(thief.folder / "keys", (*public_keys.recipients(thief.folder / "keys"), theirs))
    shutil.copy2(eve / f"{eves}{private_keys.PRIVATE}", thief.folder / "keys")
    thief.notes(database, EntryKind.DAY, "")


def begins_anew(thief: Thief, database: sqlite3.Connection) -> None:
    """Has the codes begin at a later entry, by a key of the thief's own that is sealed for staff, and removes something before that."""
    ((begins,),) = database.execute("SELECT seq + 1 FROM ratchet").fetchall()
    removes(DICE.choice([None, EntryKind.EXPIRED]))(thief, database)
    database.execute("DELETE FROM stretches")
    for each in trust.in_use(thief.folder / "keys"):
        database.execute("INSERT INTO stretches VALUES (?, ?, ?)", (begins, each.id, seal(bytes(32), each.public, f"journal {begins}")))
    database.execute("UPDATE ratchet SET key = zeroblob(32)")
    thief.notes(database, EntryKind.DAY, "")


def cuts(thief: Thief, database: sqlite3.Connection) -> None:
    """What stands behind an entry goes, and the journal goes on from it, with a stretch of the thief's own for the keys of staff."""
    last = database.execute("SELECT max(seq) FROM journal").fetchone()[0]
    seq = DICE.randrange(3, last)
    came = database.execute("SELECT about FROM journal WHERE seq > ? AND what = 'kept'", (seq,)).fetchall()
    database.execute("UPDATE ratchet SET seq = ?, mac = (SELECT mac FROM journal WHERE seq = ?), keys = ''", (seq, seq))
    database.execute("DELETE FROM journal WHERE seq > ?", (seq,))
    database.execute("DELETE FROM marks")
    for table in ("seals", "records"):
        database.executemany(f"DELETE FROM {table} WHERE id = ?", came)  # noqa: S608  written here
    thief.seen = None  # nobody kept an anchor
    thief.notes(database, EntryKind.DAY, "")
    if DICE.choice([True, False]):
        removes(EntryKind.TAKEN_BACK)(thief, database)


def says_gone(thief: Thief, database: sqlite3.Connection) -> None:
    """Of a request that never came here, but may lie aside."""
    thief.notes(database, DICE.choice([EntryKind.EXPIRED, EntryKind.TAKEN_BACK, EntryKind.RESTORED]), f"{DICE.getrandbits(128):032x}")


def plants_without_a_passphrase(thief: Thief, database: sqlite3.Connection) -> None:
    """A key that opens for everybody, and something sealed for it in a request's place, before Ana signs in: she vouches for nothing of it."""
    private, name = slots.fresh_private(), thief.one()
    hand = anybody(key_id(public := public_bytes(private)), private)
    (thief.folder / "keys" / f"{hand.key}{private_keys.PRIVATE}").write_bytes(private_keys.raw_key(private_keys.PrivateKey(bare=slots.der(private))))
    sealed = seal(packed(Record(TODAY, "en", (Answer("name", "name", "asdf", ""),), ())), public, name)
    database.execute("DELETE FROM seals WHERE id = ?", (name,))
    database.execute("INSERT INTO seals VALUES (?, ?, ?)", (name, hand.key, sealed))
    publics = [*(each.public for each in trust.in_use(thief.folder / "keys")), public]
    line = (thief.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "Ana", EntryKind.RECOVERED, name)
    journal.write(database, line, of_day(TODAY.isoformat(), digest([(name, hand.key, sealed)])), publics, hand)
    with closing(thief.drawer()) as drawer:
        go_on(drawer, thief.folder / "keys", thief.privates)
        if any(each.record for each in drawer.show([name], thief.privates)):
            raise AssertionError("what was planted is shown")


def uncovered(what: EntryKind) -> Callable[[Thief, sqlite3.Connection], None]:
    """An entry where no code is."""

    def act(thief: Thief, database: sqlite3.Connection) -> None:
        name, at = thief.one(), thief.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        if what is EntryKind.MARKED:
            database.execute("INSERT INTO marks VALUES (?, 'done', 'Ana', ?)", (name, at))
        else:
            database.execute("DELETE FROM seals WHERE id = ?", (name,))
        about = f"{name} done" if what is EntryKind.MARKED else name
        database.execute("INSERT INTO journal VALUES (?, ?, 'Ana', ?, ?, x'', x'')", (DICE.choice([-3, 0, 99]), at, what.value, about))

    return act


ACTS: dict[str, Callable[[Thief, sqlite3.Connection], None]] = {
    "removes a request": removes(None),
    "removes one and says staff deleted it": removes(EntryKind.DELETED),
    "removes one and says its time had come": removes(EntryKind.EXPIRED),
    "removes one and says the visitor took it back": removes(EntryKind.TAKEN_BACK),
    "removes one and says a restore did": removes(EntryKind.RESTORED),
    "marks one": marks,
    "marks one without an entry, for staff to delete": marks_silently,
    "has staff mark or delete something else in its place": exchanges,
    "changes a mark": says("UPDATE marks SET status = 'new' WHERE rowid = 2"),
    "removes the marks": says("DELETE FROM marks"),
    "changes who marked": says("UPDATE marks SET who = 'Eve'"),
    "changes a request": says("UPDATE seals SET sealed = randomblob(4178) WHERE id = :one"),
    "changes a day": says("UPDATE records SET day = '2026-01-01' WHERE id = :one"),
    "puts a request in": says("INSERT INTO records VALUES ('f00d', '2026-11-23', 3)"),
    "puts a deleted one back": says("INSERT INTO seals SELECT about, 'x', randomblob(4178) FROM journal WHERE what = 'deleted'"),
    "removes an entry": says("DELETE FROM journal WHERE seq = 4"),
    "removes the last entries": says(
        "DELETE FROM journal WHERE seq > 8", "UPDATE ratchet SET seq = 8, mac = (SELECT mac FROM journal WHERE seq = 8)"
    ),
    "changes an entry": says("UPDATE journal SET who = 'Eve' WHERE what = 'marked'"),
    "removes signatures": says("DELETE FROM signatures"),
    "begins the signatures anew": says("PRAGMA user_version = 0", "DELETE FROM signatures"),
    "removes the stretches": says("DELETE FROM stretches"),
    "begins the codes anew": begins_anew,
    "cuts the end off, and goes on": cuts,
    "says that a request is gone that never came": says_gone,
    "plants a key without a passphrase": plants_without_a_passphrase,
    "removes one by an entry without a code": uncovered(EntryKind.EXPIRED),
    "deletes one by an entry without a code": uncovered(EntryKind.DELETED),
    "marks one by an entry without a code": uncovered(EntryKind.MARKED),
    "puts a key of their own into the list": plants,
    "puts an older state back": lambda _thief, _database: None,
}


def made_up(thief: Thief) -> Signer:
    """A signing key that Ana made for Bob."""
    folder = Path(tempfile.mkdtemp(dir=thief.folder))
    rotation.new_key(folder, "clinic", "Bob", WORDS, TODAY, stretching=QUICK)
    return structs.replace(thief.hands()[0], name="Bob", own=trust.signer_of(folder, unlock.open_private(folder, "Bob", WORDS)).own)


def in_bobs_name(thief: Thief, drawer: Drawer, *hands: Signer) -> None:
    """A deed of any kind, signed by one hand or the other, in his name or one that looks like it."""
    who, hand = DICE.choice(["Bob", "bob", "B\u043eb", "Bob\u200b", "B0b", "", "Zoe"]), DICE.choice(hands)
    match DICE.randrange(4):
        case 0:
            drawer.mark(thief.one(), DICE.choice(list(Status)), who, hand)
        case 1:
            drawer.delete([name for name in thief.names if name in {entry.id for entry in drawer.entries()}][:1], who, hand)
        case 2:
            mark = Mark(thief.one(), Status.DONE.value, "Bob", f"{thief.now:%Y-%m-%dT%H:%M}:{DICE.randrange(60):02}Z")
            thief.now += timedelta(hours=1)
            taken_over.merge(drawer, {mark: hand.sign_alone(mark.fingerprint)}, [], "Ana", hand)
        case _:
            drawer.audit(DICE.choice([EntryKind.SIGNED_IN, EntryKind.OPENED, EntryKind.EXPORTED, EntryKind.LEFT, EntryKind.CHANGED_KEYS]), who, "",
                hand)


def puts_a_key_in_his_place(thief: Thief, drawer: Drawer, *_: Signer) -> None:
    forged = made_up(thief)
    introductions.announce(drawer, "Bob", own_public(forged), "Bob", forged)
    drawer.mark(thief.one(), Status.DONE, "Bob", forged)


def gives_him_another_key(thief: Thief, drawer: Drawer, _: Signer, ana: Signer) -> None:
    """By her own name, which is no fault: he finds it at his next look."""
    forged = made_up(thief)
    drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", ana)
    introductions.announce(drawer, "Bob", own_public(forged), "Ana", ana)
    drawer.mark(thief.one(), Status.DONE, "Bob", forged)


def lets_a_double_in(thief: Thief, drawer: Drawer, _: Signer, ana: Signer) -> None:
    forged = made_up(thief)
    introductions.announce(drawer, "B\u043eb", own_public(forged), "Ana", ana)
    drawer.mark(thief.one(), Status.DONE, "B\u043eb", forged)


def hides_his_key(thief: Thief, drawer: Drawer, hand: Signer, _: Signer) -> None:
    """Takes signatures away, and has them begin behind that."""
    drawer.close()
    with closing(sqlite3.connect(thief.folder / "drawer" / NAME, isolation_level=None)) as database:
        database.execute(DICE.choice(["DELETE FROM signatures", "DELETE FROM signatures WHERE key = ''", "DELETE FROM signatures WHERE key != ''"]))
    drawer.audit(EntryKind.SIGNED_FROM_HERE, "", "", hand)
    drawer.mark(thief.one(), Status.DONE, "Bob", hand)


BY_A_COLLEAGUE: dict[str, Callable[[Thief, Drawer, Signer, Signer], None]] = {
    "does something in a colleague's name": in_bobs_name,
    "puts a signing key in a colleague's place": puts_a_key_in_his_place,
    "gives a colleague another signing key": gives_him_another_key,
    "lets somebody in who looks like a colleague": lets_a_double_in,
    "hides the signing key of a colleague": hides_his_key,
}


def forgeries() -> Came:
    """Each act often, on drawers of their own; sometimes two, one after the other."""
    missed, tried = [], 0
    while tried < FORGERIES:
        with tempfile.TemporaryDirectory() as folder:
            thief = Thief(Path(folder))
            if thief.found():
                return "0", ["a drawer that nobody touched looks changed"]
            kinds = [*ACTS, *BY_A_COLLEAGUE]
            acts = [kinds[tried % len(kinds)], *([DICE.choice(kinds)] if tried >= len(kinds) * 2 else [])]
            for act in acts:
                with suppress(sqlite3.Error, TypeError, KeepError):
                    thief.does(act)
            missed += [] if thief.found() else [f"not found: {' and '.join(acts)}"]
            tried += 1
    return f"{tried} forged drawers", missed


# -- bad luck and bad files -------------------------------------------------------------------------------------------


STARTS = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
import raw_disk
from kiosk.signup.drawer.refusals import KeepError
drawer = raw_disk.Disk(Path(sys.argv[1])).drawer()
try:
    for number in range(20):
        drawer.keep(raw_disk.record(number)) if sys.argv[2] == "keeps" else drawer.entries()
except KeepError as error:
    print(error)
"""
LEFT = (*range(0, 48, 2), 64, 128, 256, 512, 1024, 2048, 4096)
"""Kilobytes that are free when a process starts on a disk that is all but full."""


def full_disk() -> Came:
    """Small disks fill up while requests come; there is room again. Nothing acknowledged is lost, and nothing that starts meanwhile dies."""

    def life(disk: raw_disk.Disk) -> None:
        try_out_key.make_try_out(disk.data / "keys", TODAY)
        filler, kept, refused = disk.data.parent / "filler", [], 0
        filler.touch()
        with closing(disk.drawer()) as drawer:
            for number in range(400):
                if number == 40:
                    fills(filler, 0)
                if number == 300:
                    os.truncate(filler, 0)
                    os.sync()
                try:
                    kept.append(drawer.keep(raw_disk.record(number)))
                except KeepError:
                    refused += 1
            opened = try_out_key.open_try_out(disk.data / "keys")
            lost = [name for name in kept if drawer.open(name, opened) is None]
            faults.extend([*(f"lost {name}" for name in lost), *soundness.verify(drawer, opened), *([] if refused else ["the disk never was full"])])
        starts = [(left, what) for left in LEFT for what in ("keeps", "reads")]
        for left, what in starts:
            fills(filler, left)
            command = [sys.executable, "-c", STARTS, str(disk.data), what, str(PROJECT), str(PROJECT / "tests")]
            code = subprocess.run(command, capture_output=True, check=False).returncode
            faults.extend([f"what {what} ended with {code} with {left} kB free"] if code else [])
        with closing(disk.drawer()) as drawer:
            os.truncate(filler, 0)
            os.sync()
            faults.extend(soundness.verify(drawer, opened))
        told.append(f"{len(kept)} kept, {refused} refused, {len(starts)} started;")

    faults: list[str] = []
    told: list[str] = []
    for block in (1024, 4096):
        raw_disk.searched(life, block)
    return " ".join(told), faults


def fills(filler: Path, left: int) -> None:
    """All of the disk but for so many kilobytes."""
    with suppress(OSError), filler.open("r+b", buffering=0) as file:
        file.seek(0, os.SEEK_END)
        while file.write(bytes(1024)):
            pass
    os.sync()
    os.truncate(filler, max(0, filler.stat().st_size - left * 1024))
    os.sync()


COMMANDS = (
    ["signups", "waiting"], ["signups", "list", "--name", "Ana"], ["signups", "verify", "--name", "Ana"], ["signups", "recover", "--name", "Ana"],
    ["key", "list"], ["key", "add", "Bob", "--name", "Ana"],
)  # fmt: skip


def broken_files() -> Came:
    """Something else lies in the place of each file of the data folder, or its bytes are changed: no command hangs or ends as a bug."""
    wrong, tried = [], 0
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        Thief(whole).drawer().close()
        for file in ("anchors.json", "keys/tries.json", "settings.yaml", "mishaps.json"):
            (whole / file).write_text("{}")
        while tried < BROKEN_FILES:
            data = Path(shutil.copytree(whole, Path(name) / "data"))
            target = DICE.choice(sorted(path for path in data.rglob("*") if path.is_file()))
            how = spoil(target)
            command = COMMANDS[tried % len(COMMANDS)]
            outcome = ended([*command, "--data", str(data)])
            if outcome not in (0, 1):
                wrong.append(f"{' '.join(command)} after {target.relative_to(data)} {how}: {outcome}")
            shutil.rmtree(data)
            tried += 1
    return f"{tried} broken files", wrong


def spoil(target: Path) -> str:
    ways: dict[str, Callable[[], object]] = {
        "was changed": lambda: target.write_bytes(changed(target.read_bytes() or b"x")),
        "became a pipe": lambda: (target.unlink(), os.mkfifo(target)),
        "became a link to what never ends": lambda: (target.unlink(), target.symlink_to("/dev/zero")),
        "became a folder": lambda: (target.unlink(), target.mkdir()),
        "became a link to itself": lambda: (target.unlink(), target.symlink_to(target)),
        "grew huge": lambda: os.truncate(target, 10 << 30),
        "was emptied": lambda: target.write_bytes(b""),
        "became text": lambda: target.write_text("[" * 5000),
    }
    how = DICE.choice(list(ways))
    ways[how]()
    return how


def ended(arguments: list[str]) -> int | str:
    """The exit code of a command that is told Ana's passphrase; a word if it did not end."""
    reading, writing = os.pipe()
    os.write(writing, f"{WORDS}\n{WORDS} too\n".encode())
    os.close(writing)
    secrets = ["--passphrase-fd", str(reading)] if "--name" in arguments else []
    try:
        command = [sys.executable, "-m", "kiosk.staff", *arguments, *secrets]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=60, check=False, pass_fds=(reading,))
    except subprocess.TimeoutExpired:
        return "it hangs"
    finally:
        os.close(reading)
    return done.returncode


# -- content that somebody else may change ----------------------------------------------------------------------------


class Desk:
    """A kiosk of root's, the content of somebody who is not, and a folder that only root may read. With `at_home` all of it is a link to theirs."""

    def __init__(self, folder: Path, *, at_home: bool) -> None:
        folder.chmod(0o755)
        self.kiosk, self.home, self.vault = folder / "kiosk", folder / "home", folder / "vault"
        self.content = self.kiosk / "content"
        for each in (self.kiosk, self.home, self.vault):
            each.mkdir()
        self.vault.chmod(0o700)
        own = self.home / "content" if at_home else self.content
        for name in ("", "topics"):
            (own / name).mkdir(exist_ok=True)
            (own / name / "a.yaml").write_text("of staff")
            (self.vault / name).mkdir(exist_ok=True)
            (self.vault / name / "a.yaml").write_bytes(OF_ROOT)
        self.link, self.place = (self.home / "link", own) if at_home else (own / "link", own / "topics")
        self.link.symlink_to(self.vault)
        if at_home:
            self.content.symlink_to(own)
        for each in (self.home, own, *own.rglob("*")):
            os.chown(each, STAFF, STAFF, follow_symlinks=False)

    @contextmanager
    def besieged(self) -> Iterator[None]:
        """Meanwhile whoever writes the content exchanges a folder and a link, and whatever root gives them beside it."""
        if (child := os.fork()) == 0:
            rights.become(rights.Account(STAFF, STAFF))
            while True:
                with suppress(OSError):
                    renamed(self.place, self.link, EXCHANGE)
                for each in self.kiosk.glob(".content.restoring.*"):
                    with suppress(OSError):
                        (each / "content").rename(each / "was")
                        (each / "content").symlink_to(self.vault)
        try:
            yield
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    def stolen(self, *places: Path) -> list[str]:
        """Where root's own text has come to, or a link of theirs in the place of the content."""
        files = [path for place in places for path in (place, *place.rglob("*")) if path.is_file() and not path.is_symlink()]
        return [str(path) for path in files if OF_ROOT in path.read_bytes()]


def works_on(desk: Desk, folder: Path, seconds: Iterator[int]) -> dict[str, Callable[[], object]]:
    """What root does with the content; what it takes out of there lies in `folder` then."""
    data, packed, now = folder.with_name("data"), folder.with_name("kiosk.zip"), datetime(2026, 11, 23, tzinfo=UTC)
    try_out_key.make_try_out(data / "keys", TODAY)
    place = KioskFolders(desk.content, data)
    backup(place, packed, now)

    def copies() -> None:
        with tempfile.TemporaryDirectory(dir=desk.kiosk) as aside:
            copy_folder(desk.content, folder, desk.kiosk.stat(), aside=Path(aside), links=True)

    def backs_up() -> None:
        folder.mkdir()
        backup(place, folder / "x.zip", now)
        with zipfile.ZipFile(folder / "x.zip") as made:
            made.extractall(folder)

    return {
        "copies": copies,
        "backs up": backs_up,
        "restores": lambda: restore(place, packed, now + timedelta(seconds=next(seconds)), replace=True, agreed=True),
    }


def besieged_content() -> Came:
    """Root copies, backs up and restores content while its owner exchanges what is in it."""
    wrong, done, refused = [], 0, 0
    for at_home in (False, True):
        with tempfile.TemporaryDirectory() as name:
            desk, copy = Desk(Path(name), at_home=at_home), Path(name, "copy")
            works = works_on(desk, copy, itertools.count())
            with desk.besieged():
                for what in ["copies"] * COPIES + ["backs up"] * (COPIES // 10) + ["restores"] * (0 if at_home else COPIES // 20):
                    try:
                        works[what]()
                        done += 1
                    except (ExpectedError, OSError):
                        refused += 1
                    wrong += [f"{what}: {each}" for each in desk.stolen(copy)]
                    wrong += [f"{what}: a link is in its place"] if desk.content.is_symlink() and not at_home else []
                    shutil.rmtree(copy, ignore_errors=True)
    return f"{done} done, {refused} refused", wrong


# -- what has a proof of its own --------------------------------------------------------------------------------------


def other(*command: str, count: str) -> Callable[[], Came]:
    """Another program of the proofs; `count` finds in its words how often it tried."""

    def run() -> Came:
        done = subprocess.run([sys.executable, *command], cwd=PROJECT, capture_output=True, text=True, check=False, errors="replace")
        found = re.findall(count, done.stdout)
        tail = [*done.stdout.strip().splitlines()[-12:], *done.stderr.strip().splitlines()[-4:]]
        return f"{' '.join(found)}", tail if done.returncode or not found else []  # what told of no try has tried nothing

    return run


def tests(*names: str) -> Callable[[], Came]:
    return other("-m", "pytest", "-q", "-o", "addopts=", "--import-mode=importlib", "-p", "no:cacheprovider", *names, count=r"(\d+ passed)")


def raw() -> Came:
    left, missed, count = raw_disk.searched(raw_disk.fill)
    return f"{count} things looked for", [*left, *missed]


PARTS: dict[str, tuple[str, Callable[[], Came]]] = {
    "seals": ("seals changed, cut, or put in another's place: opened", seals),
    "forgeries": ("drawers rewritten with the journal's own key, keys put in, states put back: not found", forgeries),
    "raw-disk": ("deleted requests and old keys searched in the raw bytes of an ext4 disk: still there", raw),
    "full-disk": ("a disk that is full while requests come: lost", full_disk),
    "hostile-drawers": (
        "drawers with rows without end, loops, huge cells, other types: a command hangs, bloats or ends as a bug, or the form is refused",
        other("tests/hostile_drawers.py", count=r"\d+ kinds|\d+ MB"),
    ),
    "broken-files": ("files of the data folder broken, huge, pipes, links: a command hangs or ends as a bug", broken_files),
    "kills": (
        "a process that keeps requests is killed: lost or wrong",
        other("tests/killing.py", str(SIGN_UPS), count=r"kills=\d+|acknowledged=\d+|lost=\d+|wrong=\d+"),
    ),
    "power-cuts": (
        "the power goes while requests are kept: lost or damaged",
        other("tests/power_cuts.py", str(CUTS), count=r"cuts=\d+|acknowledged=\d+|lost=\d+"),
    ),
    "orders": (
        "orders of staff with wrong files and places: harmed or made",
        tests("tests/staff/test_nothing_is_made.py", "tests/staff/requests/test_requests.py"),
    ),
    "content": (
        "content that is broken, huge or meant to harm: hangs, bloats, shows",
        tests("tests/content/test_hostile.py", "tests/content/test_files.py", "tests/unattended/test_exit.py", "tests/house/test_markup.py"),
    ),
    "root": (
        "links, pipes and folders planted where root comes by: followed",
        tests("tests/staff/test_rights.py", "tests/staff/care/test_backup.py"),
    ),
    "root-and-staff": ("content whose owner exchanges folders and links while root copies it: something of root's comes along", besieged_content),
    "mail": (
        "mail and web servers with wrong certificates, stripped or endless: told the password",
        tests("tests/signup/test_desk_notifier_servers.py"),
    ),
    "passphrases": (
        "wrong passphrases, at the kiosk and at the console: let in, or staff kept out",
        tests("tests/signup/test_waiting.py", "tests/signup/test_session.py", "tests/signup/test_passphrases.py"),
    ),
    "killed-copies": (
        "a command that reads all requests is killed: something of them left where it was not to write",
        other("tests/killed_copies.py", count=r"[^:\n]+: \d+ kills"),
    ),
    "interrupts": (
        "Ctrl+C at many moments of a command: it ends in a traceback, or leaves things about",
        other("tests/interrupts.py", count=r"\d+ wrong"),
    ),
    "processes": ("whoever starts processes is killed: lives on", other("tests/orphans.py", str(KILLS), count=r"killed (\d+) times")),
    "walls": ("from inside the installed kiosk, and root beside a hijacked one: doors open", other("tests/walls.py", count=r"\d+ kinds")),
}
NEEDED = {"mkfs.ext4": "e2fsprogs", "strace": "strace"}


def prepare() -> None:
    """Installs what the parts need of the system, where that can be done."""
    lacking = [package for program, package in NEEDED.items() if not shutil.which(program)]
    if lacking:
        subprocess.run(["apt-get", "install", "--yes", "--quiet", *lacking], check=True, stdout=sys.stderr)


def for_every_account(path: Path) -> bool:
    """Whether the ways to it are open to whoever asks: root's commands become other accounts, and go on in them."""
    return all(each.stat().st_mode & stat.S_IXOTH for each in path.resolve().parents)


def outcomes(names: list[str]) -> Iterator[tuple[str, str, list[str], float]]:
    for name in names:
        begun = time.monotonic()
        count, broken = PARTS[name][1]()
        yield name, count, broken, time.monotonic() - begun


def main(arguments: list[str]) -> int:
    if os.geteuid() != 0:
        print("This mounts disks and boots a machine: put `sudo` before it.", file=sys.stderr)
        return 1
    if not for_every_account(Path(os.__file__)):
        print("Other accounts cannot run this Python: use an environment of the system's, such as `/usr/bin/python3 -m venv`.", file=sys.stderr)
        return 1
    prepare()
    failed = False
    for name, count, broken, seconds in outcomes(arguments or list(PARTS)):
        print(f"{'BROKEN' if broken else 'held':7} {PARTS[name][0]}: {len(broken)} of {count} ({seconds:.0f} s)", flush=True)
        print("".join(f"        {json.dumps(each)}\n" for each in broken), end="", flush=True)
        failed = failed or bool(broken)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*wanted(__doc__, PARTS)))
