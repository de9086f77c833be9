"""The rules of the house: who may import whom, types, style, QML, and that content and code agree on names."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.content.reading.folder import NAMES
from kiosk.visit.actions import event_of

PROJECT = Path(__file__).resolve().parents[2]
UI = PROJECT / "kiosk" / "ui"


def outcome(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def beside(name: str) -> str:
    """A tool of the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-m", "ruff", "check", "--no-cache", "kiosk", "main.py", "tests"),
        (sys.executable, "-m", "mypy", "--no-incremental", "--cache-dir", "/dev/null"),
        (beside("lint-imports"), "--no-cache"),
    ],
    ids=["ruff", "mypy", "import-linter"],
)
def test_the_code_keeps_the_rules(command: tuple[str, ...]) -> None:
    code, said = outcome(*command)
    assert code == 0, said


MOST_LINES = 700
"""Of a module: of more nobody says in a sentence what it is about. The longest had 1,171 before it was cut along its subjects."""


def test_no_module_has_grown_beyond_its_subject() -> None:
    lines = {str(path.relative_to(PROJECT)): len(path.read_text(encoding="utf-8").splitlines()) for path in (PROJECT / "kiosk").rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_the_names_of_content_files_stand_in_one_place() -> None:
    for path in (PROJECT / "kiosk").rglob("*.py"):
        values = {each.value for each in ast.walk(ast.parse(path.read_bytes())) if isinstance(each, ast.Constant)}
        assert path.name == "folder.py" or not values & NAMES, path


QT_FREE = [
    "content", "content.checks", "content.model", "content.reading", "content.store", "devices.headphone_switches", "files", "layout",
    "screens", "settings", "signup", "signup.drawer", "signup.form", "signup.journal", "signup.keys", "signup.requests",
    "staff.commands", "staff.diagnosis.doctor", "staff.main", "unattended", "visit", "yaml",
]  # fmt: skip


@pytest.mark.parametrize("package", QT_FREE)
def test_these_load_without_qt(package: str) -> None:
    blocked = "import sys; sys.modules['PySide6'] = None; sys.modules['shiboken6'] = None; "
    loads = (
        f"import importlib, pkgutil; m = importlib.import_module('kiosk.{package}'); "
        "[importlib.import_module(f'{m.__name__}.{each.name}') for each in pkgutil.iter_modules(getattr(m, '__path__', []))]"
    )
    code, said = outcome(sys.executable, "-c", blocked + loads)
    assert code == 0, said


def test_qml_is_sound(tmp_path: Path) -> None:
    """qmllint with the Python types known, no warning allowed. Paths are absolute: with relative ones it misses singletons."""
    types = tmp_path / "kiosk" / "bridge"
    types.mkdir(parents=True)
    metatypes = []
    for source in sorted((PROJECT / "kiosk" / "bridge").glob("*_view.py")):
        into = types / f"{source.stem}.json"
        code, said = outcome(beside("pyside6-metaobjectdump"), "-o", str(into), str(source))
        assert code == 0, said
        into.write_text(into.read_text().replace('"dict"', '"QVariant"'))  # maps are open: qmllint cannot know their keys
        metatypes.append(str(into))
    (types / "qmldir").write_text("module kiosk.bridge\ntypeinfo kiosk.qmltypes\ndepends QtQuick\n")
    code, said = outcome(
        beside("pyside6-qmltyperegistrar"),
        "--generate-qmltypes",
        str(types / "kiosk.qmltypes"),
        "-o",
        str(types / "kiosk.cpp"),
        "--import-name",
        "kiosk.bridge",
        "--major-version",
        "1",
        *metatypes,
    )
    assert code == 0, said
    files = [str(path) for path in sorted(UI.rglob("*.qml"))]
    code, said = outcome(beside("pyside6-qmllint"), "--max-warnings", "0", "-I", str(tmp_path), "-I", str(PROJECT), *files)
    assert code == 0, said


def test_every_qml_file_that_others_name_is_in_the_table_of_contents_once() -> None:
    """A page is found by the name of its body (`PagePane.qml`), so that it needs no line there."""
    listed = re.findall(r"^(?:singleton )?\w+ 1\.0 (\S+\.qml)$", (UI / "qmldir").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(str(path.relative_to(UI)) for path in UI.rglob("*.qml") if not path.stem.endswith("Page"))


def test_every_word_that_the_interface_says_is_in_the_content() -> None:
    said = {name for path in UI.rglob("*.qml") for name in re.findall(r"Words\.say\.(\w+)", path.read_text())}
    said |= {
        name
        for path in (PROJECT / "kiosk").rglob("*.py")
        for name in re.findall(r'(?:word|interface_text)\("(\w+)"', path.read_text())
    }
    written = set(re.findall(r"^(\w+):", (PROJECT / "content" / "interface.yaml").read_text(encoding="utf-8"), re.MULTILINE))
    assert said <= written


def test_what_qml_asks_for_itself_can_be_asked_for() -> None:
    """Mostly it hands back an action that it was given; a few it names."""
    calls = [call for path in UI.rglob("*.qml") for call in re.findall(r"\.act\((.*)\)", path.read_text())]
    named = {name for call in calls for name in re.findall(r'"([^"]*)"', call)}
    assert {"close", "stay", "go:home/0"} <= named
    assert [name for name in named if event_of(name) is None] == []


def test_every_icon_that_the_interface_draws_is_bundled() -> None:
    drawn = {name for path in UI.rglob("*.qml") for name in re.findall(r'(?:before|after|name): "([a-z0-9-]+)"', path.read_text())}
    bundled = {path.stem for path in (PROJECT / "assets" / "icons").glob("*.svg")}
    assert drawn <= bundled


def test_nothing_names_a_colour_but_the_theme() -> None:
    for path in UI.rglob("*.qml"):
        if path.name not in {"Theme.qml", "Desk.qml"}:  # the second is for staff at a desk
            assert not re.search(r'"#[0-9A-Fa-f]{3,8}"', path.read_text()), path.name


BANNED = {
    "a dialog, a menu or a second window": r"\b(\w*Dialog\w*|Menu\w*|Popup|ToolTip|Drawer|ApplicationWindow|Window)\s*\{",
    "a field of Qt, where text could be dragged, pasted or chosen": r"\b(TextInput|TextField|TextEdit|TextArea|SearchField|SpinBox)\s*\{",
    "dragging and dropping": r"\bDropArea\s*\{|\bDrag\.",
    "a web page or a way out": r"WebView|WebEngine|openUrlExternally|onLinkActivated",
    "another button of the mouse": r"RightButton|MiddleButton|ContextMenu",
}
"""What the visitors' interface has none of (standards K1, K4)."""


@pytest.mark.parametrize("what", list(BANNED))
def test_the_interface_has_no_way_out(what: str) -> None:
    for path in UI.rglob("*.qml"):
        if path.name == "Preview.qml" or path.parent.name == "desk":  # for staff at a desk
            continue
        text = re.sub(r"^Window \{", "", path.read_text(), count=1, flags=re.MULTILINE) if path.name == "Main.qml" else path.read_text()
        assert not re.search(BANNED[what], text), f"{path.name} has {what}"


def test_nothing_opens_dialogs_or_other_programs() -> None:
    for path in (PROJECT / "kiosk").rglob("*.py"):
        assert not re.search(r"QDesktopServices|QFileDialog|QPrintDialog|QMessageBox|QtWidgets|webbrowser|xdg-open", path.read_text()), path.name


def test_nobody_asks_a_window_for_its_screen() -> None:
    """PySide ties the one to the other: Qt's screen goes when Python's garbage is collected, and the next picture has none to be drawn for."""
    for path in (PROJECT / "kiosk").rglob("*.py"):
        assert not re.search(r"^[^#\n]*\w\.screen\(\)", path.read_text(), re.MULTILINE), path.name


def test_nobody_asks_an_item_of_qml_for_its_shape() -> None:
    """PySide keeps the meta-object, and takes whatever comes to lie in its place for it: the next window then is none, and cannot be loaded."""
    asking = [path for folder in ("kiosk", "tests") for path in (PROJECT / folder).rglob("*.py") if re.search(r"\w\.metaObject\(", path.read_text())]
    assert [path.name for path in asking] == ["test_views.py"], "those are of Python's own classes, which stay"


READS_OTHERWISE = {
    "content/edits/drafts.py": "a lock of its own, which nobody reads",
    "files/erasing.py": "writes over and deletes, by descriptors of folders, without following a link",
    "files/regular.py": "the one that opens files of others",
    "processes.py": "/proc",
    "content/checks/spelling_process.py": "words that ship; a child that imports nothing of ours",
    "bridge/picture_process.py": "/proc; a child that imports nothing of ours",
    "unattended/boot.py": "/proc",
    "files/foreign_folders.py": "the one that writes files into folders of others",
    "content/store/shown_here.py": "the folder itself, to hold it",
    "bridge/icon_images.py": "icons of the program",
    "devices/headphones.py": "/dev/input",
    "devices/headphone_switches.py": "/dev/input",
    "files/private.py": "writes",
    "files/rename.py": "takes a name that nobody has",
    "signup/drawer/database.py": "makes the file that SQLite opens",
    "signup/drawer/leftovers.py": "by descriptors of folders, without following a link",
    "staff/care/backup.py": "works on archives that somebody names",
    "unattended/crash.py": "writes",
    "staff/install/install.py": "files of the machine",
    "staff/diagnosis/probes.py": "files of the machine",
    "staff/install/handover.py": "checks what it wrote",
    "staff/care/restore.py": "writes",
    "staff/rights.py": "opens as another account, and looks whether it is a file",
    "terminal.py": "where nothing is kept",
    "staff/publications/archive.py": "members of an archive, and what they are unpacked to",
    "staff/publications/publish.py": "writes",
    "staff/publications/take.py": "writes",
    "staff/care/update.py": "the program's own",
    "packages.py": "what pip and main.py have written into the folder of the packages",
    "office/ledger.py": "makes the file that SQLite opens",
    "office/publications.py": "writes",
}
"""Which files of the code open something else than by `kiosk.files.regular`, and what that is: never a file of the content."""


def test_files_of_others_are_opened_in_one_place() -> None:
    opens = r"\.read_bytes\(|\.read_text\(|(?<!\w)os\.open\(|(?<!def )(?<![\w.])open\(|\.open\((encoding|mode|\"[rwabx+]+\")"
    found = {}
    for path in sorted((PROJECT / "kiosk").rglob("*.py")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(opens, line)]
        found[str(path.relative_to(PROJECT / "kiosk"))] = lines
    assert {name for name, lines in found.items() if lines} == set(READS_OTHERWISE)


STAFF_READ_OTHERWISE = {
    ("staff/care/backup.py", "open"): "members of an archive, and what they are unpacked to",
    ("staff/care/backup.py", "open_ordinary"): "as the account whose file it is",
    ("staff/care/backup.py", "opened"): "as the account whose file it is",
    ("staff/requests/anchors.py", "opened"): "the look of `drawer.foreign`, bounded",
    ("unattended/crash.py", "open"): "writes",
    ("unattended/boot.py", "read_text"): "/proc",
    ("staff/content/photo_process.py", "copy"): "a part of a picture in memory",
    ("staff/content/handout.py", "open"): "a buffer in memory",
    ("staff/install/install.py", "read_text"): "files of the machine",
    ("staff/diagnosis/probes.py", "read_text"): "files of the machine",
    ("staff/install/handover.py", "open"): "checks what it wrote",
    ("staff/care/restore.py", "open"): "writes",
    ("staff/care/restore.py", "opened"): "as the account whose file it is",
    ("staff/rights.py", "open"): "as the account whose file it is; nothing at all",
    ("staff/rights.py", "open_ordinary"): "as the account whose file it is",
    ("staff/rights.py", "read_text"): "/proc",
    ("terminal.py", "open"): "where nothing is kept",
    ("staff/publications/archive.py", "open"): "members of an archive, and what they are unpacked to",
    ("staff/publications/publish.py", "open"): "writes",
    ("staff/publications/publish.py", "opened"): "a key of ours, which was read before",
    ("staff/publications/signers.py", "opened"): "a key of ours, which was read before",
    ("staff/publications/take.py", "open"): "writes",
    ("staff/publications/take.py", "opened"): "as the account whose file it is",
    ("staff/care/update.py", "copy2"): "the packages of the version that is here",
    ("staff/care/update.py", "copytree"): "the packages of the version that is here",
    ("staff/care/update.py", "open"): "a lock, made new",
}
"""Where commands of staff, which root may run, read by anything else than `kiosk.files.regular`, and what that is: never a file that others name."""
READING = {"open", "read_text", "read_bytes", "copy", "copy2", "copyfile", "copytree", "open_ordinary", "opened"}


def test_what_commands_of_staff_read_is_bounded_and_regular() -> None:
    """By calls of these names."""
    found = set()
    for path in sorted([*(PROJECT / "kiosk/staff").rglob("*.py"), *(PROJECT / "kiosk/unattended").rglob("*.py"), PROJECT / "kiosk/terminal.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if name in READING or ast.unparse(node.func) == "sqlite3.connect":
                    found.add((str(path.relative_to(PROJECT / "kiosk")), name))
    assert found == set(STAFF_READ_OTHERWISE)


WRITES_OTHERWISE = {
    "files/regular.py": "copies into a folder that it has made",
    "packages.py": "into the folder of the packages, which is the program's",
    "files/private.py": "zeros over what is ours",
    "staff/care/backup.py": "nowhere; and unpacks into a folder that it has made",
    "staff/install/install.py": "files of the machine",
    "staff/care/release.py": "a folder for this alone",
    "staff/rights.py": "opens as another account, and looks whether it is a file",
    "terminal.py": "nowhere",
    "staff/publications/archive.py": "into a folder that it has made",
    "staff/content/signoff_reading.py": "into a folder that it has made",
    "staff/publications/publish.py": "into a folder that it has made",
    "staff/publications/take.py": "into a folder that it has made",
    "staff/care/update.py": "folders of the program, and one for this alone",
}
"""Which files of the code write by a bare name, and where: never into a folder that others may have filled (`kiosk.files.foreign_folders`)."""


def test_what_others_may_have_filled_is_written_in_one_place() -> None:
    writes = re.compile(r"\.write_text\(|\.write_bytes\(|(?<!_)open\([^)]*\"(r\+|[wax])[b+t]*\"")
    found = {
        str(path.relative_to(PROJECT / "kiosk"))
        for path in (PROJECT / "kiosk").rglob("*.py")
        if any(writes.search(line) and "fdopen" not in line for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert found == set(WRITES_OTHERWISE)


def test_archives_are_read_in_one_place_where_their_list_of_names_is_bounded() -> None:
    found = set()
    for path in sorted((PROJECT / "kiosk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("zipfile.ZipFile", "ZipFile"):
                found.add((str(path.relative_to(PROJECT / "kiosk")), "writes" if len(node.args) > 1 else "reads"))
    written = {"content/store/signed_texts.py", "staff/care/backup.py", "staff/publications/archive.py"}
    assert found == {("files/archives.py", "reads"), *((name, "writes") for name in written)}


def test_nothing_that_an_error_may_not_have_is_put_into_a_sentence() -> None:
    """Errors of pipes have no file, those of ours no number: `files.why` and `files.reason` say what there is."""
    for path in (PROJECT / "kiosk" / "staff").rglob("*.py"):
        assert not re.search(r"\{error\.(strerror|filename)", path.read_text(encoding="utf-8")), path.name


def test_another_account_is_taken_on_in_one_place() -> None:
    """By `rights.as_owner`, whose child has nothing of root's; and by systemd and its scripts, which have no terminal, as one function writes it."""
    found = set()
    for path in sorted((PROJECT / "kiosk").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
            words = [each for each in ast.walk(function) if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in told]
            found |= {(path.name, function.name) for each in words if re.search(r"\b(?:runuser|setpriv|su) ?-|^(?:runuser|setpriv|su)$", each.value)}
    assert found == {("plan.py", "_as_kiosk")}


def _imports_in_texts() -> set[tuple[str, str, str]]:
    """What of the kiosk a program within a text imports, which no type checker reads: where the text stands, the module, and a name of it."""
    found = set()
    for path in [*(PROJECT / "tests").rglob("*.py"), *(PROJECT / "kiosk").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for module, names in re.findall(r"(?:^|[;\n]\s*)from (kiosk[\w.]*) import ([\w, ]+)", node.value):
                    found |= {(str(path.relative_to(PROJECT)), module, name.split()[0]) for name in names.split(",")}
    return found


def test_programs_within_texts_import_what_there_is() -> None:
    found = _imports_in_texts()
    assert len(found) > 20
    for where, module, name in sorted(found):
        there = importlib.import_module(module)
        assert hasattr(there, name) or importlib.util.find_spec(f"{module}.{name}"), (where, module, name)


DECODES_OURS = {
    "content/store/content_reader.py": "what a child of ours says, as MessagePack",
    "staff/publications/take.py": "what a child of ours says",
    "staff/publications/trial.py": "what stands on our own command line",
    "staff/rights.py": "what a child of ours says",
    "staff/content/photo_process.py": "what a child of ours says, behind walls",
    "content/checks/speller.py": "what a child of ours says",
    "content/checks/spelling_process.py": "what the desk says to its own child",
    "staff/content/desk_photos.py": "what our own window says",
    "staff/content/clinic_facts.py": "the same",
    "staff/content/edit.py": "what our own window says",
    "staff/content/sheet_process.py": "what the desk says to its own child",
    "staff/content/signoff_reading.py": "what a child of ours says",
    "staff/install/install.py": "what `lsblk` says",
    "staff/diagnosis/doctor.py": "what a command of ours says",
    "signup/desk_notifier.py": "what the kiosk says to its own child",
    "devices/incoming_publications.py": "what a command of ours says",
    "devices/usb_publication.py": "what a service of ours says",
    "devices/voice_process.py": "what the kiosk says to its own child",
    "devices/sound_maker.py": "what the kiosk says to its own child",
    "devices/piper_speech.py": "what the kiosk says to its own child",
}
"""Which files of the code read JSON that nobody else can have written; all others name the error of brackets without end."""


def test_whoever_reads_json_of_others_knows_of_brackets_without_end() -> None:
    reads = re.compile(r"\b(?:json|msgpack)\.(?:decode|loads)\(")
    knows = re.compile("RecursionError|NO_ARCHIVE")
    found = {str(path.relative_to(PROJECT / "kiosk")): path.read_text(encoding="utf-8") for path in (PROJECT / "kiosk").rglob("*.py")}
    assert {name for name, code in found.items() if reads.search(code) and not knows.search(code)} == set(DECODES_OURS)
