"""What a slow voice says is made once and for all, and what a person should record first is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, TODAY
from devices.piper_stand_in import made_in

from content import sample
from kiosk.content.store.current import open_library
from kiosk.devices.voice import NARRATION
from kiosk.staff.content import narrate
from kiosk.staff.main import main

TOPIC = """\
topic: change
title: {en: What may change, es: Qué puede cambiar}
picture: topic-change.svg
owner: Clinical lead
checked: 2026-11-01
review_by: 2027-05-01
slides:
  - slide: some
    kind: points
    title: {en: You and us, es: Usted y nosotros}
    points:
      - {en: "Come by day.", es: "Venga de día."}
      - {en: "Call {phone} by day.", es: "Llame al {phone} de día."}
      - {en: We are here., es: Aquí estamos., clip: {es: here.wav}}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = sample.write(tmp_path / "content", change=TOPIC)
    (folder / "sounds").mkdir()
    shutil.copy(PROJECT / "assets" / "sounds" / "still-there.wav", folder / "sounds" / "here.wav")
    (tmp_path / "data").mkdir(mode=0o700)
    return folder


@pytest.fixture
def voice(content: Path) -> Path:
    """A voice in an environment with a package that answers as Piper's does, and that speaks Spanish here."""
    model = made_in(content.parent / "piper", dies_of="Borrador")
    (content.parent / "data" / "settings.yaml").write_text(f"voices: {{es: {model}}}\n", encoding="utf-8")
    return model


def called(content: Path, *more: str) -> int:
    return main(["narrate", "--content", str(content), "--data", str(content.parent / "data"), *more])


def said(voice: Path) -> list[str]:
    path = voice.with_name("es.onnx.said")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return [line for line in lines if line not in ("a", "listo")]  # with which it wakes up, and is tried


def test_each_sentence_is_made_once_until_another_is_said_there(
    qapp: object, content: Path, voice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(content) == 0, capsys.readouterr().err
    folder, first = content.parent / "data" / NARRATION, said(voice)
    told = capsys.readouterr().out
    assert f"{len(first)} of {len(first) + 2} sentences made now, 0 taken away" in told
    assert "2 sentences could not be made, and the kiosk has another voice say that." in told, "the voice dies of it, and is begun anew"
    assert len(first) == len(set(first)) == len(list(folder.iterdir()))
    assert "Venga de día." in first
    assert not [line for line in first if "Núñez" in line or "maria" in line.lower()], "nothing that somebody would type"
    assert all(path.name.startswith("es-") for path in folder.iterdir()), "the voice in the box is quick enough"
    path = next(iter(sorted(folder.iterdir())))
    path.write_bytes(path.read_bytes()[:-2])
    topic = content / "topics" / "20-change.yaml"
    topic.write_text(TOPIC.replace("Venga de día.", "Venga hoy."), encoding="utf-8")
    assert called(content) == 0
    again = said(voice)
    assert "Venga hoy." in again
    assert len(again) in (1, 2), "the new one, and the damaged one if it is not the old one"
    assert "1 taken away" in capsys.readouterr().out
    assert called(content, "--language", "es", "--again") == 0
    assert len(said(voice)) == len(first)
    (content.parent / "data" / "settings.yaml").write_text("", encoding="utf-8")
    assert called(content) == 0
    assert not list(folder.iterdir()), "of a voice that speaks no more"


def test_where_the_voice_is_quick_nothing_is_kept_and_it_says_so(qapp: object, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(content) == 0
    assert "Nothing needs to be made here" in capsys.readouterr().out
    assert not (content.parent / "data" / NARRATION).exists()


@pytest.mark.parametrize(("bound", "told"), [("MOST_BYTES", "0 MB of sentences are kept"), ("_LEFT_FREE", "stay free for requests and backups")])
def test_there_is_a_bound_and_it_is_told(
    *, qapp: object, content: Path, voice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bound: str,
    told: str,
) -> None:
    monkeypatch.setattr(narrate, bound, 1000 if bound == "MOST_BYTES" else 10**18)
    assert called(content, "--language", "es") == 1
    assert told in capsys.readouterr().err
    assert len(said(voice)) <= 1


def test_what_a_person_should_record_is_told_with_the_names_of_the_files(qapp: object, content: Path, tmp_path: Path) -> None:
    library, problems = open_library(content, tmp_path / "aside", TODAY)
    assert library, problems
    lines = [" ".join(line.split()) for line in narrate.tell_what_to_record(library, "")]
    assert any(line.startswith("English: on the first 10 slides a person reads 0 of") for line in lines)
    assert "change/some sounds/change-some-en.mp3 You and us" in lines
    assert "change/some sounds/change-some-1-en.mp3 Come by day." in lines
    assert "change/some sounds/change-some-3-en.mp3 We are here." in lines
    assert not [line for line in lines if "Aquí estamos" in line], "somebody reads that"
    assert not [line for line in lines if "phone" in line or "Call" in line], "another number tomorrow would be said wrong"
    spanish, count = narrate.to_record(library, "es")
    assert count - len(spanish) == 1
    assert [each.slide for each in spanish if each.slide != "change/some"][0].startswith("infusion/")  # noqa: RUF015


def test_no_folder_is_made_for_a_kiosk_that_never_ran(qapp: object, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["narrate", "--content", str(content), "--data", str(tmp_path / "nowhere")]) == 1
    assert "the kiosk makes it when it first runs" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
