"""From what was found on a machine to green, amber or red: one table a part."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from kiosk.content.store.publications import Publication, Refusal, Step
from kiosk.devices.qt_libraries import NO_SCREEN
from kiosk.devices.voice_choice import Proved
from kiosk.health import Diagnosis, Level
from kiosk.office.report import Report
from kiosk.problems import Problem, Severity
from kiosk.settings.hours_grammar import read_hours
from kiosk.settings.opening_hours import Hours
from kiosk.settings.settings import Settings
from kiosk.staff.console import listed
from kiosk.staff.diagnosis import clock_told, outward, verdicts
from kiosk.staff.diagnosis.clock_told import Known
from kiosk.staff.diagnosis.doors import DoorsSeen, doors
from kiosk.staff.diagnosis.probes import ClockSeen
from kiosk.staff.diagnosis.unit_told import UnitSeen, watchdog
from kiosk.staff.diagnosis.verdicts import BackupSeen, DrawerSeen, KeysSeen, NoticeSeen, PublicationsSeen, ScreenSeen, VoicesSeen
from kiosk.staff.publications.standing import Standing
from kiosk.staff.walls import openings

GREEN, AMBER, RED = Level.GREEN, Level.AMBER, Level.RED
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AT_THE_OFFICE = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
KEPT = ClockSeen(right=True, asked=True)
BOTH = {"en": "English", "es": "Spanish"}
FACES = ("Regular.ttf", "Bold.ttf")


def problem(severity: Severity, wrong: str = "Something is wrong.") -> Problem:
    return Problem("topics/40-infusion.yaml", 3, 1, severity, wrong, "Write this.")


def is_told(found: Iterable[Diagnosis], part: str, *expected: tuple[Level, str]) -> None:
    """All of them are of this part, of these levels, with these words; whatever is not green says what to do."""
    diagnoses = list(found)
    assert [each.level for each in diagnoses] == [level for level, _ in expected]
    for each, (_, words) in zip(diagnoses, expected, strict=True):
        assert each.part == part
        assert words in f"{each.says} -> {each.do}"
        assert bool(each.do) == (each.level is not GREEN)


TWELFTH = Standing(Publication(12, "Bob", "2026-11-20T09:30:00-05:00", "The new hours"), "Ana", newest=12)
REFUSED = Refusal("publication-13.kiosk.zip", Step.READ, "2026-11-21T10:00:00-05:00")


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (PublicationsSeen(), [(GREEN, "what is in the content folder shows.")]),
        (PublicationsSeen(trusted=("Ana",)), [(GREEN, "Ana may publish here")]),
        (PublicationsSeen(unjudged=True), [(RED, "nobody is trusted here who could have signed it")]),
        (PublicationsSeen(TWELFTH, trusted=("Ana",), folder="/srv/in"), [(GREEN, "Publication 12 shows, made by Ana on 2026-11-20 at 09:30.")]),
        (PublicationsSeen(TWELFTH, REFUSED, ("Ana",)), [
            (AMBER, "not taken on 2026-11-21 at 10:00, so what showed shows on. publication-13.kiosk.zip was not"),
            (GREEN, "Publication 12 shows"),
        ]),
        (PublicationsSeen(refused=REFUSED), [(AMBER, "it is damaged, or holds something that is no content.")]),
        (PublicationsSeen(refused=replace(REFUSED, file="Run curl x | sh.kiosk.zip")), [(AMBER, "so what showed shows on. A publication was not")]),
        (PublicationsSeen(replace(TWELFTH, changed=True)), [(RED, "was not what anybody had signed"), (GREEN, "Publication 12 shows")]),
        (PublicationsSeen(replace(TWELFTH, newest=13)), [(RED, "Publication 13 was taken here once"), (GREEN, "Publication 12 shows")]),
        (PublicationsSeen(Standing(newest=3)), [(RED, "so what is in the content folder shows")]),
        (PublicationsSeen(folder="/srv/in"), [(AMBER, "trust NAME KEY")]),
        (PublicationsSeen(folder="/srv/in", trusted=("Ana",), missing=True, unread="gone"), [(AMBER, "`sudo install --directory /srv/in`")]),
        (PublicationsSeen(TWELFTH, folder="/srv/in", trusted=("Ana",), unread="not allowed", account="kiosk"), [
            (AMBER, "cannot be opened: not allowed. -> Let the account that the kiosk runs as (kiosk) read it."), (GREEN, "Publication 12 shows")]),
    ],
)  # fmt: skip
def test_which_publication_shows_and_which_was_refused(seen: PublicationsSeen, expected: list[tuple[Level, str]]) -> None:
    is_told(verdicts.publications(seen), "publications", *expected)


CLOSED = {"Closed today": ("English", "Spanish")}


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (NoticeSeen(), [(GREEN, "No urgent notice shows.")]),
        (NoticeSeen({"Run `sudo poweroff` now": ["English"]}), [(GREEN, "until somebody takes it out: “Run ’sudo poweroff’ now”")]),
        (NoticeSeen(CLOSED, "2026-11-23 20:00"), [(GREEN, "reads this urgent notice until 2026-11-23 20:00: “Closed today”")]),
        (NoticeSeen(CLOSED), [(GREEN, "until somebody takes it out: “Closed today”")]),
        (
            NoticeSeen({"Closed": ("English", "Polish"), "Cerrado": ("Spanish",)}),
            [(GREEN, "takes it out: in English and Polish “Closed” and in Spanish “Cerrado”")],
        ),
        (NoticeSeen(unread=True), [(AMBER, "in none of the languages of this clinic, so visitors do not see it. -> Write it once more")]),
        (NoticeSeen(CLOSED, unread=True), [(AMBER, "in none of the languages"), (GREEN, "“Closed today”")]),
        (NoticeSeen(CLOSED, "2026-11-23", ahead=True), [(AMBER, "“Closed today” (set, as it says, at a time that has not come yet). -> See")]),
        (NoticeSeen(damaged="/data/urgent-notice.json"), [(AMBER, "cannot be read, so visitors do not see it. -> Set it once more at the kiosk")]),
        (NoticeSeen(CLOSED, "2026-11-26", "/data/urgent-notice.json"), [(AMBER, "delete /data/urgent-notice.json"), (GREEN, "“Closed today”")]),
    ],
)
def test_what_every_visitor_is_told_at_once(seen: NoticeSeen, expected: list[tuple[Level, str]]) -> None:
    is_told(verdicts.notice(seen), "notice", *expected)


@pytest.mark.parametrize(
    ("seen", "level", "words"),
    [
        (KeysSeen(), RED, "There is no key"),
        (KeysSeen(closed=True), RED, "See what is said of the disk"),
        (KeysSeen(gone=True), RED, "The data of this kiosk are gone"),
        (KeysSeen(gone=True, nowhere=True), RED, "Make no new key"),
        (KeysSeen(lost=True, gone=True), RED, "key bring-back"),
        (KeysSeen(1, ("Ana", "Bob"), damaged="The list of keys is damaged."), RED, "key bring-back"),
        (KeysSeen(1, try_out=True), RED, "key protect"),
        (KeysSeen(2, ("Ana", "Bob"), try_out=True), RED, "no passphrase"),
        (KeysSeen(1), RED, "Nobody has a passphrase"),
        (KeysSeen(destroyed=True, lost=True), RED, "key rotate --begin-anew"),
        (KeysSeen(1, ("Ana",)), AMBER, "key add NAME --name Ana"),
        (KeysSeen(1, ("Ana O'Hara",)), AMBER, """key add NAME --name 'Ana O'"'"'Hara'"""),
        (KeysSeen(2, ("Ana",), elsewhere=True), GREEN, "Ana can read"),
        (KeysSeen(1, ("Ana", "Bob")), GREEN, "Ana and Bob can read"),
        (KeysSeen(1, elsewhere=True), GREEN, "kept elsewhere"),
        (KeysSeen(1, elsewhere=True, left_out=True), RED, "does not hold the key"),
    ],
)
def test_keys_have_a_passphrase_and_more_than_one_way_to_them(seen: KeysSeen, level: Level, words: str) -> None:
    is_told(verdicts.keys(seen), "keys", (level, words))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (DrawerSeen(), [(GREEN, "0 requests")]),
        (DrawerSeen(1), [(GREEN, "1 request in the drawer")]),
        (DrawerSeen(damage=("row 3 missing from index",)), [(RED, "row 3 missing")]),
        (DrawerSeen(refused="another program holds the drawer", locked=True), [(AMBER, "Wait a minute")]),
        (DrawerSeen(refused="the folder cannot be written"), [(RED, "the folder cannot be written")]),
        (DrawerSeen(refused="x", too_much=True), [(RED, "far more than any kiosk can have kept")]),
        (DrawerSeen(5, waiting=2), [(AMBER, "2 requests new or not reached for more than two weeks")]),
        (DrawerSeen(5, sealed=1), [(RED, "1 request in the drawer cannot be read")]),
        (DrawerSeen(5, apart=2), [(AMBER, "2 requests can be read only with a key that is not on this machine.")]),
        (DrawerSeen(5, faults=("The request 1234 was removed.",)), [(RED, "1234 was removed")]),
        (DrawerSeen(5, copies={"drawer/drawer-set-aside-1.sqlite": 1}), [(RED, "1 request lies in drawer/drawer-set-aside-1.sqlite")]),
        (DrawerSeen(5, entries=verdicts.LONG_JOURNAL), [(AMBER, "signups recover --name YOU")]),
        (DrawerSeen(5, entries=verdicts.LONG_JOURNAL - 1), [(GREEN, "5 requests")]),
        (DrawerSeen(5, unseen={"It was restored.": ("Ana", "Bo")}), [(AMBER, "It was restored. Ana and Bo have not been told of this yet.")]),
        (DrawerSeen(5, copies={"old": 0}), [(GREEN, "5 requests")]),
        (DrawerSeen(5, copies={"old": -2}), [(RED, "requests that cannot be read: old.")]),
        (DrawerSeen(5, copies={"old": -1, "other": 2}), [(RED, "2 requests lie in other"), (AMBER, "nothing can be read: old.")]),
        (DrawerSeen(5, 1, 1, (), ("Cut.",), copies={"old": 3}), [(RED, "old"), (RED, "cannot be read"), (RED, "Cut."), (AMBER, "1 request")]),
    ],
)
def test_the_drawer_is_whole_and_nobody_in_it_waits_too_long(seen: DrawerSeen, expected: list[tuple[Level, str]]) -> None:
    is_told(verdicts.drawer(seen), "drawer", *expected)


@pytest.mark.parametrize(
    ("seen", "level", "words"),
    [
        (BackupSeen(), AMBER, "backup_folder: /srv/kiosk"),
        (BackupSeen("/srv/a b", missing=True), AMBER, "--mode=700 '/srv/a b'"),
        (BackupSeen("/srv/kiosk", missing=True), AMBER, "There is no folder /srv/kiosk"),
        (BackupSeen("/srv/kiosk", unread="Permission denied"), AMBER, "cannot be opened: Permission denied."),
        (BackupSeen("/srv/kiosk"), AMBER, "There is no nightly backup in /srv/kiosk yet"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 23)), GREEN, "is from 2026-11-23"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 16)), GREEN, "is from 2026-11-16"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 15)), AMBER, "is from 2026-11-15"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 24)), AMBER, "is from 2026-11-24, which has not come yet"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 23), changed="kiosk-2026-11-23.zip"), AMBER, "or is not as the kiosk wrote it"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 23), keyless=True), AMBER, "`backup_with_key: yes`"),
        (BackupSeen("/srv/kiosk", date(2026, 11, 23), failed=True), AMBER, "could not be written into /srv/kiosk"),
    ],
)
def test_a_nightly_backup_is_no_older_than_a_week_and_the_last_one_did_not_fail(seen: BackupSeen, level: Level, words: str) -> None:
    is_told(verdicts.backup(seen, date(2026, 11, 23)), "backup", (level, words))


@pytest.mark.parametrize(
    ("free", "refused", "expected"),
    [
        (499, "", [(RED, "Only 499 MB")]),
        (500, "", [(AMBER, "500 MB")]),
        (1999, "", [(AMBER, "1999 MB")]),
        (2000, "", [(GREEN, "2 GB")]),
        (90_000, "Permission denied", [(RED, "Permission denied")]),
        (10, "No space left on device", [(RED, "No space left"), (RED, "Only 10 MB")]),
    ],
)
def test_the_disk_has_room_and_takes_what_is_written(free: int, refused: str, expected: list[tuple[Level, str]]) -> None:
    is_told(verdicts.disk(free, refused, "the data folder"), "disk", *expected)


@pytest.mark.parametrize(
    ("known", "seen", "level", "words"),
    [
        ([], KEPT, GREEN, "2026-11-23"),
        ([NOW - timedelta(days=1)], KEPT, GREEN, "keeps it right"),
        ([NOW + timedelta(hours=23)], KEPT, GREEN, "keeps it right"),
        ([NOW - timedelta(days=900), NOW + timedelta(days=2)], KEPT, RED, "a file is from 2026-11-25"),
        ([NOW + timedelta(days=2)], ClockSeen(), RED, "-> Set day and time: `sudo timedatectl set-time"),
        ([NOW + timedelta(days=2)], KEPT, RED, "-> Keep it by hand: `sudo timedatectl set-ntp false`. Set day and time"),
        ([NOW - timedelta(days=365 * 20)], KEPT, RED, "20 years after a file"),
        ([], ClockSeen(right=False), AMBER, "`sudo timedatectl set-ntp true`"),
        ([], ClockSeen(right=False, can_ask=False), AMBER, "`sudo apt install systemd-timesyncd`"),
        ([], ClockSeen(right=False, asked=True), AMBER, "-> No server of the network has told it the time yet"),
        ([], ClockSeen(), AMBER, "a phone"),
    ],
)
def test_the_clock_is_not_before_what_has_happened(known: list[datetime], seen: ClockSeen, level: Level, words: str) -> None:
    is_told(clock_told.clock(NOW, [Known(each, "a file") for each in known], seen), "clock", (level, words))


def test_a_setting_that_is_not_understood_is_told_with_its_line() -> None:
    is_told(verdicts.settings([]), "settings", (GREEN, "settings.yaml"))
    wrong = Problem("settings.yaml", 2, 1, Severity.ERROR, "There is no setting called 'x'.", "lower_edge_mm")
    is_told(verdicts.settings([wrong]), "settings", (AMBER, "settings.yaml, line 2: There is no setting called 'x'."))
    unread = Problem("settings.yaml", 0, 0, Severity.ERROR, "The settings cannot be read.")
    is_told(verdicts.settings([unread]), "settings", (AMBER, "Fix this line."))


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (Settings(), [(GREEN, "Nobody is told about new requests")]),
        (Settings(desk_web="https://desk.clinic.org/x"), [(GREEN, "https://desk.clinic.org/x")]),
        (Settings(desk_mail_to="a@clinic.org", desk_mail_server="mail.clinic.org:465"), [(GREEN, "to a@clinic.org over mail.clinic.org:465")]),
        *((Settings(desk_web=web), [(AMBER, "is an example")]) for web in ("https://...", "https://example.com/x",
            "https://a.example")),
        (Settings(desk_mail_to="desk@example.com"), [(AMBER, "desk_mail_to"), (AMBER, "`desk_mail_server` is not set")]),
        (Settings(desk_mail_server="mail.clinic.org"), [(AMBER, "`desk_mail_to` is not set")]),
        (Settings(desk_web="https://intranet/requests"), [(GREEN, "https://intranet/requests")]),
        (Settings(desk_mail_to="a@clinic.org", desk_mail_server="localhost:2526"), [(GREEN, "over localhost:2526")]),
    ],
)
def test_what_is_set_of_the_desk_is_told_and_whether_it_is_only_an_example(own: Settings, expected: list[tuple[Level, str]]) -> None:
    is_told(outward.desk(own), "settings", *expected)


def test_what_is_missing_of_the_system_is_told_without_a_start_that_nobody_is_at() -> None:
    told = verdicts.missing("fonts", "The system lacks libEGL.so.1: install it with `sudo apt install libegl1`, then start again.")
    assert (told.says[-9:], told.do) == ("libegl1`.", "Then look again.")
    assert verdicts.missing("screen", NO_SCREEN).says == NO_SCREEN


DESK, BACKUPS = Settings(desk_web="https://desk.clinic.org/x"), Settings(backup_folder="/srv/kiosk")
MAIL = Settings(desk_mail_to="a@clinic.org", desk_mail_server="mail.clinic.org")


@pytest.mark.parametrize(
    ("before", "own", "words"),
    [
        (Settings(), Settings(), ()),
        *((own, own, ()) for own in (DESK, MAIL, BACKUPS)),
        (DESK, MAIL, ()),
        (Settings(), DESK, ("tells nobody, although the settings name https://desk.clinic.org/x",)),
        (BACKUPS, MAIL, ("name a@clinic.org over mail.clinic.org", "may write into /srv/kiosk, which the settings do not name any more")),
        (Settings(), BACKUPS, ("may not write into /srv/kiosk yet",)),
        (DESK, BACKUPS, ("name nobody any more to be told", "may not write into /srv/kiosk yet")),
        (BACKUPS, Settings(backup_folder="/srv/other"), ("may not write into /srv/other yet", "into /srv/kiosk, which the settings do not name")),
        (Settings(), Settings(backup_folder="/home/ana"), ("cannot use /home/ana, which the settings name as `backup_folder`",)),
        (Settings(), Settings(publications_folder="/srv/new"), ()),
        (Settings(), Settings(publications_folder="/home/ana"), ("cannot use /home/ana, which the settings name as `publications_folder`",)),
    ],
)
def test_what_the_walls_were_not_opened_for_is_told_with_what_opens_them(before: Settings, own: Settings, words: tuple[str, ...]) -> None:
    found = list(outward.walls(own, openings(before).words()))
    is_told(iter(found), "settings", *((AMBER, each) for each in words))
    assert all("`sudo python3 main.py install` once more" in each.do for each in found)
    assert not list(outward.walls(own, None)), "where there are no walls"


def test_nobody_is_called_well_told_whom_the_walls_keep_the_kiosk_from() -> None:
    assert not list(outward.desk(DESK, {"web": "no server of this name was found"}, is_shut_in=True))


def test_a_desk_that_could_not_be_told_is_told_by_the_way_that_failed() -> None:
    own = Settings(desk_web="https://desk.clinic.org/x", desk_mail_to="a@clinic.org", desk_mail_server="mail.clinic.org")
    found = outward.desk(own, {"mail": "the mail server hung up"})
    is_told(found, "settings", (AMBER, "over mail.clinic.org): the mail server hung up."), (GREEN, "requests: https://desk.clinic.org/x."))


@pytest.mark.parametrize(
    ("problems", "level", "words"),
    [
        ([], GREEN, "0 errors, 0 warnings, 0 notices"),
        ([problem(Severity.NOTICE)], GREEN, "1 notice"),
        ([problem(Severity.WARNING), problem(Severity.NOTICE)], AMBER, "0 errors, 1 warning, 1 notice"),
        ([problem(Severity.WARNING), problem(Severity.ERROR, "No colon.")], RED, "topics/40-infusion.yaml, line 3: No colon."),
    ],
)
def test_the_content_can_be_shown(problems: list[Problem], level: Level, words: str) -> None:
    is_told(verdicts.content(problems), "content", (level, words))


def test_topics_that_nobody_signed_off_and_reviews_that_are_due_are_told() -> None:
    is_told(verdicts.reviews([], [], 9), "reviews", (GREEN, "every text"))
    is_told(verdicts.reviews(["start", "infusion"], [], 9), "reviews", (AMBER, "2 of 9 texts"))
    is_told(verdicts.reviews(["start"], ["infusion (es)"], 9), "reviews", (AMBER, "start"), (AMBER, "infusion (es)"))


def test_help_names_988_or_the_kiosk_does_not_open() -> None:
    is_told(verdicts.help_panel([]), "help", (GREEN, "988"))
    is_told(verdicts.help_panel([("The help button does not show 988.", "Write it.")]), "help", (RED, "does not show 988"))
    is_told(verdicts.help_panel(None), "help", (RED, "cannot be read"))


@pytest.mark.parametrize(
    ("loaded", "boxes", "expected"),
    [
        (FACES, "", [(GREEN, "all letters")]),
        (FACES[:1], "", [(RED, FACES[1])]),
        (FACES, "`日`, U+65E5", [(AMBER, "`日`, U+65E5")]),
        (FACES[1:], "`日`", [(RED, FACES[0]), (AMBER, "`日`")]),
    ],
)
def test_the_typeface_is_there_with_all_letters(loaded: Sequence[str], boxes: str, expected: list[tuple[Level, str]]) -> None:
    is_told(verdicts.fonts(FACES, loaded, boxes, "Write it in words."), "fonts", *expected)


@pytest.mark.parametrize(
    ("seen", "inches", "level", "words"),
    [
        (ScreenSeen(), 0.0, AMBER, "screen_diagonal_inches"),
        (ScreenSeen(), 32.0, GREEN, "32 inches."),
        (ScreenSeen((1920, 1080), (476, 268)), 0.0, GREEN, "21.5 inches, 1920x1080"),
        (ScreenSeen((1920, 1080), (160, 90)), 0.0, AMBER, "not known"),
        (ScreenSeen((1920, 1080), (160, 90)), 32.0, GREEN, "32 inches"),
        (ScreenSeen((1920, 1080), (476, 268)), 22.0, GREEN, "22 inches"),
        (ScreenSeen((1920, 1080), (476, 268)), 32.0, AMBER, "says 32 inches, the screen itself 21.5"),
        (ScreenSeen((1024, 768), (300, 225)), 0.0, AMBER, "only 1024x768"),
        (ScreenSeen((720, 1280), (268, 476)), 0.0, GREEN, "720x1280"),
        (ScreenSeen((1920, 1080), (354, 199)), 0.0, AMBER, "(16 inches)"),
        (ScreenSeen((1080, 1920), (199, 354)), 0.0, AMBER, "at least 21.5 inches"),
        (ScreenSeen((1280, 1024), (376, 301)), 0.0, AMBER, "376 x 301 mm"),
        (ScreenSeen(), 16.0, AMBER, "(16 inches)"),
        (ScreenSeen((1280, 720), (339, 190)), 0.0, AMBER, "not known"),
        (ScreenSeen((1280, 720), (325.12, 182.88)), 0.0, AMBER, "not known"),
        (ScreenSeen((1280, 720), (339, 190)), 21.5, GREEN, "21.5 inches"),
        (ScreenSeen((1920, 1080), (465, 262)), 0.0, GREEN, "21 inches"),
        (ScreenSeen(trouble="The system lacks libGL: install it."), 32.0, RED, "libGL"),
        (ScreenSeen(failure="could not connect to display :0"), 32.0, RED, "display :0"),
    ],
)
def test_the_true_size_of_the_screen_is_known(seen: ScreenSeen, inches: float, level: Level, words: str) -> None:
    is_told(verdicts.screen(seen, Settings(screen_diagonal_inches=inches)), "screen", (level, words))


def test_more_than_one_screen_is_told() -> None:
    is_told(verdicts.screens(("card0-DP-1",)), "screen")
    is_told(verdicts.screens(("card0-HDMI-A-1", "card0-DP-1")), "screen", (AMBER, "2 screens are connected (card0-HDMI-A-1 and card0-DP-1)"))


def test_a_screen_that_nobody_can_touch_is_told() -> None:
    is_told(verdicts.touch(["ILITEK"]), "touch", (GREEN, "ILITEK"))
    is_told(verdicts.touch([]), "touch", (AMBER, "USB cable"))


BOXED = Proved("pico", "SVOX Pico", "the voice in the box")
CHOSEN = Proved("/opt/es.onnx", "Piper es", "as the settings say")
INSTEAD = Proved("pico", "SVOX Pico", "since /opt/es.onnx does not speak", "/opt/es.onnx")


@pytest.mark.parametrize(
    ("seen", "level", "words"),
    [
        (VoicesSeen({"en": BOXED, "es": CHOSEN}), GREEN, "English: SVOX Pico (the voice in the box); Spanish: Piper es (as the settings say)"),
        (VoicesSeen({"en": BOXED, "es": Proved()}), AMBER, "speaks Spanish."),
        (VoicesSeen({"en": BOXED, "es": INSTEAD}), AMBER, "Spanish is spoken by SVOX Pico, since /opt/es.onnx does not speak."),
        (VoicesSeen({}, no_sound="no card"), AMBER, "nothing to play sound with"),
        (VoicesSeen({}), AMBER, "speaks English or Spanish."),
        (VoicesSeen({}, late=True), AMBER, "did not answer"),
        (VoicesSeen({}, missing_library="libpulse.so.0", failure="ImportError"), AMBER, "lacks libpulse.so.0"),
        (VoicesSeen({}, failure="Killed"), AMBER, "Killed"),
        (VoicesSeen({}, no_player=True), AMBER, "There is no voice here, since"),
    ],
)
def test_each_language_has_a_voice_or_it_is_said_what_to_install(seen: VoicesSeen, level: Level, words: str) -> None:
    found = list(verdicts.voices(seen, BOTH))
    is_told(found, "voices", (level, words))
    install = "sudo apt install speech-dispatcher speech-dispatcher-espeak-ng espeak-ng" if "speaks" in words else "sudo apt install pipewire-pulse"
    install = "use a machine with a processor of Intel or AMD" if seen.no_player else "`voices` in settings.yaml" if "since" in words else install
    assert level is GREEN or install in found[0].do


@pytest.mark.parametrize(
    ("jacks", "unreadable", "how", "level", "words"),
    [
        (1, 3, "jack", GREEN, "tells when"),
        (0, 3, "jack", AMBER, "usermod -aG input"),
        (0, 0, "jack", AMBER, "headphones: always"),
        (0, 0, "always", GREEN, "always"),
        (0, 3, "never", GREEN, "never"),
    ],
)
def test_headphones_start_the_voice_or_it_is_said_which_setting_helps(jacks: int, unreadable: int, how: str, level: Level, words: str) -> None:
    is_told(verdicts.headphones(jacks, unreadable, how), "headphones", (level, words))


def test_a_data_folder_that_is_not_there_is_told() -> None:
    is_told(verdicts.disk(90_000, "", "/srv/dta", there=False), "disk", (AMBER, "There is no folder /srv/dta yet"), (GREEN, "free"))


def test_an_installed_kiosk_whose_data_folder_is_not_there_has_lost_it() -> None:
    told = verdicts.disk(90_000, "", "/srv/data", there=False, installed="kiosk")
    is_told(told, "disk", (RED, "is gone. -> If they are on another disk, connect that"), (GREEN, "free"))


@pytest.mark.parametrize(
    ("number", "installed", "cure"),
    [
        (errno.EACCES, "kiosk", "`sudo chown -R kiosk: '/srv/the data'`, then `sudo chmod 700 '/srv/the data'`"),
        (errno.EACCES, "", "behind --data"),
        (errno.EROFS, "kiosk", "found errors on it"),
        (errno.EROFS, "", "found errors on it"),
        (errno.ENOSPC, "kiosk", verdicts.MAKE_ROOM),
    ],
)
def test_what_cannot_be_written_into_has_a_cure_by_what_is_in_the_way(number: int, installed: str, cure: str) -> None:
    is_told(verdicts.disk(90_000, os.strerror(number), "/srv/the data", installed=installed), "disk", (RED, cure))


@pytest.mark.parametrize(
    ("limit", "pattern", "swaps", "expected"),
    [
        (0, "core", [], [(GREEN, "not swapped")]),
        (0, "|/usr/lib/systemd/systemd-coredump %P %u", [], [(GREEN, "not swapped")]),
        (0, "|/usr/share/apport/apport -p%p", [], [(AMBER, "/usr/share/apport/apport may write")]),
        (-1, "core", [], [(AMBER, "the system may write")]),
        (0, "core", ["/swapfile"], [(AMBER, "/swapfile")]),
        (1, "core", ["/dev/sda3"], [(AMBER, "the system"), (AMBER, "/dev/sda3")]),
    ],
)
def test_memory_stays_off_the_disk(limit: int, pattern: str, swaps: list[str], expected: list[tuple[Level, str]]) -> None:
    is_told(verdicts.memory(limit, pattern, swaps), "memory", *expected)


@pytest.mark.parametrize(
    ("seen", "level", "words"),
    [
        (UnitSeen(), AMBER, "main.py install"),
        (UnitSeen(supervised=True), GREEN, "supervise"),
        (UnitSeen(installed=True, failed=True), RED, "gave up"),
        (UnitSeen(installed=True), RED, "does not run"),
        (UnitSeen(installed=True, enabled=False), RED, "does not run, and does not start with the machine"),
        (UnitSeen(installed=True, active=True, watched=True, enabled=False), AMBER, "runs, but does not start with the machine"),
        (UnitSeen(installed=True, masked=True), RED, "forbidden"),
        (UnitSeen(installed=True, left=True), RED, "Staff ended the kiosk at the screen, so it does not run. -> Restart the machine."),
        (UnitSeen(installed=True, starting=True), AMBER, "just starting"),
        (UnitSeen(installed=True, starting=True, again=True), RED, "ends as soon as it is started"),
        (UnitSeen(installed=True, again=True), RED, "ends as soon as it is started"),
        (UnitSeen(installed=True, active=True), AMBER, "nothing notices"),
        (UnitSeen(installed=True, active=True, watched=True), GREEN, "restarted when it hangs"),
    ],
)
def test_the_kiosk_is_watched_over(seen: UnitSeen, level: Level, words: str) -> None:
    is_told(watchdog(seen), "watchdog", (level, words))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (DoorsSeen(keys=("HandlePowerKey",), sticks=True), [(GREEN, "not installed as the only program")]),
        (DoorsSeen(unknown=True), [(AMBER, "does not answer")]),
        (DoorsSeen(installed=True), [(GREEN, "No key of a keyboard")]),
        (DoorsSeen(installed=True, keys=("HandlePowerKey",)), [(AMBER, "HandlePowerKey")]),
        (DoorsSeen(installed=True, keys=("NAutoVTs",), unmasked=("hibernate.target",)), [(AMBER, "NAutoVTs and hibernate.target")]),
        (DoorsSeen(installed=True, listeners=("acpid.service",)), [(AMBER, "acpid.service")]),
        (DoorsSeen(installed=True, menu=True), [(AMBER, "GRUB")]),
        (DoorsSeen(installed=True, sticks=True, menu=True), [(RED, "drivers for sticks"), (AMBER, "GRUB")]),
    ],
)
def test_what_a_keyboard_or_a_stick_can_do_is_told(seen: DoorsSeen, expected: list[tuple[Level, str]]) -> None:
    is_told(doors(seen), "doors", *expected)


@pytest.mark.parametrize(
    ("names", "said"),
    [((), ""), (("Ana",), "Ana"), (("Ana", "Bob"), "Ana and Bob"), (("a", "b", "c"), "a, b and c"), (tuple("abcdef"), "a, b, c, d and 2 more")],
)
def test_names_are_listed_as_one_says_them(names: tuple[str, ...], said: str) -> None:
    assert listed(names) == said


def test_hours_that_visitors_are_told_and_a_dark_screen_are_told() -> None:
    said = read_hours("Mon-Fri 8:00-17:00")
    assert isinstance(said, tuple)
    is_told(verdicts.hours_said_to_visitors(said, Hours(said)), "content")
    morning = Hours(tuple(replace(each, end=720) for each in said))
    is_told(verdicts.hours_said_to_visitors(said, morning), "content", (AMBER, "`open_hours: Mon-Fri 8:00-17:00`"))


@pytest.mark.parametrize(
    ("where", "report", "expected", "words"),
    [
        ("", Report(None, "x", 1), [], ""),
        ("db:5432/kiosks", None, [Level.AMBER], "was never there"),
        ("db:5432/kiosks", Report(None, "", 0), [Level.AMBER], "was never there"),
        ("db:5432/kiosks", Report(AT_THE_OFFICE, "It is not there.", 2), [Level.AMBER], "Something keeps requests from the office at db:5432/kiosks"),
        ("db:5432/kiosks", Report(AT_THE_OFFICE - timedelta(minutes=16), "", 0), [Level.AMBER], "was at the office at db:5432/kiosks last on"),
        ("db:5432/kiosks", Report(AT_THE_OFFICE - timedelta(minutes=14), "", 0), [Level.GREEN], "Requests are taken to the office"),
    ],
)
def test_whether_requests_reach_the_office_is_told(where: str, report: Report | None, expected: list[Level], words: str) -> None:
    told = list(outward.office(where, report, AT_THE_OFFICE))
    assert [each.level for each in told] == expected
    assert words in "".join(each.says for each in told)
    assert all(each.do for each in told if each.level is Level.AMBER)
