"""What makes a machine a kiosk: files and commands, for given facts. Pure; `install` looks the facts up, writes and runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from kiosk.content.store.publications import FROM_STICK
from kiosk.devices.qt_libraries import SOUND, debian_packages
from kiosk.files import minisign
from kiosk.health import Diagnosis
from kiosk.office.pairing import place
from kiosk.project import RECORD
from kiosk.staff.diagnosis.doors import GRUB_LOCK, LOGIND, MASKED
from kiosk.staff.installed_kiosk import ACCOUNT, CARRIER, HOME, SCREENS_SEEN, STICK, UNIT, Installed, written
from kiosk.staff.publications import archive
from kiosk.unattended.exit_codes import LEFT, RESTED

SCRIPTS = Path("/usr/local/lib/kiosk")
SECRETS = Path("/etc/kiosk/secrets")
"""Where an engineer may write `KIOSK_MAIL_PASSWORD=...`; nothing here makes or removes it."""
GROUPS = ("video", "render", "input", "audio")
"""The screen (and the seat), the graphics card, the touchscreen, the sound."""
COMPOSITOR = ("cage", "seatd", "xwayland", "wlr-randr", "kbd")
SESSION = ("libpam-systemd", "dbus-user-session")
"""Without them the account has no service for its sound."""
DRAWING = debian_packages("wayland")
KERNEL: Mapping[str, str] = MappingProxyType({"kernel.sysrq": "0", "kernel.printk": "0 4 1 7"})
"""No key of a keyboard reaches the kernel, and no message of the kernel the screen."""
ASKED = "kiosk-stick.path"
"""Begins that service."""
PAIRED = "kiosk-carrier.path"
"""Begins the carrier."""
_REFUSES_MUCH = """SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallFilter=nice setpriority
SystemCallFilter=~io_uring_setup io_uring_enter io_uring_register userfaultfd process_vm_readv process_vm_writev
SystemCallErrorNumber=EPERM
SystemCallArchitectures=native
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
KeyringMode=private"""
"""Walls that the kiosk and its carrier have alike: what neither needs of the kernel."""
GRUB = Path("/etc/default/grub.d/kiosk.cfg")
_BOOT = """# No menu, and no line of text while the machine starts or ends; hold Shift for the menu, which has no line that makes somebody root.
# Where the disk is not found or must be mended, the machine starts anew after ten seconds (`panic`), rather than to give a shell.
GRUB_TIMEOUT_STYLE=hidden
GRUB_TIMEOUT=1
GRUB_DISABLE_RECOVERY=true
GRUB_CMDLINE_LINUX_DEFAULT="quiet loglevel=0 systemd.show_status=false rd.udev.log_level=3 vt.global_cursor_default=0 panic=10"
"""
_BOOT_LOCK = """# What the menu has starts as before, without a password. To change a line of it at the keyboard takes one that nobody has.
# Whoever wants to have one writes two lines into /etc/grub.d/40_custom, `set superusers="NAME"`, and `password_pbkdf2 NAME` with what
# `grub-mkpasswd-pbkdf2` says behind it; and runs `update-grub`.
# Each entry of the system has `$menuentry_id_option`. If an entry without that may be what starts, it would ask for the password: then all
# stays open.
case ${GRUB_DEFAULT:-0} in
0) entries=$(grep -hsE '^[[:space:]]*menuentry[[:space:]]' /etc/grub.d/0*) ;;
*) entries=$(grep -hsE '^[[:space:]]*menuentry[[:space:]]' /etc/grub.d/* /boot/grub/custom.cfg) ;;
esac
if [ "$(printf %s "$entries" | grep -vE -e '--unrestricted|menuentry_id_option')" ]; then
    echo "The menu stays open to whoever has a keyboard: write --unrestricted behind the name of your own entry in /etc/grub.d." >&2
    exit 0
fi
cat <<'LOCK'
set superusers="kiosk"
export superusers
menuentry_id_option="--unrestricted $menuentry_id_option"
export menuentry_id_option
LOCK
"""
_STORAGE = """# A stick that somebody plugs in stays unread.
install usb-storage /bin/false
install uas /bin/false
install firewire-sbp2 /bin/false
"""
AUTOSTART = Path("/etc/xdg/autostart/kiosk.desktop")
_ENTRY = f"[Desktop Entry]\nType=Application\nName=The lobby kiosk\nExec={SCRIPTS}/desktop\n"
_SCREENS = """# Whenever a screen comes or goes.
ACTION=="change", SUBSYSTEM=="drm", RUN+="/usr/local/lib/kiosk/one-screen"
"""
_MANAGER = """# The sound service does for the kiosk what it asks for, and calls nobody.
[Service]
IPAddressDeny=any
NoNewPrivileges=yes
"""
_STICK_SERVICE = f"""[Service]
Type=oneshot
TimeoutStartSec=300
TimeoutStopSec=60
ExecStart={SCRIPTS}/stick
# However that ended: by itself, by its time, by a signal.
ExecStopPost={SCRIPTS}/stick-end
RuntimeDirectory=kiosk-stick
RuntimeDirectoryMode=0700
PrivateMounts=yes
PrivateNetwork=yes
ProtectHome=read-only
LimitCORE=0
"""
_PLAIN = re.compile(r"[A-Za-z0-9/._=-]+")
BY_HAND = "# Written by `python3 main.py install`; `python3 main.py uninstall` takes it away.\n"


class MachineFacts(Struct, frozen=True):
    """What is known of the machine and wanted of it.

    `uid` is None before the account is made. `data` is where the kiosk will keep what is its own, `given` what there is to begin with (None: `data`
    is there already), `unfinished` where keys and requests still lie that a killed `install` moved (None: nowhere). `hidden` is what the account
    could not read, `open` what others than root could change of the program, `secrets_open` whether others could read the secrets. `desktop` names
    the display manager that starts one. `systemd` is its version, `grub` whether that starts the machine, `initramfs` whether drivers are packed for
    its start, `usb` where disks on USB are mounted, `network` whether the settings name somebody to call. `kernel` has the settings of the kernel
    that are changed, `seatd` whether a service for seats started with the machine, and `masked` which units nothing could start, all as they were
    before.
    `diagnoses` are those of the folder `tested`.
    `backups` is the folder that the settings name for nightly backups, `publications` the one where those are looked for (None: none). `trusted`
    are those who may publish here, `slips` what is wrong with the settings, in words, and `absent` which of those folders are not there.
    `opens` is what the settings have the walls opened for, in words, and `agreed` what of that was agreed to before.
    """

    project: Path
    python: Path
    content: Path
    data: Path
    user: str = ACCOUNT
    home: Path = HOME
    uid: int | None = None
    session: str = "cage"
    given: Path | None = None
    unfinished: Path | None = None
    network: bool = False
    backups: Path | None = None
    publications: Path | None = None
    trusted: tuple[str, ...] = ()
    systemd: int = 252
    root: bool = True
    debian: bool = True
    hidden: str = ""
    open: str = ""
    secrets_open: bool = False
    desktop: str = ""
    tested: Path | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    accept_drafts: bool = False
    grub: bool = False
    kernel: Mapping[str, str] = field(default_factory=dict)
    seatd: bool = False
    masked: tuple[str, ...] = ()
    initramfs: bool = False
    usb: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    absent: tuple[Path, ...] = ()
    opens: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


class File(Struct, frozen=True):
    """A file to be written whole."""

    path: Path
    text: str
    mode: int = 0o644


Command = tuple[str, ...]


# -- what is done -----------------------------------------------------------------------------------------------------


def fetching(*packages: str) -> list[Command]:
    """The commands that bring programs and libraries."""
    return [("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", *packages)]


def preparing(facts: MachineFacts, *, there: bool) -> list[Command]:
    """The commands before the files: programs, and the account unless it is there."""
    commands = fetching(*((*COMPOSITOR, *SESSION) if facts.session == "cage" else ()), *SOUND, *DRAWING)
    if facts.session == "cage":
        home = ("--create-home", "--home-dir", str(facts.home), "--shell", "/usr/sbin/nologin")
        commands += [] if there else [("useradd", "--system", "--user-group", *home, facts.user)]
        commands += [("groupadd", "--system", "--force", group) for group in GROUPS]
        commands += [("usermod", "--append", "--groups", ",".join(GROUPS), facts.user)]
    return commands


def files(facts: MachineFacts) -> list[File]:
    """Everything that is written."""
    before = facts.kernel, facts.seatd, facts.masked
    record = File(RECORD, written(Installed(facts.user, facts.data, facts.project, facts.session, *before, facts.opens, facts.accept_drafts)))
    if facts.session == "desktop":
        return [File(SCRIPTS / "desktop", _desktop_script(facts), 0o755), File(AUTOSTART, f"{BY_HAND}{_ENTRY}"), record]
    return [
        record,
        File(Path("/etc/systemd/system") / UNIT, unit(facts)),
        File(Path(f"/etc/systemd/system/user@{_uid(facts)}.service.d/kiosk.conf"), f"{BY_HAND}{_MANAGER}"),
        File(Path("/etc/systemd/system.conf.d/kiosk.conf"), f"{BY_HAND}[Manager]\nRuntimeWatchdogSec=30s\nCtrlAltDelBurstAction=none\n"),
        File(Path("/etc/systemd/logind.conf.d/kiosk.conf"), f"{BY_HAND}[Login]\n" + "".join(f"{name}={value}\n" for name, value in LOGIND.items())),
        File(Path("/etc/sysctl.d/90-kiosk.conf"), BY_HAND + "".join(f"{name} = {value}\n" for name, value in KERNEL.items())),
        File(Path("/etc/modprobe.d/kiosk.conf"), f"{BY_HAND}{_STORAGE}"),
        *([File(GRUB, f"{BY_HAND}{_BOOT}"), File(GRUB_LOCK, f"#!/bin/sh\n{BY_HAND}{_BOOT_LOCK}", 0o755)] if facts.grub else ()),
        File(Path("/etc/udev/rules.d/90-kiosk.rules"), f"{BY_HAND}{_SCREENS}"),
        File(SCRIPTS / "one-screen", _ONE_SCREEN, 0o755),
        File(SCRIPTS / "start", _start_script(facts), 0o755),
        File(SCRIPTS / "show", _show_script(facts), 0o755),
        File(SCRIPTS / "stick", _stick_script(facts), 0o755),
        File(SCRIPTS / "stick-end", _stick_end_script(facts), 0o755),
        File(Path("/etc/systemd/system") / ASKED, f"{BY_HAND}[Path]\nPathExists=/run/kiosk/stick\n\n[Install]\nWantedBy=multi-user.target\n"),
        File(Path("/etc/systemd/system") / STICK, f"{BY_HAND}{_STICK_SERVICE}"),
        File(Path("/etc/systemd/system") / PAIRED, _paired(facts)),
        File(Path("/etc/systemd/system") / CARRIER, carrier_unit(facts)),
        File(SCRIPTS / "carrier", f"#!/bin/sh\n{BY_HAND}exec {_command(facts, 'carrier')}\n", 0o755),
    ]


def finishing(facts: MachineFacts) -> list[Command]:
    """The commands after the files: the kiosk begins."""
    if facts.session == "desktop":
        return []
    return [
        *_booting(facts),
        ("modprobe", "--remove", "uas", "usb-storage"),  # the stick that this came on may have brought them
        ("sysctl", "--quiet", "--load=/etc/sysctl.d/90-kiosk.conf"),
        ("systemctl", "mask", *MASKED),
        ("systemctl", "daemon-reload"),
        _READ_LOGIND,
        ("loginctl", "enable-linger", facts.user),
        ("systemctl", "enable", "--now", "seatd.service"),
        ("systemctl", "enable", UNIT),
        ("systemctl", "enable", "--now", ASKED, PAIRED),
        ("systemctl", "try-restart", CARRIER),
        ("systemctl", "stop", UNIT),  # or the one of before would be taken for the new one
        ("systemctl", "start", "--no-block", UNIT),
    ]


def undoing(facts: MachineFacts) -> list[Command]:
    """The commands that undo it, before the files go. The programs, the account and its data stay."""
    if facts.session == "desktop":
        return []
    return [
        ("systemctl", "disable", "--now", UNIT, ASKED, PAIRED),
        ("systemctl", "stop", CARRIER),
        ("loginctl", "disable-linger", facts.user),
        ("systemctl", "stop", f"user@{_uid(facts)}.service"),
        (f"{SCRIPTS}/one-screen", "all"),
        *([] if facts.seatd else [("systemctl", "disable", "--now", "seatd.service")]),
    ]


def undone(facts: MachineFacts) -> list[Command]:
    """The commands after the files are gone: the login is back on the screen."""
    if facts.session == "desktop":
        return []
    kernel = [("sysctl", "--quiet", "--write", f"{name}={value}") for name, value in facts.kernel.items()]
    login = ("systemctl", "start", "--no-block", "getty@tty1.service")
    masked = [unit for unit in MASKED if unit not in facts.masked]
    unmask = [("systemctl", "unmask", *masked)] if masked else []
    return [*_booting(facts), *kernel, *unmask, ("systemctl", "daemon-reload"), _READ_LOGIND, login]


def lacking(command: Command) -> str:
    """What is missing where this command failed, in a sentence; empty where nothing goes on without it."""
    return next((says for begins, says in _MAY_FAIL.items() if command[: len(begins)] == begins), "")


_MAY_FAIL: Mapping[Command, str] = MappingProxyType(
    {
        ("sysctl",): "Settings of the kernel are as they were until the machine restarts.",
        ("update-grub",): "Lines of text may show while the machine starts, and a keyboard may change how it starts.",
        ("update-initramfs",): "A stick that is plugged in while the machine starts may be read.",
        (f"{SCRIPTS}/one-screen",): "A second screen may stay dark until the machine restarts.",
        ("modprobe",): "A stick that is plugged in may be read until the machine restarts.",
        ("loginctl",): "There may be no sound, since the account has no services of its own.",
        ("systemctl", "mask"): "Keys of a keyboard may restart the machine, or put it to sleep.",
        ("systemctl", "kill"): "Keys of a keyboard may turn the machine off, until it restarts.",
    }
)
"""By what begins the command."""
_READ_LOGIND = ("systemctl", "kill", "--signal=HUP", "systemd-logind.service")
"""It reads its settings anew, and nobody who is logged in loses anything. (`reload` does that from systemd 253 on.)"""


def _booting(facts: MachineFacts) -> list[Command]:
    """What is packed for the start of the machine is packed anew, for each kernel in the menu."""
    return [*([("update-initramfs", "-u", "-k", "all")] if facts.initramfs else []), *([("update-grub",)] if facts.grub else [])]


# -- the unit ---------------------------------------------------------------------------------------------------------


def unit(facts: MachineFacts) -> str:
    """The kiosk as systemd starts, watches and confines it."""
    uid = _uid(facts)
    sound = f"/run/user/{uid}"
    backoff = "RestartSteps=3\nRestartMaxDelaySec=1\n" if facts.systemd >= 254 else ""
    secrets = f"EnvironmentFile=-{SECRETS}\n" if facts.network else ""
    network = "RestrictAddressFamilies=AF_UNIX AF_NETLINK"
    network += " AF_INET AF_INET6" if facts.network else "\nIPAddressDeny=any"
    return f"""{BY_HAND}
[Unit]
Description=The lobby kiosk
After=systemd-user-sessions.service seatd.service user@{uid}.service getty@tty1.service
Wants=seatd.service user@{uid}.service
Conflicts=getty@tty1.service
ConditionPathExists=/dev/tty0
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
WatchdogSec=7
WatchdogSignal=SIGKILL
TimeoutStartSec=60
TimeoutStopSec=2
KillMode=mixed
Restart=always
SuccessExitStatus={LEFT} {RESTED}
RestartSec=500ms
{backoff}# Staff ended it at the screen: it stays away until the machine restarts.
ExecCondition=+/usr/bin/test ! -e /run/kiosk/left
# As the account itself, which could have put a link there.
ExecStartPre=-+/usr/sbin/{_as_kiosk(facts)} mkdir --parents {_quoted(facts.data).replace("$", "$$")}
ExecStartPre=+/usr/bin/chvt 1
ExecStartPre=-+{SCRIPTS}/one-screen anew
ExecStart={SCRIPTS}/start
# The kiosk says goodbye before its compositor goes.
ExecStop=-/bin/sh -c 'kill -TERM $(cat /run/kiosk/pid) && tail --pid=$(cat /run/kiosk/pid) -f /dev/null'
ExecStopPost=+/bin/sh -c 'test ! -e /run/kiosk/left || systemctl start --no-block getty@tty1.service'

User={facts.user}
SupplementaryGroups={" ".join(GROUPS)}
WorkingDirectory={str(facts.project).replace("%", "%%")}
RuntimeDirectory=kiosk
RuntimeDirectoryMode=0700
RuntimeDirectoryPreserve=yes
TTYPath=/dev/tty1
StandardInput=tty-fail
StandardOutput=journal
StandardError=journal
TTYReset=yes
TTYVHangup=yes
TTYVTDisallocate=yes
Environment=XDG_RUNTIME_DIR=/run/kiosk
Environment=PULSE_SERVER=unix:{sound}/pulse/native
Environment=PIPEWIRE_REMOTE={sound}/pipewire-0
Environment=XDG_SESSION_TYPE=wayland
Environment=QT_QPA_PLATFORM=wayland
Environment=LIBSEAT_BACKEND=seatd
Environment=LANG=C.UTF-8
Environment=KIOSK_STICK=/run/kiosk
Environment=KIOSK_INSTALLED=1
Environment={_quoted(f"XDG_CACHE_HOME={facts.data / 'cache'}")}
{secrets}
# Nothing can be written but the data folder. Of the account's other services the sound alone can be asked, not who could start programs.
ProtectSystem=strict
ReadOnlyPaths=/run /run/lock
TemporaryFileSystem=/home:ro,mode=0755 /root:ro,mode=0755 /run/user:ro,mode=0755
BindPaths=-{sound}/pulse/native -{sound}/pipewire-0 {_quoted(f"-{facts.data}")}
{_readable(facts)}ReadWritePaths={_quoted(f"-{facts.data}")}{f" {_quoted(f'-{facts.backups}')}" if facts.backups else ""}
PrivateTmp=yes
PrivateMounts=yes
# Of itself alone: or through /proc/PID/root of the account's sound service it could walk to where there are no walls.
PrivateUsers=yes
UMask=0077
LimitCORE=0
# The kiosk and what it starts are bounded to less one by one: what takes more is ended, and the machine stays well.
MemoryMax=3G
MemorySwapMax=0

# Nothing of the machine can be touched but the screen, the graphics card and the touchscreen.
DevicePolicy=closed
DeviceAllow=/dev/tty1 rw
DeviceAllow=char-drm rw
DeviceAllow=char-input r
InaccessiblePaths=-/dev/net -/dev/fuse -/dev/kvm
CapabilityBoundingSet=
NoNewPrivileges=yes
{network}
{_REFUSES_MUCH}

[Install]
WantedBy=multi-user.target
"""


def _paired(facts: MachineFacts) -> str:
    """Waits for the kiosk to have an office. A path of a unit is never quoted."""
    return f"{BY_HAND}[Path]\nPathExists={str(place(facts.data)).replace('%', '%%')}\n\n[Install]\nWantedBy=multi-user.target\n"


def carrier_unit(facts: MachineFacts) -> str:
    """What takes requests to an office: it has a network, reads what is sealed, writes its own folder, and nothing else."""
    return f"""{BY_HAND}
[Unit]
Description=What takes the requests of the lobby kiosk to its office
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
Restart=always
RestartSec=10s
ExecStart={SCRIPTS}/carrier
User={facts.user}
WorkingDirectory={str(facts.project).replace("%", "%%")}
Environment=LANG=C.UTF-8
UMask=0077
LimitCORE=0
MemoryMax=300M
MemorySwapMax=0
TasksMax=16
Nice=10

# Of the machine it sees what the kiosk sees, and writes nothing but what it keeps of its office.
ProtectSystem=strict
ReadOnlyPaths=/run /run/lock
TemporaryFileSystem=/home:ro,mode=0755 /root:ro,mode=0755 /run/user:ro,mode=0755
BindReadOnlyPaths={_quoted(f"-{facts.data}")}
{_readable(facts)}BindPaths={_quoted(f"-{place(facts.data).parent}")}
ReadWritePaths={_quoted(f"-{place(facts.data).parent}")}
PrivateTmp=yes
PrivateMounts=yes
PrivateUsers=yes
PrivateDevices=yes
DevicePolicy=closed
CapabilityBoundingSet=
NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET AF_INET6
{_REFUSES_MUCH}
"""


def _uid(facts: MachineFacts) -> str:
    return "UID" if facts.uid is None else str(facts.uid)


def is_at_home(path: Path) -> bool:
    """Whether it lies where the kiosk sees nothing but what it is shown."""
    return any(path.is_relative_to(home) for home in ("/home", "/root"))


def _readable(facts: MachineFacts) -> str:
    """What lies in somebody's home, where the kiosk sees nothing else."""
    seen: list[Path] = []
    for path in (facts.project, facts.content, facts.python.parent.parent):
        if is_at_home(path) and not any(path.is_relative_to(each) for each in seen):
            seen.append(path)
    return f"BindReadOnlyPaths={' '.join(map(_quoted, seen))}\n" if seen else ""


def _quoted(value: object) -> str:
    """As one word of a unit file, whatever is in it (systemd.syntax, "Quoting"; systemd.unit, "Specifiers"), but for the end of a line.

    In a command `$` must be doubled besides. A `WorkingDirectory` is no word: in quotes it would begin with one.
    """
    if _PLAIN.fullmatch(text := str(value)):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


# -- the scripts ------------------------------------------------------------------------------------------------------


_ONE_SCREEN = f"""#!/bin/sh
{BY_HAND}# One screen alone: over two the compositor would spread the picture, and touches would go astray. (`cage -m last` ends by a fault in
# 0.1.4.) The one that it was stays it as long as it is connected. {SCREENS_SEEN} has its name, and below it those that were turned off.
# `anew` and `all` ask those again, and so does a moment in which no screen is connected: it may have been moved to one of them.
cd /sys/class/drm || exit 0
is_connected() {{ [ "$(cat "$1/status" 2>/dev/null)" = connected ]; }}
off=$(sed 1d {SCREENS_SEEN} 2>/dev/null)
if [ "$1" ]; then
    off=
    for each in card*-*; do [ ! -e "$each" ] || echo detect > "$each/status"; done
fi
[ "$1" != all ] || exit 0
any=
for each in card*-*; do ! is_connected "$each" || any=yes; done
if [ "$off" ] && [ ! "$any" ]; then
    for each in $off; do [ ! -e "$each" ] || echo detect > "$each/status"; done
    sed -i 1q {SCREENS_SEEN}
    off=
fi
for one in "$(sed 1q {SCREENS_SEEN} 2>/dev/null)" card*-*; do
    if is_connected "$one"; then
        for each in card*-*; do
            [ "$each" != "$one" ] && is_connected "$each" && echo off > "$each/status" && off=$(printf '%s\\n%s' "$off" "$each")
        done
        printf '%s\\n%s\\n' "$one" "$off" | sed '/^$/d' > {SCREENS_SEEN}
        exit 0
    fi
done
"""


def _start_script(facts: MachineFacts) -> str:
    settings = shlex.quote(str(facts.data / "settings.yaml"))
    return f"""#!/bin/sh
{BY_HAND}# The compositor with nothing in it but the kiosk, turned as the settings say.
export KIOSK_TURN=$(sed -n 's/^rotate: *\\(90\\|180\\|270\\) *\\(#.*\\)\\?$/\\1/p' {settings} 2>/dev/null)
case $(cage -h 2>&1) in
*' -r'*) # up to 0.1.4 it turns the picture itself, a quarter for each -r
    case $KIOSK_TURN in 90) turn=-r ;; 180) turn=-rr ;; 270) turn=-rrr ;; esac
    KIOSK_TURN=
    ;;
esac
exec cage -d $turn -- {SCRIPTS}/show
"""


def _show_script(facts: MachineFacts) -> str:
    return f"""#!/bin/sh
{BY_HAND}if [ "$KIOSK_TURN" ]; then
    wlr-randr | sed -n 's/^\\([^ ][^ ]*\\) .*/\\1/p' | while read -r output; do wlr-randr --output "$output" --transform "$KIOSK_TURN"; done
fi
{_command(facts, "run")} &
echo $! > "$RUNTIME_DIRECTORY/pid"
wait $!
code=$?
rm "$RUNTIME_DIRECTORY/pid"
[ $code != {LEFT} ] || touch "$RUNTIME_DIRECTORY/left"
exit $code
"""


_WITHIN = 'within() { seconds=$1; shift; timeout --signal=KILL "$seconds" "$@" </dev/null; }'
"""A function of the shell: whatever hangs, a stick or the account of the kiosk, has its seconds."""


def _as_kiosk(facts: MachineFacts) -> str:
    return f"runuser -u {shlex.quote(facts.user)} --"


def _stick_script(facts: MachineFacts) -> str:
    as_kiosk, from_stick = _as_kiosk(facts), facts.data / FROM_STICK
    return f"""#!/bin/sh
{BY_HAND}# Staff who are signed in want a backup on a stick, or a publication from one. The drivers for sticks are there only while this runs
# (`stick-end` takes them away), and what the kiosk's own account may read or write is read and written as that account: it could have put a link
# there. Of a stick no link is followed, and no file replaced. It goes to the one stick that comes now: one that a stranger has left in the machine
# gets nothing, and nothing is read of it.
there=$(echo /sys/bus/usb/devices/*:*)
folder=$RUNTIME_DIRECTORY
{_WITHIN}
say() {{ within 5 {as_kiosk} sh -c 'echo "$0" > /run/kiosk/stick-said' "$1"; }}
sticks() {{ # on USB, with nothing on them in use, and a file system that sticks have
    within 20 lsblk --noheadings --nodeps --raw --paths --output NAME,TRAN | while read -r disk by; do
        [ "$by" = usb ] || continue
        within 20 lsblk --noheadings --raw --output MOUNTPOINTS "$disk" | grep -q . && continue
        within 20 lsblk --noheadings --raw --paths --output NAME,FSTYPE "$disk"
    done | while read -r name type; do
        case $type in
        vfat | exfat | ext4) echo "$name $type ,errors=remount-ro" ;; # or what is written on the stick may ask for a halt of the machine
        ntfs) echo "$name ntfs3" ;;
        esac
    done
}}
is_alone() {{ # all of these lie on one stick, and it came after this began
    paths=$(while read -r device rest; do readlink -f "/sys/class/block/${{device##*/}}"; done)
    [ "$(echo "$paths" | sed 's|\\(/block/[^/]*\\).*|\\1|' | sort -u | wc -l)" = 1 ] || return
    for part in $(echo "$paths" | tr / ' '); do
        case " $there " in *"/$part "*) return 1 ;; esac
    done
}}
bring() {{ # the newest publication with a signature, no longer than one can be; the kiosk finds out from its own copy whether it is one
    number=$(within 20 find "$folder" -maxdepth 1 -type f -size +0 -printf '%f\\n' |
        sed -n 's/^publication-\\([1-9][0-9]\\{{0,8\\}}\\)\\.kiosk\\.zip$/\\1/p' | sort -n -r | head -n 1000 |
        while read -r each; do
            signature=$folder/publication-$each.kiosk.zip{minisign.ENDING}
            [ -f "$signature" ] && [ -s "$signature" ] && echo "$each" && break
        done)
    file=$folder/publication-$number.kiosk.zip
    if [ ! "$number" ]; then
        answer=empty
        return 1
    fi
    within 10 head -c {minisign.MOST_BYTES} "$file{minisign.ENDING}" | keep {shlex.quote(str(from_stick) + minisign.ENDING)} || return
    within 60 head -c {archive.MOST_PACKED + 1} "$file" | keep {shlex.quote(str(from_stick))} || return
    within 20 umount "$folder"
}}
keep() {{ timeout --signal=KILL 60 {as_kiosk} sh -c 'umask 77 && rm -f "$0" && cat > "$0"' "$1"; }}
carry() {{
    findmnt --noheadings --output OPTIONS "$folder" | grep -qw nosymfollow || return
    fresh=$(within 20 mktemp "$folder/.kiosk-backup.XXXXXX") || return
    within 90 {as_kiosk} cat {shlex.quote(str(facts.data / "stick.zip"))} > "$fresh" || {{ within 20 rm -f "$fresh"; return 1; }}
    within 20 mv --no-clobber --no-target-directory "$fresh" "$folder/kiosk-backup-$(date +%F-%H%M%S).zip" || return
    [ ! -e "$fresh" ] && within 90 umount "$folder"
}}
modprobe --ignore-install usb-storage
modprobe --ignore-install uas 2>/dev/null
what=$(within 5 {as_kiosk} head -c 20 /run/kiosk/stick)
answer=none
left=60
while [ $answer = none ] && [ -e /run/kiosk/stick ] && [ $left -gt 0 ]; do
    found=$(sticks)
    if [ "$found" ] && ! echo "$found" | is_alone; then
        answer=early
        break
    fi
    while read -r device type careful; do # each part of it, until one takes it
        [ "$device" ] || continue
        [ "$what" != publication ] || careful=,ro
        within 20 mount --types "$type" --options "nosymfollow,nosuid,nodev,noexec$careful" "$device" "$folder" || continue
        answer=failed
        if [ "$what" = publication ]; then
            bring && answer=found
        else
            carry && answer=saved
        fi
        case $answer in saved | found) break ;; esac
        within 20 umount "$folder" || umount --lazy "$folder"
    done <<STICKS
$found
STICKS
    left=$((left - 1))
    [ $answer != none ] || sleep 1
done
say $answer
"""


def _stick_end_script(facts: MachineFacts) -> str:
    return f"""#!/bin/sh
{BY_HAND}# No stick is read any more. Where one hangs its driver is in use: then its devices are taken from the driver first.
{_WITHIN}
loaded() {{ grep -qE '^(uas|usb_storage) ' /proc/modules; }}
within 5 {_as_kiosk(facts)} sh -c 'rm -f /run/kiosk/stick; [ -e /run/kiosk/stick-said ] || echo failed > /run/kiosk/stick-said'
left=20
while loaded && [ $left -gt 0 ]; do
    # drivers of single devices build on it (`ums_realtek`), and those go first
    for holder in /sys/module/usb_storage/holders/*; do
        [ ! -e "$holder" ] || [ "${{holder##*/}}" = uas ] || within 5 modprobe -r "${{holder##*/}}" 2>/dev/null
    done
    within 10 modprobe -r uas usb-storage 2>/dev/null && continue
    for device in /sys/bus/usb/drivers/uas/*:* /sys/bus/usb/drivers/usb-storage/*:* /sys/bus/usb/drivers/ums-*/*:*; do
        [ ! -e "$device" ] || echo "${{device##*/}}" > "${{device%/*}}/unbind" &
    done
    left=$((left - 1))
    sleep 1
done
! loaded || echo "The drivers for sticks stay loaded until the machine restarts: take the stick out." >&2
"""


def _command(facts: MachineFacts, name: str) -> str:
    return shlex.join([str(facts.python), str(facts.project / "main.py"), name, "--content", str(facts.content), "--data", str(facts.data)])


def _desktop_script(facts: MachineFacts) -> str:
    return f"""#!/bin/sh
{BY_HAND}# The kiosk over the desktop of one account, which is kept from going dark and from locking itself.
[ "$(id -un)" = {shlex.quote(facts.user)} ] || exit 0
if command -v gsettings >/dev/null; then
    gsettings set org.gnome.desktop.session idle-delay 0
    gsettings set org.gnome.desktop.screensaver lock-enabled false
    gsettings set org.gnome.desktop.media-handling automount false
fi
[ -z "$DISPLAY" ] || xset s off -dpms
exec {_command(facts, "supervise")}
"""
