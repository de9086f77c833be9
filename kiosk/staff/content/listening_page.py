"""What the voice says on one page, sentence by sentence, each screen with its sound: for whoever checks it, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from msgspec import Struct

from kiosk.content.model.languages import LANGUAGES
from kiosk.files.foreign_folders import put
from kiosk.staff.console import counted

NAME = "index.html"
_STYLE = (
    "body{font:18px/1.5 sans-serif;background:#FBF7F0;color:#17313A;max-width:46em;margin:32px auto;padding:0 16px}"
    "section{background:#fff;border-radius:12px;padding:8px 24px 16px;margin:16px 0}h3{font-size:18px;margin:8px 0}audio{width:100%}"
    "ol{padding-left:1.6em}li{margin:4px 0}small{display:block;color:#4A5F66}"
    "button{font:inherit;color:inherit;text-align:left;border:0;border-radius:6px;padding:2px 6px;background:none;cursor:pointer}"
    "button:hover,button:focus-visible{outline:2px solid #14545C}button.now{background:#FFE2A8}"
)
_SAYS = (
    "Each screen has its sound, and below it the words as the voice is given them. Touch a sentence to hear it, and what follows. Where the screen"
    " shows other signs, they stand underneath. Buttons are not here: they are told when a finger or a key comes upon them."
)
_TO_MEND = "A word that sounds wrong gets <b>sounds:</b> at its entry in words.yaml, written as it is to sound."
_SCRIPT = """<script>
for (const section of document.querySelectorAll("section")) {
  const sound = section.querySelector("audio"), said = [...section.querySelectorAll("button")];
  if (!sound) continue;
  sound.addEventListener("timeupdate", () => {
    const at = sound.currentTime + 0.01, now = said.findLast(each => Number(each.dataset.at) <= at);
    for (const each of said) each.classList.toggle("now", each === now && !sound.paused);
  });
  sound.addEventListener("play", () => {
    for (const other of document.querySelectorAll("audio")) if (other !== sound) other.pause();
  });
  for (const each of said) each.addEventListener("click", () => { sound.currentTime = Number(each.dataset.at); sound.play(); });
}
</script>"""
_ON_SCREEN = '<span lang="en">On the screen:</span> '
_MINUTE, _HOUR = 60, 3600


class Line(Struct, frozen=True):
    """What is said in one breath: the words as a voice is given them, and as they stand on the screen.

    `is_private` is heard in headphones alone; `clip` is a recording that is played in the place of the words.
    """

    said: str
    shown: str
    language: str
    is_private: bool = False
    clip: Path | None = None


class Sentence(Struct, frozen=True):
    """A line as it became sound: its words as they are heard there; where it begins in the sound of its screen, in seconds; whether there is any;
    and what is to be told of it.
    """

    line: Line
    words: str
    at: float
    has_sound: bool
    told: str


class Heard(Struct, frozen=True):
    """A screen: its language, the name of its file, which is there if any of its sentences has a sound, and how many seconds that takes."""

    file: str
    language: str
    sentences: tuple[Sentence, ...]
    seconds: float


def write(folder: Path, title: str, screens: Iterable[Heard]) -> Path:
    """Writes the page into `folder`, beside the sounds. May raise OSError."""
    shown = list(screens)
    what = f"What the voice says: {escape(title)}"
    says = f"{counted(len(shown), 'screen')}, {lasting(sum(each.seconds for each in shown))} to listen to. {_SAYS} {_TO_MEND}"
    head = f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{what}</title><style>{_STYLE}</style>'
    put(folder, NAME, "\n".join([f"{head}<h1>{what}</h1><p>{says}</p>", *_languages(shown), f"{_SCRIPT}</html>", ""]).encode())
    return folder / NAME


def lasting(seconds: float) -> str:
    """`40 seconds`, `5 minutes`, `2 hours and 31 minutes`."""
    if seconds < _MINUTE:
        return counted(round(seconds), "second")
    hours, minutes = divmod(round(seconds / _MINUTE), _HOUR // _MINUTE)
    return " and ".join(counted(count, name) for count, name in ((hours, "hour"), (minutes, "minute")) if count)


def _languages(screens: list[Heard]) -> Iterator[str]:
    for code in dict.fromkeys(each.language for each in screens):
        yield f"<h2>{escape(LANGUAGES.get(code, code))}</h2>"
        for each in screens:
            if each.language == code:
                yield from _screen(each)


def _screen(screen: Heard) -> Iterator[str]:
    name = escape(screen.file.removesuffix(".wav"))
    yield f'<section lang="{escape(screen.language)}"><h3 lang="en">{name}</h3>'
    if screen.seconds:
        yield f'<audio controls preload="none" src="{escape(screen.file)}"></audio>'
    yield "<ol>"
    yield from (_sentence(each, screen.language) for each in screen.sentences)
    yield "</ol></section>"


def _sentence(sentence: Sentence, language: str) -> str:
    line = sentence.line
    lang = f' lang="{escape(line.language)}"' if line.language != language else ""
    said = f'<button type="button" data-at="{sentence.at:.2f}">{escape(sentence.words)}</button>' if sentence.has_sound else escape(sentence.words)
    notes = [f"<small>{_ON_SCREEN}{escape(line.shown)}</small>"] if line.shown != sentence.words else []
    told = ("In headphones alone." if line.is_private else "", f"{sentence.told[:1].upper()}{sentence.told[1:]}." if sentence.told else "")
    notes += [f'<small lang="en">{escape(each)}</small>' for each in told if each]
    return f"<li{lang}>{said}{''.join(notes)}</li>"
