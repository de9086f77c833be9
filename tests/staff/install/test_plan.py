"""What makes a machine a kiosk, as tables of facts, and the thin part that looks them up."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from dying import dies_at
from msgspec.structs import replace

from kiosk.health import Diagnosis, Level, as_json
from kiosk.project import RECORD
from kiosk.staff import installed_kiosk
from kiosk.staff.diagnosis.doors import MASKED
from kiosk.staff.diagnosis.probes import ProgramOutput
from kiosk.staff.errors import ExpectedError
from kiosk.staff.install import handover, plan, told
from kiosk.staff.install import install as module
from kiosk.staff.install.handover import finish, move, unfinished
from kiosk.staff.install.install import (
    Wanted,
    beginning,
    changeable,
    comes_up,
    examined,
    hidden,
    install,
    is_debian,
    is_open,
    is_readable_by_others,
    kernel,
    look,
    mounted_from_usb,
    shown,
    systemd_version,
    uninstall,
    why_not,
)  # fmt: skip
from kiosk.staff.install.plan import File, MachineFacts, carrier_unit, files, finishing, preparing, undoing, undone, unit
from kiosk.staff.install.told import refusals
from kiosk.unattended import incidents
from kiosk.unattended.exit_codes import LEFT

PROJECT = Path(__file__).resolve().parents[3]
DATA = Path("/var/lib/kiosk/.local/share/ketamine-kiosk")
FACTS = MachineFacts(Path("/opt/kiosk"), Path("/opt/kiosk/.venv/bin/python"), Path("/opt/kiosk/content"), DATA, uid=999)
HOME = Path("/home/ana/kiosk")
WELL = (Diagnosis("keys", Level.GREEN, "Ana and Bob can read."), Diagnosis("reviews", Level.GREEN, "All signed."))


def written(facts: MachineFacts, name: str) -> File:
    """The file whose path ends so."""
    return next(file for file in files(facts) if str(file.path).endswith(f"/{name}"))


def test_the_unit_is_the_one_that_was_tried_on_a_real_machine() -> None:
    assert unit(FACTS) == Path(__file__).with_name("kiosk.service").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("facts", "there", "missing"),
    [
        (FACTS, "RestrictAddressFamilies=AF_UNIX AF_NETLINK\n", "AF_INET"),
        (FACTS, "IPAddressDeny=any\n", "EnvironmentFile"),
        (replace(FACTS, network=True), "RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET AF_INET6\n", "IPAddressDeny"),
        (replace(FACTS, network=True), "EnvironmentFile=-/etc/kiosk/secrets\n", "IPAddressDeny"),
        (FACTS, "ExecCondition=+/usr/bin/test ! -e /run/kiosk/left\n", "/run/user/999 "),
        (FACTS, "Environment=XDG_RUNTIME_DIR=/run/kiosk\n", "systemd/private"),
        (replace(FACTS, systemd=254), "RestartSteps=3\nRestartMaxDelaySec=1\n", "=UID"),
        (replace(FACTS, systemd=253), "RestartSec=500ms\n", "RestartSteps"),
        (replace(FACTS, uid=None), "BindPaths=-/run/user/UID/pulse/native ", "/run/user/None"),
        (replace(FACTS, data=Path("/srv/the kiosk's 100%")), 'ReadWritePaths="-/srv/the kiosk\'s 100%%"\n', "100% "),
        (FACTS, "ReadWritePaths=-/var/lib/kiosk/.local/share/ketamine-kiosk\n", "BindReadOnlyPaths"),
        (replace(FACTS, project=HOME, content=HOME.with_name("texts")), "BindReadOnlyPaths=/home/ana/kiosk /home/ana/texts\n", "%"),
        (replace(FACTS, project=HOME, content=HOME / "content"), "BindReadOnlyPaths=/home/ana/kiosk\n", "%"),
        (replace(FACTS, backups=Path("/srv/the backups")), 'ReadWritePaths=-/var/lib/kiosk/.local/share/ketamine-kiosk "-/srv/the backups"\n', "%"),
    ],
)
def test_the_unit_follows_the_facts(facts: MachineFacts, there: str, missing: str) -> None:
    assert there in unit(facts)
    assert missing not in unit(facts)


def test_the_carrier_has_a_network_and_writes_its_own_folder_alone() -> None:
    text = carrier_unit(FACTS)
    assert "RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET AF_INET6\n" in text
    assert f"BindReadOnlyPaths=-{DATA}\n" in text
    assert f"BindPaths=-{DATA}/carrier\nReadWritePaths=-{DATA}/carrier\n" in text
    assert "EnvironmentFile" not in text, "the password of the mail server is not for it"
    walls = {line for line in unit(FACTS).splitlines() if line.partition("=")[0] in _OF_THE_KERNEL}
    assert len(walls) > 15
    assert walls <= set(text.splitlines())
    assert written(FACTS, "kiosk-carrier.service").text == text
    assert "exec /opt/kiosk/.venv/bin/python /opt/kiosk/main.py carrier" in written(FACTS, "carrier").text


_OF_THE_KERNEL = {
    "SystemCallFilter", "SystemCallErrorNumber", "SystemCallArchitectures", "LockPersonality", "NoNewPrivileges", "CapabilityBoundingSet",
    "RemoveIPC",
    "ProtectClock", "ProtectControlGroups", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc",
    "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "KeyringMode", "PrivateUsers", "PrivateTmp", "PrivateMounts",
    "ProtectSystem", "UMask",
}  # fmt: skip


def test_the_carrier_begins_as_soon_as_there_is_an_office() -> None:
    assert f"PathExists={DATA}/carrier/office.json\n" in written(FACTS, "kiosk-carrier.path").text
    odd = replace(FACTS, data=Path("/srv/the kiosk's 100%"))
    assert "PathExists=/srv/the kiosk's 100%%/carrier/office.json\n" in written(odd, "kiosk-carrier.path").text
    assert any("kiosk-carrier.path" in command for command in finishing(FACTS))
    assert any("kiosk-carrier.path" in command for command in undoing(FACTS))


NASTY = ["oneill", "o'neill", "a'b /etc 'c", "x;y", 'a"b', "a\\b", "100%n", "a:b", "$HOME", "the backups", "é*?~#{a,b}", "-x", "!x", "@x"]


@pytest.mark.parametrize("name", NASTY)
def test_whatever_folders_are_called_systemd_takes_them_as_they_are(tmp_path: Path, name: str) -> None:
    folder = Path("/srv") / name
    text = unit(replace(FACTS, project=folder, data=folder / "data", backups=folder, content=HOME / name, systemd=252))
    lines = [line.partition("=") for line in text.replace("%%", "%").splitlines()]
    words = {setting: shlex.split(said) for setting, _, said in lines if setting == "Environment" or setting.endswith("Paths")}
    assert words["ReadWritePaths"] == [f"-{folder / 'data'}", f"-{folder}"]
    assert words["BindPaths"][-1] == f"-{folder / 'data'}"
    assert words["BindReadOnlyPaths"] == [str(HOME / name)]
    assert words["Environment"] == [f"XDG_CACHE_HOME={folder / 'data' / 'cache'}"]
    mkdir = next(said for _, _, said in lines if "mkdir" in said)
    assert shlex.split(mkdir.replace("$$", "$"))[-1] == str(folder / "data")
    assert ("WorkingDirectory", "=", str(folder)) in lines
    if shutil.which("systemd-analyze"):
        (tmp_path / "kiosk.service").write_text(text, encoding="utf-8")
        said = subprocess.run(["systemd-analyze", "verify", tmp_path / "kiosk.service"], capture_output=True, text=True, check=False).stderr
        assert not [line for line in said.splitlines() if re.search(r"kiosk\.service:\d+:", line)], said


def test_no_name_of_a_folder_ends_a_line_of_the_unit() -> None:
    (said,) = refusals(replace(FACTS, backups=Path("/srv/x\nExecStartPre=+/bin/sh"), diagnoses=WELL))
    assert "another name" in said
    assert "\n" not in said


def test_every_promise_of_the_unit() -> None:
    """The watchdog, the restarts that never end, and the walls."""
    wanted = """
        Type=notify NotifyAccess=all WatchdogSec=7 Restart=always StartLimitIntervalSec=0 ProtectSystem=strict PrivateUsers=yes PrivateTmp=yes
        MemoryMax=3G MemorySwapMax=0 Environment=KIOSK_INSTALLED=1
        NoNewPrivileges=yes CapabilityBoundingSet= DevicePolicy=closed LimitCORE=0 SystemCallFilter=@system-service WantedBy=multi-user.target
    """
    assert set(wanted.split()) <= set(unit(FACTS).splitlines())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FACTS, ""),
        (replace(FACTS, project=Path("/var/tmp") / "kiosk"), "kiosk is in a folder for passing things"),  # noqa: S108  named to be refused
        (replace(FACTS, content=Path("/tmp") / "c"), "c is in a folder for"),  # noqa: S108  named to be refused
        (replace(FACTS, project=Path("/var/tmp") / "kiosk", session="desktop"), ""),  # noqa: S108  named to be refused
        (replace(FACTS, session="desktop", user="nosuchuser", uid=None), "no account nosuchuser"),
        (replace(FACTS, debian=False), "for Debian and Ubuntu"),
        (replace(FACTS, root=False), "put `sudo` before it"),
        (replace(FACTS, hidden=f"{FACTS.project}/main.py"), f"cannot read {FACTS.project}/main.py"),
        (replace(FACTS, open="/srv/the kiosk"), "`sudo chown --recursive root: '/srv/the kiosk' && sudo chmod --recursive go-w '/srv/the kiosk'`"),
        (replace(FACTS, open="/srv/kiosk", session="desktop"), ""),
        (replace(FACTS, secrets_open=True), "sudo chmod 600 /etc/kiosk/secrets"),
        (replace(FACTS, desktop="gdm.service"), "starts a desktop (gdm.service)"),
        (replace(FACTS, backups=Path("/srv/kiosk")), ""),
        (replace(FACTS, backups=Path("/var/backups/a/b")), ""),
        *((replace(FACTS, backups=Path(folder)), "below /srv, /mnt, /media or /var/backups") for folder in ("/", "/srv", "/home/ana", "/srv/../etc")),
        (replace(FACTS, backups=Path("/home/ana"), session="desktop"), ""),
        (replace(FACTS, desktop="gdm.service", session="desktop"), ""),
        (replace(FACTS, diagnoses=(Diagnosis("keys", Level.RED, "No passphrase.", "Give it one."),)), "keys: No passphrase. Give it one."),
        (replace(FACTS, diagnoses=(Diagnosis("keys", Level.AMBER, "Only Ana."),)), ""),
        *((replace(FACTS, diagnoses=(Diagnosis(part, Level.RED, "It gave up."),)), "") for part in ("watchdog", "doors")),
        (replace(FACTS, diagnoses=(Diagnosis("reviews", Level.AMBER, "9 topics say “Draft”."),)), "9 topics say “Draft”."),
        (replace(FACTS, diagnoses=(Diagnosis("reviews", Level.AMBER, "9 topics say “Draft”."),), accept_drafts=True), ""),
    ],
)
def test_it_refuses_in_one_sentence_and_says_what_to_do(facts: MachineFacts, words: str) -> None:
    said = refusals(replace(facts, diagnoses=facts.diagnoses or WELL))
    assert len(said) == (1 if words else 0)
    assert words in " ".join(said)
    assert "\n" not in " ".join(said)


def test_every_reason_is_told_at_once() -> None:
    red = tuple(Diagnosis(part, Level.RED, f"{part} is bad.", "Mend it.") for part in ("keys", "disk"))
    said = refusals(replace(FACTS, root=False, secrets_open=True, desktop="gdm.service", diagnoses=red))
    assert len(said) == 4
    assert "keys: keys is bad." in said[-1]
    assert "disk: disk is bad." in said[-1]


def test_a_python_is_not_moved_but_another_one_used() -> None:
    (said,) = refusals(replace(FACTS, hidden="/root/.pyenv/bin/python3.11"))
    assert "move it" not in said
    assert f"`sudo /usr/bin/python3 {FACTS.project}/main.py install`" in said


def test_the_account_is_made_once_and_may_touch_only_what_it_needs() -> None:
    fresh, known = preparing(FACTS, there=False), preparing(FACTS, there=True)
    made = next(command for command in fresh if command[0] == "useradd")
    assert {"--system", "/usr/sbin/nologin"} <= set(made)
    assert [command for command in fresh if command != made] == known
    assert known[-1] == ("usermod", "--append", "--groups", "video,render,input,audio", "kiosk")


def test_nothing_is_done_as_root_where_the_account_keeps_its_data() -> None:
    for command in finishing(replace(FACTS, given=Path("/home/ana/.local/share/ketamine-kiosk"))):
        assert not any(str(DATA) in word for word in command)
    assert finishing(FACTS)[-2:] == [("systemctl", "stop", "kiosk.service"), ("systemctl", "start", "--no-block", "kiosk.service")]


def test_the_sound_service_of_the_account_calls_nobody() -> None:
    assert "IPAddressDeny=any\n" in written(FACTS, "user@999.service.d/kiosk.conf").text


@pytest.mark.parametrize("grub", [False, True])
def test_no_key_stick_or_message_gets_through_and_all_of_that_is_undone(grub: bool) -> None:
    facts = replace(FACTS, grub=grub)
    assert "kernel.sysrq = 0\n" in written(facts, "sysctl.d/90-kiosk.conf").text
    assert {"CtrlAltDelBurstAction=none", "RuntimeWatchdogSec=30s"} <= set(written(facts, "system.conf.d/kiosk.conf").text.splitlines())
    assert ("modprobe", "--remove", "uas", "usb-storage") in finishing(facts)
    assert "install usb-storage /bin/false\n" in written(facts, "modprobe.d/kiosk.conf").text
    assert any(file.path.name == "kiosk.cfg" for file in files(facts)) == grub
    assert any(file.path.name == "01_kiosk" for file in files(facts)) == grub
    assert (("update-grub",) in finishing(facts), ("update-grub",) in undone(facts)) == (grub, grub)


def test_no_keyboard_turns_the_machine_off_or_has_it_sleep_or_ask_for_a_login() -> None:
    lines = written(FACTS, "logind.conf.d/kiosk.conf").text.splitlines()
    assert lines[1] == "[Login]"
    keys = (f"Handle{key}Key{press}" for key in ("Power", "Suspend", "Hibernate", "Reboot") for press in ("", "LongPress"))
    lids = ("HandleLidSwitch", "HandleLidSwitchExternalPower", "HandleLidSwitchDocked")
    assert set(lines) >= {*(f"{name}=ignore" for name in (*keys, *lids)), "NAutoVTs=0", "ReserveVT=0"}
    again = ("systemctl", "kill", "--signal=HUP", "systemd-logind.service")
    for commands in (finishing(FACTS), undone(FACTS)):
        assert again in commands, "or it would be so only after the next start"
    sleep = ("sleep.target", "suspend.target", "hibernate.target", "hybrid-sleep.target", "suspend-then-hibernate.target")
    assert ("systemctl", "mask", "ctrl-alt-del.target", *sleep) in finishing(FACTS)


@pytest.mark.parametrize("before", [(), ("ctrl-alt-del.target", "hibernate.target"), MASKED])
def test_what_somebody_had_masked_before_stays_masked(wanted: Wanted, tmp_path: Path, before: tuple[str, ...]) -> None:
    units = tmp_path / "etc/systemd/system"
    units.mkdir(parents=True)
    for name in before:
        (units / name).symlink_to("/dev/null")
    facts = look(wanted, tmp_path, answers())
    assert facts.masked == before
    unmasked = next((command[2:] for command in undone(facts) if command[:2] == ("systemctl", "unmask")), ())
    assert {*unmasked, *before} == {*MASKED}
    assert not {*unmasked} & {*before}
    record = tmp_path / "record.json"
    record.write_text(written(facts, "ketamine-kiosk.json").text)
    kept = installed_kiosk.installed(record, root=os.geteuid())
    assert kept
    assert kept.masked == before


@pytest.mark.parametrize("accepted", [False, True])
def test_drafts_that_were_accepted_once_are_accepted_the_next_time(
    wanted: Wanted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accepted: bool
) -> None:
    """So the cure `install` of the self-test works as it stands."""
    record = tmp_path / "record.json"
    record.write_text(written(look(replace(wanted, accept_drafts=accepted), tmp_path, answers()), "ketamine-kiosk.json").text)
    monkeypatch.setattr(module, "installed", lambda *_: installed_kiosk.installed(record, root=os.geteuid()))
    facts = examined(look(wanted, tmp_path, answers()), answers([DRAFTS]))
    assert any("--accept-drafts" in each for each in told.refusals(facts)) != accepted


@pytest.mark.parametrize("there", [False, True])
def test_drivers_for_sticks_are_not_there_while_the_machine_starts_either(wanted: Wanted, tmp_path: Path, there: bool) -> None:
    tool = tmp_path / "usr/sbin/update-initramfs"
    tool.parent.mkdir(parents=True)
    if there:
        tool.touch()
    facts = look(wanted, tmp_path, answers())
    packed = ("update-initramfs", "-u", "-k", "all")
    assert (packed in finishing(facts), packed in undone(facts)) == (there, there)


USB = """{"blockdevices": [
    {"tran": "sata", "mountpoints": [null], "children": [{"tran": null, "mountpoints": ["/"]}]},
    {"tran": "usb", "mountpoints": [null], "children": [{"tran": null, "mountpoints": ["/media/a b", "/x"], "children": [{"mountpoints": ["/y"]}]}]},
    {"tran": "usb", "mountpoints": [null]}
]}"""


@pytest.mark.parametrize(
    ("said", "places"), [(USB, ("/media/a b", "/x", "/y")), ('{"blockdevices": []}', ()), ("", ()), ("[]", ()), ("lsblk: no", ())]
)
def test_a_machine_that_runs_from_a_disk_on_usb_would_not_start_any_more(said: str, places: tuple[str, ...]) -> None:
    assert mounted_from_usb(said) == places
    refused = refusals(replace(FACTS, usb=mounted_from_usb(said), diagnoses=WELL))
    assert [each.count("`sudo umount '/media/a b'`") for each in refused] == [1] * bool(places)
    assert refusals(replace(FACTS, usb=places, session="desktop", diagnoses=WELL)) == ()


LINUX = "#!/bin/sh\n  echo \"menuentry '$title' ${CLASS} \\$menuentry_id_option 'gnulinux'\"\n"
OWN = "#!/bin/sh\nexec tail -n +3 $0\nmenuentry 'Mine' {\n}\n"
OPENED = "#!/bin/sh\nexec tail -n +3 $0\nmenuentry 'Mine' --unrestricted {\n}\n"


@pytest.mark.parametrize(
    ("default", "scripts", "locked"),
    [
        (None, {}, True),
        ("0", {"40_custom": OWN}, True),
        ("0", {"09_mine": OWN}, False),
        ("0", {"09_mine": OPENED}, True),
        ("saved", {}, True),
        ("Mine", {"40_custom": OWN}, False),
        ("Mine", {"40_custom": OPENED}, True),
        ("Mine", {"custom.cfg": OWN}, False),
    ],
)
def test_the_menu_is_locked_unless_the_machine_would_ask_for_a_password(
    tmp_path: Path, default: str | None, scripts: dict[str, str], locked: bool
) -> None:
    lock = written(replace(FACTS, grub=True), "01_kiosk")
    assert lock.mode == 0o755
    folder = tmp_path / "grub.d"
    folder.mkdir()
    text = lock.text.replace("/etc/grub.d", str(folder)).replace("/boot/grub/custom.cfg", str(folder / "custom.cfg"))
    for name, script in ({"01_kiosk": text, "10_linux": LINUX} | scripts).items():
        (folder / name).write_text(script)
    done = subprocess.run(["sh", folder / "01_kiosk"], env={"PATH": "/usr/bin:/bin"} | ({"GRUB_DEFAULT": default} if default else {}),
        capture_output=True, text=True, check=True)  # fmt: skip
    lines = ['set superusers="kiosk"', "export superusers", 'menuentry_id_option="--unrestricted $menuentry_id_option"', "export menuentry_id_option"]
    assert (done.stdout.splitlines(), "stays open" in done.stderr) == (lines if locked else [], not locked)


def test_whoever_installs_it_is_told_how_it_is_turned_off_and_that_the_firmware_is_theirs() -> None:
    said = told.last_words(replace(FACTS, grub=True))
    assert "`sudo poweroff`" in said[0]
    assert "GRUB" in said[1]
    assert "firmware" in said[2]
    assert [line for line in said if "GRUB" not in line] == told.last_words(FACTS)
    assert told.last_words(replace(FACTS, session="desktop")) == []


def test_over_a_desktop_it_is_started_with_the_session_and_changes_nothing_else() -> None:
    desktop = replace(FACTS, session="desktop", user="ana")
    script, entry, record = files(desktop)
    assert '"session": "desktop"' in record.text
    assert str(script.path) in entry.text
    assert '[ "$(id -un)" = ana ] || exit 0' in script.text
    assert " supervise " in script.text
    assert [command[0] for command in preparing(desktop, there=True)] == ["apt-get", "apt-get"]
    assert "cage" not in preparing(desktop, there=True)[1]
    assert finishing(desktop) == undoing(desktop) == undone(desktop) == []


# -- the scripts ------------------------------------------------------------------------------------------------------


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("old", "settings", "ran"),
    [
        (True, "rotate: 90\n", "-d -r --"),
        (True, "lower_edge_mm: 700\nrotate: 270   # upright\n", "-d -rrr --"),
        (True, "rotate: 0\n", "-d --"),
        (True, "rotate: 45\n", "-d --"),
        (True, None, "-d --"),
        (False, "rotate: 180\n", "turn=180 -d --"),
        (False, None, "-d --"),
    ],
)
def test_the_picture_is_turned_as_the_settings_say_by_old_and_new_compositors(tmp_path: Path, old: bool, settings: str | None, ran: str) -> None:
    said = " -r\tRotate the output" if old else " -h\tDisplay this help"
    program(tmp_path, "cage", f'[ "$1" = -h ] && echo "{said}" && exit\necho ${{KIOSK_TURN:+turn=$KIOSK_TURN}} "$@"')
    data = tmp_path / "the data"
    data.mkdir()
    if settings is not None:
        (data / "settings.yaml").write_text(settings)
    start = written(replace(FACTS, data=data), "start")
    program(tmp_path, "start", start.text)
    done = subprocess.run([tmp_path / "start"], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{ran} /usr/local/lib/kiosk/show"
    assert done.stderr == ""


ON, OFF = "connected", "disconnected"
SCREENS: dict[str, tuple[str, str, dict[str, str], dict[str, str], str]] = {
    "none": ("", "", {"c-1": OFF, "c-2": OFF}, {"c-1": OFF, "c-2": OFF}, ""),
    "one": ("", "", {"c-1": OFF, "c-2": ON}, {"c-1": OFF, "c-2": ON}, "c-2"),
    "another beside it": ("", "", {"c-1": ON, "c-2": ON}, {"c-1": ON, "c-2": "off"}, "c-1 c-2"),
    "another before it": ("c-2", "", {"c-1": ON, "c-2": ON}, {"c-1": "off", "c-2": ON}, "c-2 c-1"),
    "a third": ("c-1 c-2", "", {"c-1": ON, "c-2": OFF, "c-3": ON}, {"c-1": ON, "c-2": OFF, "c-3": "off"}, "c-1 c-2 c-3"),
    "it went": ("c-2", "", {"c-1": ON, "c-2": OFF}, {"c-1": ON, "c-2": OFF}, "c-1"),
    "it went, and what was turned off may be where it is now": ("c-1 c-2", "", {"c-1": OFF, "c-2": OFF}, {"c-1": OFF, "c-2": "detect"}, "c-1"),
    "the kiosk begins": ("c-1 c-2", "anew", {"c-1": OFF, "c-2": ON}, {"c-1": "detect", "c-2": "detect"}, "c-1 c-2"),
    "the kiosk is no more": ("c-1 c-2", "all", {"c-1": ON, "c-2": OFF}, {"c-1": "detect", "c-2": "detect"}, "c-1 c-2"),
}
"""What was known, what the script is told, what the kernel says of each connector; what it is told, and what is known then."""


@pytest.mark.parametrize("which", SCREENS)
def test_of_two_screens_one_is_turned_off(tmp_path: Path, which: str) -> None:
    known, said, connectors, told, after = SCREENS[which]
    for name, state in connectors.items():
        (tmp_path / f"card{name}").mkdir()
        (tmp_path / f"card{name}" / "status").write_text(f"{state}\n")
    seen = tmp_path / "seen"
    seen.write_text("".join(f"card{name}\n" for name in known.split()))
    script = written(FACTS, "one-screen").text.replace("/sys/class/drm", str(tmp_path)).replace("/run/kiosk-screens", str(seen))
    program(tmp_path, "one-screen", script)
    done = subprocess.run([tmp_path / "one-screen", *said.split()], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert {name: (tmp_path / f"card{name}" / "status").read_text().strip() for name in connectors} == told
    assert seen.read_text().split() == [f"card{name}" for name in after.split()]


@pytest.mark.parametrize(("code", "left"), [(0, False), (1, False), (70, False), (LEFT, True)])
def test_only_when_staff_end_the_kiosk_it_stays_away(tmp_path: Path, code: int, left: bool) -> None:
    program(tmp_path, "python", f'echo "$@"; exit {code}')
    show = written(replace(FACTS, python=tmp_path / "python"), "show")
    program(tmp_path, "show", show.text)
    (tmp_path / "run").mkdir()
    variables = {"PATH": "/usr/bin:/bin", "RUNTIME_DIRECTORY": str(tmp_path / "run")}
    done = subprocess.run([tmp_path / "show"], env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.split() == ["/opt/kiosk/main.py", "run", "--content", "/opt/kiosk/content", "--data", str(DATA)]
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["left"] * left


def test_a_compositor_that_can_turns_every_screen(tmp_path: Path) -> None:
    program(tmp_path, "wlr-randr", '[ "$1" ] && echo "$@" || printf "HDMI-A-1 \\"A screen\\"\\n  Enabled: yes\\nDP-1 \\"Another\\"\\n"')
    program(tmp_path, "python", "exit 0")
    show = written(replace(FACTS, python=tmp_path / "python"), "show")
    program(tmp_path, "show", show.text)
    variables = {"PATH": f"{tmp_path}:/usr/bin:/bin", "RUNTIME_DIRECTORY": str(tmp_path), "KIOSK_TURN": "90"}
    done = subprocess.run([tmp_path / "show"], env=variables, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["--output HDMI-A-1 --transform 90", "--output DP-1 --transform 90"]


# -- the thin part ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "debian"),
    [
        ('PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', True),
        ("ID=ubuntu\nID_LIKE=debian\n", True),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', True),
        ("ID=fedora\n", False),
        ('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', False),
        ("", False),
    ],
)
def test_debian_is_known_by_its_name_and_its_children(release: str, debian: bool) -> None:
    assert is_debian(release) is debian


@pytest.mark.parametrize(("said", "version"), [("systemd 252 (252.38-1)\n+PAM", 252), ("systemd 257", 257), ("", 0)])
def test_the_version_of_systemd_is_read(said: str, version: int) -> None:
    assert systemd_version(said) == version


def test_what_an_account_without_rights_cannot_read_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir(mode=0o755)
    program(folder, "main.py", "")
    closed = next((parent for parent in (folder, *folder.parents) if not parent.stat().st_mode & 0o001), None)
    assert is_open(folder / "main.py") is (closed is None)
    folder.chmod(0o700)
    assert not is_open(folder / "main.py")
    assert hidden(folder / "main.py", Path("/"), Path("/bin/sh")) == str(folder / "main.py")
    assert hidden(Path("/bin/sh"), Path("/"), Path("/home/ana/.pyenv/bin/python")) == "/home/ana/.pyenv/bin/python"


@pytest.fixture
def program_of_root() -> Iterator[Path]:
    """Below /tmp, where each can change only what is theirs."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("kiosk/kiosk", "kiosk/content", "bin"):
            (Path(folder) / name).mkdir(parents=True)
        (Path(folder) / "kiosk" / "kiosk" / "app.py").touch()
        yield Path(folder)


@pytest.mark.parametrize("mode", [0o775, 0o777, 0o757])
@pytest.mark.parametrize(
    ("name", "told"), [("kiosk/kiosk/app.py", "kiosk"), ("kiosk/kiosk", "kiosk"), ("kiosk", "kiosk"), (".", "."), ("kiosk/content", None)]
)
def test_a_program_that_others_could_change_is_found(program_of_root: Path, name: str, told: str | None, mode: int) -> None:
    program = program_of_root / "kiosk"
    mine = "" if os.geteuid() == 0 else str(program_of_root)
    assert changeable(program) == mine
    (program_of_root / name).chmod(mode)
    os.chown(program_of_root / name, -1, 64_997 if os.geteuid() == 0 else -1)
    assert changeable(program) == (str(program_of_root / told) if told and os.geteuid() == 0 else mine)


@pytest.mark.parametrize(("mode", "readable"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_secrets_that_others_could_read_are_found(tmp_path: Path, mode: int, readable: bool) -> None:
    assert not is_readable_by_others(tmp_path / "secrets")
    (tmp_path / "secrets").touch(mode)
    (tmp_path / "secrets").chmod(mode)
    assert is_readable_by_others(tmp_path / "secrets") == (readable or os.geteuid() != 0)


def test_it_waits_for_the_first_picture() -> None:
    told = iter(["activating", "activating", "active"])
    assert comes_up(lambda *_: ProgramOutput(0, next(told)), 20.0)
    assert not comes_up(lambda *_: ProgramOutput(3, "inactive"), 0.0)


def test_what_staff_had_goes_to_the_account_and_its_keys_are_nowhere_else(tmp_path: Path) -> None:
    given, data = tmp_path / "ana" / "data", tmp_path / "kiosk" / "share" / "data"
    for name in ("keys/a.private.json", "drawer/drawer.sqlite", "drawer/drawer-set-aside-20260101-000000.sqlite", "settings.yaml", "running",
                 "before-restore-20260101-000000/keys/b.private.json"):  # fmt: skip
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(f"{name} of Ana")
    said = move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert f"moved from {given} to {data}" in said
    assert (data / "keys" / "a.private.json").read_text() == "keys/a.private.json of Ana"
    assert (data / "drawer" / "drawer-set-aside-20260101-000000.sqlite").exists()
    assert data.stat().st_mode & 0o077 == 0
    assert {str(path.relative_to(given)) for path in given.rglob("*")} == {"running"}


def test_a_publication_comes_along_with_its_number_and_what_a_desk_publishes_with_does_not(tmp_path: Path) -> None:
    given, data = tmp_path / "ana", tmp_path / "kiosk"
    comes = {"publications/shown/.publication.json", "publications/shown/clinic.yaml", "publications/kept-3.zip", "publication-number"}
    stays = {"publishing.key", "published/publication-3.kiosk.zip", "edit/0123/draft.json"}
    half = {".stick.zip.77", ".restore-plan.77", ".publication-number.0a1b2c3d.77", "publications/.refused.json.kiosk-0123456789abcdef"}
    for name in (*comes, *stays, *half):
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(name)
    said = move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()} == comes
    assert all((given / name).exists() for name in stays)
    assert "publishing.key and published and edit stayed there" in said


STEPS = [(handover, "erase"), (os, "sync"), (Path, "rename"), (Path, "unlink"), (handover, "write_private")]


def files_in(folder: Path, *parts: str) -> dict[str, bytes]:
    """Of these parts of it."""
    return {str(path.relative_to(folder)): path.read_bytes() for part in parts for path in (folder / part).rglob("*") if path.is_file()}


def used(given: Path) -> Path:
    """With keys and requests, also of before a restore."""
    for name in ("keys/a.private.json", "drawer/drawer.sqlite", "drawer/drawer-set-aside-20260101-000000.sqlite", "settings.yaml",
                 "before-restore-20260101-000000/keys/b.private.json"):  # fmt: skip
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(name)
    return given


PARTS = ("keys", "drawer", "before-restore-20260101-000000")


def test_settings_that_were_changed_since_stay_with_what_is_to_be_done_and_keep_no_key_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, data, erases = used(tmp_path / "ana"), tmp_path / "kiosk", handover._erase

    def works(folder: Path) -> list[str]:
        (folder / "settings.yaml").write_text("idle_seconds: 90\n")
        return erases(folder)

    monkeypatch.setattr(handover, "_erase", works)
    said = move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert f"{given / 'settings.yaml'} was changed since, so it stayed: write into {data / 'settings.yaml'} what is new in it" in said
    assert [path.name for path in given.rglob("*")] == ["settings.yaml"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_wherever_an_install_is_killed_the_next_one_leaves_keys_and_requests_in_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "data_folder", lambda: tmp_path / "nowhere")
    monkeypatch.setattr(module, "_home", lambda _: tmp_path)
    now, step, died, finished = datetime(2026, 11, 23, tzinfo=UTC), 0, True, 0
    while died:
        given, data = used(tmp_path / str(step) / "ana"), tmp_path / str(step) / "kiosk"
        had = files_in(given, *PARTS)
        died = dies_at(step, partial(move, given, data, now), STEPS)
        facts = beginning(replace(FACTS, data=data), None if data.exists() else given)
        if facts.given:
            move(given, data, now)
        elif facts.unfinished:
            finished += 1
            assert facts.unfinished == beginning(replace(FACTS, data=data), given).unfinished == given
            assert "were moved" in finish(given, data)
        assert files_in(data, *PARTS) == had
        assert not list(given.rglob("*"))
        assert not list(data.parent.glob(".*"))
        step += 1
    assert step > finished > 4


def test_what_somebody_did_in_the_old_place_since_is_not_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, data, erases = used(tmp_path / "ana"), tmp_path / "kiosk", handover._erase

    def works(folder: Path) -> list[str]:
        (folder / "drawer" / "drawer.sqlite").write_text("another request")
        return erases(folder)

    monkeypatch.setattr(handover, "_erase", works)
    said = move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert "nothing was erased" in said
    assert (given / "drawer" / "drawer.sqlite").read_text() == "another request"
    assert files_in(given, *PARTS).keys() == files_in(data, *PARTS).keys()
    with incidents.marked(given, "boot", lambda: datetime(2026, 11, 23, tzinfo=UTC)), pytest.raises(ExpectedError, match="End it first"):
        finish(given, data)


@pytest.mark.parametrize("spoil", [
    lambda given, _: (given / ".moving").unlink(),
    lambda given, _: (given / ".moving").write_bytes(b"[" * 1000),
    lambda given, data: (data / ".moved-from").write_bytes((given / ".moving").read_bytes()),
    lambda given, data: (data / ".moved-from").write_bytes((data / ".moved-from").read_bytes().replace(b'"word":"', b'"word":"0')),
    lambda _, data: data.rename(data.with_name("elsewhere")),
    lambda _, data: (data / ".moved-from").write_text('{"word": "a", "other": "L3gAeQ==", "was": {}}'),
    lambda given, _: given.chmod(0o1777),
    lambda given, _: given.chmod(0o770),
    lambda given, _: ((given / ".moving").rename(given / "it"), (given / ".moving").symlink_to("it")),
    lambda given, _: (given.rename(given.with_name("hers")), given.symlink_to("hers")),
])  # fmt: skip
def test_whatever_the_new_place_says_nothing_goes_that_the_old_one_does_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, Path], object]
) -> None:
    given, data = used(tmp_path / "ana"), tmp_path / "kiosk"
    monkeypatch.setattr(handover, "finish", lambda *_: "")
    move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert unfinished(data) == given
    spoil(given, data)
    assert (unfinished(data), unfinished(data.with_name("elsewhere"))) == (None, None)


def test_a_note_in_a_folder_that_is_everybodys_has_nothing_erased_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root `install` would erase in /dev/shm what is others'."""
    given, data = used(tmp_path / "ana"), tmp_path / "kiosk"
    with monkeypatch.context() as killed:
        killed.setattr(handover, "finish", lambda *_: "")
        move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    had = files_in(given, *PARTS)
    given.chmod(0o1777)
    assert "nothing was erased" in finish(given, data)
    assert files_in(given, *PARTS) == had
    with pytest.raises(ExpectedError, match="chmod go-w"):
        move(given, tmp_path / "another", datetime(2026, 11, 23, tzinfo=UTC))
    given.chmod(0o700)
    assert "were moved" in finish(given, data)


@pytest.mark.parametrize("linked", ["drawer", "keys", "drawer/drawer.sqlite", "before-restore-20260101-000000", "settings.yaml"])
def test_what_is_a_link_is_not_moved_and_all_stays(tmp_path: Path, linked: str) -> None:
    given, data = tmp_path / "ana", tmp_path / "kiosk"
    for name in ("keys/a.private.json", "drawer/drawer.sqlite", "settings.yaml", "before-restore-20260101-000000/keys/b.private.json"):
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(name)
    (given / linked).rename(tmp_path / "elsewhere")
    (given / linked).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExpectedError, match="link"):
        move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert ((given / linked).is_symlink(), (given / "keys" / "a.private.json").exists(), data.exists()) == (True, True, False)


def test_what_does_not_come_along_whole_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, data = tmp_path / "ana", tmp_path / "kiosk"
    (given / "keys").mkdir(parents=True)
    for name in ("a.private.json", "b.private.json"):
        (given / "keys" / name).write_text(name)
    monkeypatch.setattr(handover, "_files", lambda folder: [("keys/a.private.json", folder / "keys" / "a.private.json")])
    with pytest.raises(ExpectedError, match="everything stays where it was"):
        move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    assert ((given / "keys" / "b.private.json").exists(), sorted(tmp_path.iterdir())) == (True, [given])


def test_where_it_cannot_be_copied_all_stays(tmp_path: Path) -> None:
    given, data = tmp_path / "ana", tmp_path / "kiosk"
    for folder in (given / "keys", data / "keys"):
        folder.mkdir(parents=True)
        (folder / "a.private.json").write_text(str(folder))
    with pytest.raises(ExpectedError, match="cannot be moved"):
        move(given, data, datetime(2026, 11, 23, tzinfo=UTC))
    for folder in (given / "keys", data / "keys"):
        assert (folder / "a.private.json").read_text() == str(folder)
    with incidents.marked(given, "boot", lambda: datetime(2026, 11, 23, tzinfo=UTC)), pytest.raises(ExpectedError, match="End it first"):
        move(given, tmp_path / "new", datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture
def wanted(tmp_path: Path) -> Wanted:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "settings.yaml").write_text("desk_web: https://example.com/x\n")
    return Wanted(PROJECT / "content", tmp_path / "given", "cage", "nobody-of-this-name", accept_drafts=False)


def answers(diagnoses: Sequence[Diagnosis] = WELL) -> Callable[..., ProgramOutput]:
    def ask(command: Sequence[str], *_: Any) -> ProgramOutput:
        return ProgramOutput(0, "systemd 255\n") if command[0] == "systemctl" else ProgramOutput(0, as_json(diagnoses))

    return ask


def test_the_facts_are_looked_up(wanted: Wanted, tmp_path: Path) -> None:
    (tmp_path / "etc" / "systemd" / "system").mkdir(parents=True)
    (tmp_path / "etc" / "os-release").write_text("ID=debian\n")
    (tmp_path / "etc" / "systemd" / "system" / "display-manager.service").symlink_to("/lib/systemd/system/gdm.service")
    facts = look(wanted, tmp_path, answers())
    assert (facts.debian, facts.desktop, facts.systemd, facts.network, facts.uid) == (True, "gdm.service", 255, False, None)
    assert (facts.given, facts.data) == (None, DATA)
    facts = beginning(facts, wanted.given)
    assert (facts.given, facts.network) == (wanted.given, True)
    assert facts.root == (os.geteuid() == 0)
    assert examined(facts, answers()).diagnoses == WELL


def test_a_self_test_that_does_not_answer_is_told(wanted: Wanted) -> None:
    with pytest.raises(ExpectedError, match="gave no answer"):
        examined(look(wanted, ask=answers()), lambda *_: ProgramOutput(None))


@pytest.mark.parametrize(("there", "named"), [((), None), (("given",), "given"), (("own",), "own"), (("given", "own"), "given")])
def test_what_the_self_test_says_to_do_is_for_a_folder_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], named: str | None
) -> None:
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(module, "_home", lambda _: tmp_path / "ana")
    monkeypatch.setattr(module, "installed", lambda: None)
    for each in there:
        (tmp_path / each).mkdir()
    facts = replace(FACTS, data=tmp_path / "own", given=tmp_path / "given" if "given" in there else None)
    tested = examined(facts, lambda command, *_: (asked.append(command), ProgramOutput(0, as_json(WELL)))[1])
    assert asked[0][-2:] == (["--data", str(tmp_path / named)] if named else ["--content", str(FACTS.content)])
    assert tested.tested == tmp_path / (named or Path("ana") / installed_kiosk.DATA)


def test_a_dry_run_shows_every_file_and_command_and_does_nothing(wanted: Wanted, capsys: pytest.CaptureFixture[str]) -> None:
    assert install(wanted, dry_run=True, ask=answers([Diagnosis("keys", Level.RED, "No passphrase.", "Give it one.")])) == 1
    said = capsys.readouterr().out
    assert "would refuse" in said
    assert said.partition("What is in the way:")[2].splitlines()[-1].startswith("The self-test"), "nobody scrolls back for it"
    assert "It would make the folder" in said
    facts = beginning(look(wanted, ask=answers()), wanted.given)
    assert "\n".join(shown(preparing(facts, there=False), files(facts), finishing(facts))) in said
    for file in files(facts):
        assert f"{file.path} ({file.mode:o}):" in said
        assert not file.path.exists()


def test_a_machine_that_must_not_open_yet_is_left_as_it_is(wanted: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "files", lambda _: pytest.fail("nothing may be written"))
    monkeypatch.setattr(module, "_run", lambda *_: pytest.fail("nothing may be done"))
    monkeypatch.setattr(module, "lacks_libraries", lambda _: False)
    with pytest.raises(ExpectedError):
        install(wanted, dry_run=False, ask=answers([Diagnosis("keys", Level.RED, "No passphrase.", "Give it one.")]))


NO_KEY, NO_LETTERS = Diagnosis("keys", Level.RED, "No passphrase.", "Give it one."), Diagnosis("fonts", Level.RED, "No letters.", "Look again.")
DRAFTS = Diagnosis("reviews", Level.AMBER, "11 of 11 topics say Draft.", "Let a clinician read them.")


def test_libraries_that_the_self_test_needs_come_first(wanted: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(module, "lacks_libraries", lambda _: True)
    monkeypatch.setattr(module, "_refuse", lambda facts: order.append(f"judged {[each.part for each in facts.diagnoses]}"))
    monkeypatch.setattr(module, "_run", lambda commands: order.append(commands[-1][-1]))
    monkeypatch.setattr(plan, "preparing", lambda *_, **__: pytest.fail("enough"))
    with pytest.raises(pytest.fail.Exception, match="enough"):
        install(replace(wanted, agreed=True), dry_run=False, ask=answers([NO_LETTERS, DRAFTS]))
    assert order[:3] == ["judged ['reviews']", plan.DRAWING[-1], "judged ['fonts', 'reviews']"]


def test_a_dry_run_names_all_that_is_in_the_way_also_without_them(
    wanted: Wanted, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "lacks_libraries", lambda _: True)
    assert install(wanted, dry_run=True, ask=answers([NO_KEY, NO_LETTERS, DRAFTS])) == 1
    said = capsys.readouterr().out
    assert "They would come first" in said
    assert NO_KEY.says in said
    assert DRAFTS.says in said
    assert NO_LETTERS.says not in said


def test_what_is_wrong_with_the_settings_and_which_folders_are_not_there_is_told(
    wanted: Wanted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wanted.given
    gone, there = tmp_path / "gone", tmp_path / "there"
    there.mkdir()
    lines = ["idle_seconds: soon", f"backup_folder: {gone}", f"publications_folder: {there}", "desk_mail_to: a@clinic.org"]
    (wanted.given / "settings.yaml").write_text("\n".join(lines))
    install(wanted, dry_run=True, ask=answers())
    lacks = capsys.readouterr().out.partition("What the settings lack:")[2].partition("What is in the way:")[0]
    assert "settings.yaml, line 1:" in lacks
    assert "`desk_mail_server` is not set" in lacks
    assert f"`sudo install --directory --owner=nobody-of-this-name --mode=700 {gone}`" in lacks
    assert str(there) not in lacks
    facts = replace(FACTS, backups=Path("/srv/a"), publications=Path("/srv/b"), absent=(Path("/srv/b"),), slips=("Line 1 is wrong.",))
    assert told.lacking(replace(facts, absent=())) == ["Line 1 is wrong."]
    assert told.last_words(facts)[-2:] == told.lacking(facts)
    assert "`sudo install --directory /srv/b`" in told.lacking(facts)[1]
    assert told.last_words(replace(facts, session="desktop")) == told.lacking(facts)


WRITTEN = "desk_web: https://clinic.org/requests\nbackup_folder: /srv/kiosk\n"


def test_what_lets_the_kiosk_out_of_its_walls_is_asked_for_once(
    wanted: Wanted, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wanted.given
    (wanted.given / "settings.yaml").write_text(WRITTEN)
    monkeypatch.setattr(module, "lacks_libraries", lambda _: False)
    monkeypatch.setattr(told, "refusals", lambda _: ())
    monkeypatch.setattr(plan, "preparing", lambda *_, **__: pytest.fail("it goes on"))
    said = "reach the network, to tell https://clinic.org/requests how many requests wait and write into /srv/kiosk"
    with pytest.raises(ExpectedError, match=f"{said}.*add --yes"):
        install(wanted, dry_run=False, ask=answers(WELL))
    with pytest.raises(pytest.fail.Exception, match="it goes on"):
        install(replace(wanted, agreed=True), dry_run=False, ask=answers(WELL))
    facts = beginning(look(wanted, ask=answers()), wanted.given)
    assert told.question(facts)
    assert not told.question(replace(facts, agreed=facts.opens))
    assert told.question(replace(facts, agreed=facts.opens[:1])).count("write into /srv/kiosk") == 1
    assert '"opens"' in next(file.text for file in files(facts) if file.path == RECORD)
    (wanted.given / "settings.yaml").write_text("desk_mail_to: a@clinic.org\n")
    assert not told.question(beginning(look(wanted, ask=answers()), wanted.given)), "half of what e-mail needs opens nothing"


@pytest.mark.parametrize(
    ("named", "there", "outcome"),
    [
        (None, ("ana",), "ana"),
        (None, ("env",), "env"),
        (None, ("env", "ana/keys"), "ana"),
        (None, ("env/keys", "ana/drawer"), "`--data {env}`"),
        (None, ("env/keys", "ana/keys", "own"), None),
        (None, (), None),
        ("named", ("named", "ana/keys"), "named"),
        ("named", ("ana/keys",), "no folder {named}"),
        ("named", ("named", "own"), "`sudo mv {own} {own}.before`"),
        ("own", ("own", "ana/keys"), None),
    ],
)
def test_the_kiosk_begins_with_what_was_named_or_is_the_callers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None, there: tuple[str, ...], outcome: str | None
) -> None:
    places = {"named": tmp_path / "named", "env": tmp_path / "env", "ana": tmp_path / "ana" / installed_kiosk.DATA, "own": tmp_path / "own"}
    for each in there:
        name, _, inside = each.partition("/")
        (places[name] / inside).mkdir(parents=True)
    monkeypatch.setattr(module, "data_folder", lambda: places["env"])
    monkeypatch.setattr(module, "_home", lambda _: tmp_path / "ana")
    facts = replace(FACTS, data=places["own"])
    if outcome and outcome not in places:
        with pytest.raises(ExpectedError, match=re.escape(outcome.format(**places))):
            beginning(facts, places[named] if named else None)
    else:
        assert beginning(facts, places[named] if named else None).given == (places[outcome] if outcome else None)


def test_a_command_that_nothing_depends_on_may_fail(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "sysctl", "exit 1\n")
    program(tmp_path, "systemctl", "exit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    module._run([("sysctl", "--load=x"), ("systemctl", "mask", "ctrl-alt-del.target"), ("echo", "went on")])
    said = capfd.readouterr()
    assert "until the machine restarts" in said.err
    assert "went on" in said.out
    with pytest.raises(ExpectedError, match="takes back what was done"):
        module._run([("systemctl", "daemon-reload")])
    module._run([("systemctl", "daemon-reload"), ("update-nothing",), ("echo", "went on"), ("sysctl",)], whatever_comes=True)
    said = capfd.readouterr()
    assert "went on" in said.out
    assert said.err.count("The rest is done all the same.") == 3


def test_what_the_kernel_and_the_seats_were_before_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "proc/sys/kernel").mkdir(parents=True)
    (tmp_path / "proc/sys/kernel/printk").write_text("7\t4\t1\t7\n")
    (tmp_path / "proc/sys/kernel/sysrq").write_text("438\n")
    before = kernel(tmp_path)
    facts = replace(FACTS, kernel=before)
    assert ("sysctl", "--quiet", "--write", "kernel.printk=7 4 1 7") in undone(facts)
    assert ("sysctl", "--quiet", "--write", "kernel.sysrq=438") in undone(facts)
    assert before.keys() == plan.KERNEL.keys()
    assert ("systemctl", "disable", "--now", "seatd.service") in undoing(facts)
    assert ("systemctl", "disable", "--now", "seatd.service") not in undoing(replace(facts, seatd=True))
    assert ("systemctl", "stop", "user@999.service") in undoing(facts)


@pytest.mark.parametrize(
    ("devices", "said", "words"),
    [
        ((), "", "no text console"),
        (("tty0",), "", "no graphics card"),
        (("tty0", "dri/card1"), "", "it says nothing"),
        (("tty0", "dri/card1"), "Unable to open seat\nkiosk.service: Main process exited\n", "is: Unable to open seat"),
    ],
)
def test_why_no_picture_comes_is_told(tmp_path: Path, devices: tuple[str, ...], said: str, words: str) -> None:
    for device in devices:
        (tmp_path / "dev" / device).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "dev" / device).touch()
    assert words in why_not(lambda *_: ProgramOutput(0, said), tmp_path)


def test_where_nothing_is_installed_there_is_nothing_to_undo(wanted: Wanted) -> None:
    with pytest.raises(ExpectedError, match="Nothing is installed here"):
        uninstall(wanted, dry_run=True)


@pytest.mark.parametrize("how", [("active", False, False), ("active", True, True), ("inactive", False, True)], ids=str)
def test_a_kiosk_that_runs_is_not_taken_away_unasked(
    wanted: Wanted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: tuple[str, bool, bool]
) -> None:
    state, agreed, goes = how
    (tmp_path / "unit").write_text("")
    monkeypatch.setattr(module, "look", lambda *_, **__: FACTS)
    monkeypatch.setattr(plan, "files", lambda _: [File(tmp_path / "unit", "")])
    monkeypatch.setattr(module, "_run", lambda *_, **__: None)
    monkeypatch.setattr(module, "installed", lambda: None)
    with nullcontext() if goes else pytest.raises(ExpectedError, match=r"whoever is at the screen .* add --yes"):
        uninstall(replace(wanted, agreed=agreed), dry_run=False, ask=lambda *_: ProgramOutput(0, f"{state}\n"))
    assert (tmp_path / "unit").exists() != goes


def test_both_commands_are_there() -> None:
    for name in ("install", "uninstall"):
        done = subprocess.run([sys.executable, "-m", "kiosk.staff", name, "--help"], cwd=PROJECT, capture_output=True, text=True, check=True)
        assert "--dry-run" in done.stdout


SIGNED = b"signature"


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ({}, 12),
        ({"publication-999999999.kiosk.zip": b""}, 12),
        ({"publication-99.kiosk.zip": b"half"}, 12),
        ({"publication-99.kiosk.zip": b"x", "publication-99.kiosk.zip.minisig": b""}, 12),
        ({"publication-99.kiosk.zip": b"x", "publication-99.kiosk.zip.minisig": SIGNED}, 99),
        ({"publication-012345678.kiosk.zip": b"x", "publication-012345678.kiosk.zip.minisig": SIGNED}, 12),
        ({f"publication-{number}.kiosk.zip": b"x" for number in range(100, 900)}, 12),
    ],
    ids=["alone", "an empty one", "without a signature", "an empty signature", "a newer one", "an odd number", "very many"],
)
def test_of_a_stick_the_newest_publication_with_a_signature_is_brought(tmp_path: Path, others: dict[str, bytes], found: int) -> None:
    script = next(each.text for each in files(FACTS) if each.path.name == "stick")
    begin = script.index("bring() {")
    function = script[begin : script.index("\n}\n", begin) + 3]
    folder, brought = tmp_path / "stick", tmp_path / "brought"
    folder.mkdir()
    for name, data in {"publication-12.kiosk.zip": b"x", "publication-12.kiosk.zip.minisig": SIGNED, **others}.items():
        (folder / name).write_bytes(data)
    told = f'within() {{ shift; "$@"; }}\numount() {{ :; }}\nkeep() {{ cat > /dev/null; echo "$file" > {brought}; }}\nfolder={folder}\n'
    subprocess.run(["/bin/sh", "-eu", "-c", f"{told}{function}bring"], check=True, timeout=60)
    assert Path(brought.read_text(encoding="utf-8").strip()).name == f"publication-{found}.kiosk.zip"
