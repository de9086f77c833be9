"""The voice, in a process of its own and without Qt: `python -m kiosk.devices.voice_process [--warm VOICE ...]`.

A speech engine and a sound service are other people's code. Here they can hang or die without the screen noticing, and what they were given to
say is gone with this process, and with whatever it began, at the end of a visit. What makes the sounds is a process further on
(`kiosk.devices.sound_maker`, or a speech service); this one plays them, and is silent when it is told.

Orders come as JSON lines on standard input: `{"do": "say", "id": 7, "words": ..., "language": "es", "voice": "pico", "pace": 1.25, "volume": 0.6}`,
`{"do": "play", "id": 8, "file": ..., "volume": 0.6}`, `{"do": "stop"}`, and `prepare` with what `say` or `play` will soon be told. Each `say` and
`play` that was not stopped is answered on standard output by `{"ended": 7}` or `{"failed": 7}`. The end of the input ends the process.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, NamedTuple, cast

from kiosk import processes
from kiosk.devices.dispatcher import Dispatcher, NoServiceError
from kiosk.devices.sound_output import NoOutputError, Output, Sound
from kiosk.devices.voice_choice import DISPATCHER, PICO
from kiosk.project import PROJECT

MAKE_SECONDS = 10.0
"""What makes sounds and has not made one by then hangs: a long sentence takes 0.2 s, a recording of five minutes 2."""
REST_SECONDS = 5.0
"""So long after the last sound the sound service is asked for no more."""
_LOOK_SECONDS = 0.5
_MOST_KEPT = 4
"""Sounds that were made ahead and not heard yet."""

Report = Callable[[dict[str, Any]], None]


class Wanted(NamedTuple):
    """What is made: words by a voice, or a recording."""

    voice: str
    words: str
    language: str
    pace: float
    file: str


def wanted(order: dict[str, Any]) -> Wanted:
    """What an order is about."""
    voice, pace = str(order.get("voice") or PICO), round(float(order.get("pace") or 1.0), 3)
    if file := str(order.get("file") or ""):
        return Wanted(PICO, "", "", 1.0, file)
    return Wanted(voice, str(order["words"]), str(order["language"]), pace, "")


class Maker:
    """The process that makes sounds by one voice; `took` is told of each that was asked for, None for one that it could not make."""

    def __init__(self, voice: str, took: Callable[[Wanted, Sound | None], None]) -> None:
        self._voice, self._took = voice, took
        self._program: subprocess.Popen[bytes] | None = None
        self._asked: dict[int, tuple[Wanted, float]] = {}
        self._number = 0
        self._came = bytearray()

    @property
    def file(self) -> int | None:
        """Readable when it says something; None while it does not run."""
        return self._program.stdout.fileno() if self._program and self._program.stdout else None

    def warm(self) -> IO[bytes]:
        """Begins, so that the first sentence does not wait for it. Where it takes its orders."""
        if self._program is None:
            piper = ["--piper", self._voice] if self._voice != PICO else []
            command = processes.bound([sys.executable, "-m", "kiosk.devices.sound_maker", *piper])
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            self._program = subprocess.Popen(command, bufsize=0, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=PROJECT)
        return cast("IO[bytes]", self._program.stdin)

    def make(self, what: Wanted) -> None:
        """Asks for a sound, unless that is on its way."""
        if any(asked == what for asked, _ in self._asked.values()):
            return
        orders = self.warm()
        self._number += 1
        self._asked[self._number] = what, time.monotonic()
        order = {"file": what.file} if what.file else {"words": what.words, "language": what.language, "pace": what.pace}
        try:
            orders.write(json.dumps({"id": self._number, **order}).encode() + b"\n")
        except OSError:
            self.end()

    def hear(self) -> None:
        """Takes what it says now, and waits for it if there is nothing."""
        came = os.read(self.file, 1 << 20) if self.file is not None else b""
        if not came:
            self.end()
            return
        self._came += came
        while (answer := self._answer()) is not None:
            number, sound = answer
            what, _ = self._asked.pop(number)
            self._took(what, sound)

    def _answer(self) -> tuple[int, Sound | None] | None:
        """The next whole answer."""
        head, found, _ = self._came.partition(b"\n")
        if not found:
            return None
        said = json.loads(head)
        first, length = len(head) + 1, said.get("bytes", 0)
        if len(self._came) < first + length:
            return None
        raw = bytes(self._came[first : first + length])
        del self._came[: first + length]
        return said["id"], None if said.get("failed") else Sound(array("h", raw), said["gain"])

    @property
    def is_late(self) -> bool:
        """Whether it hangs."""
        return any(time.monotonic() - since > MAKE_SECONDS for _, since in self._asked.values())

    def end(self) -> None:
        """It is gone, with all that it was asked for."""
        program, asked = self._program, list(self._asked.values())
        self._program, self._asked = None, {}
        self._came.clear()
        if program is not None:
            program.kill()
            program.wait()
            for pipe in (program.stdin, program.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()
        for what, _ in asked:
            self._took(what, None)


class Mouth:
    """Says one thing at a time. `report` takes the answers."""

    def __init__(self, output: Output, report: Report) -> None:
        self.output, self._report = output, report
        self.makers: dict[str, Maker] = {}
        self.dispatcher: Dispatcher | None = None
        self._id: int | None = None
        self._what: Wanted | None = None
        self._volume = 0.0
        self._kept: dict[Wanted, Sound] = {}
        self._heard = time.monotonic()
        self._reopened = False

    def take(self, order: dict[str, Any]) -> None:
        """One order; a new thing to say ends the last one, which is then not answered."""
        match order.get("do"):
            case "say" | "play":
                self._say(order)
            case "prepare":
                self._prepare(wanted(order))
            case "stop":
                self.stop()

    def warm(self, voice: str) -> None:
        """Gets a voice ready, and the way to the loudspeaker."""
        with suppress(NoOutputError, NoServiceError):
            if voice == DISPATCHER:
                self._service()
            else:
                self._maker(voice).warm()
            self.output.open()

    def stop(self) -> None:
        """Silence, at once."""
        was, self._id, self._what = self._what, None, None
        self.output.stop()
        self.output.ended()  # what came to its end by itself just now is told no more
        if was is not None and was.voice == DISPATCHER and self.dispatcher:
            try:
                self.dispatcher.stop()
            except NoServiceError:
                self._lose_service()

    def look(self) -> None:
        """What time alone brings: somebody hangs, the sound service is gone, or nothing was said for a while."""
        if self.output.ended() and not self.output.plays and self._id is not None:
            self._end("ended")
        for maker in list(self.makers.values()):
            if maker.is_late:
                maker.end()
        if self.output.is_lost:
            self._play_again()
        if self.output.plays:
            self._heard = time.monotonic()
        elif time.monotonic() - self._heard > REST_SECONDS:
            self.output.rest()

    def hear_service(self) -> None:
        """The speech service tells something."""
        try:
            ended = bool(self.dispatcher and self.dispatcher.ended())
        except NoServiceError:
            self._lose_service()
            return
        if ended and self._id is not None:
            self._end("ended")

    def close(self) -> None:
        self.output.close()
        for maker in self.makers.values():
            maker.end()

    # -- saying -----------------------------------------------------------------------------------------------------------

    def _say(self, order: dict[str, Any]) -> None:
        self.stop()
        self._id, self._what, self._volume, self._reopened = int(order["id"]), wanted(order), float(order.get("volume", 0.6)), False
        if self._what.voice == DISPATCHER:
            self._leave_to_service(self._what)
        elif (sound := self._kept.pop(self._what, None)) is not None:
            self._play(sound)
        else:
            self._maker(self._what.voice).make(self._what)

    def _prepare(self, what: Wanted) -> None:
        if what.voice != DISPATCHER and what not in self._kept:
            self._maker(what.voice).make(what)

    def _made(self, what: Wanted, sound: Sound | None) -> None:
        if what == self._what and self._id is not None and not self.output.plays:
            if sound is None:
                self._end("failed")
            else:
                self._play(sound)
        elif sound is not None:
            self._kept[what] = sound
            while len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]

    def _play(self, sound: Sound) -> None:
        self._heard = time.monotonic()
        self._sound = sound
        try:
            self.output.play(sound, self._volume)
        except NoOutputError:
            self._end("failed")

    def _play_again(self) -> None:
        """Nothing takes the sound: the sound service ended, and perhaps there is a new one."""
        self.output.close()
        if self._reopened:
            self._end("failed")
            return
        self._reopened = True
        self._play(self._sound)

    def _end(self, how: str) -> None:
        number, self._id, self._what = self._id, None, None
        self._report({how: number})

    def _maker(self, voice: str) -> Maker:
        return self.makers.setdefault(voice, Maker(voice, self._made))

    # -- a speech service, which plays by itself --------------------------------------------------------------------------

    def _service(self) -> Dispatcher:
        if self.dispatcher is None:
            self.dispatcher = Dispatcher()
        return self.dispatcher

    def _leave_to_service(self, what: Wanted) -> None:
        try:
            self._service().say(what.words, what.language, what.pace, self._volume)
        except NoServiceError:
            self._lose_service()

    def _lose_service(self) -> None:
        if self.dispatcher:
            self.dispatcher.close()
        self.dispatcher = None
        if self._id is not None:
            self._end("failed")


def listen(mouth: Mouth) -> None:
    """Takes orders, line by line as they come, until their end."""
    rest = b""
    with selectors.PollSelector() as ears:  # epoll would not see that a file of the same number is another one
        ears.register(0, selectors.EVENT_READ)
        ears.register(mouth.output.woken, selectors.EVENT_READ)
        while True:
            _attend(ears, mouth)
            for key, _ in ears.select(_LOOK_SECONDS):
                if key.fd == 0:
                    came = os.read(0, 1 << 16)
                    if not came:
                        return
                    *lines, rest = (rest + came).split(b"\n")
                    for line in lines:
                        mouth.take(json.loads(line))
                elif key.data is not None:
                    key.data()
            mouth.look()


def _attend(ears: selectors.BaseSelector, mouth: Mouth) -> None:
    """Listens to all that runs now, and to nothing that does not."""
    open_now: dict[int, Callable[[], None]] = {maker.file: maker.hear for maker in mouth.makers.values() if maker.file is not None}
    if mouth.dispatcher:
        open_now[mouth.dispatcher.file] = mouth.hear_service
    known = {key.fd: key.data for key in ears.get_map().values() if key.data is not None}
    for file in known.keys() - open_now.keys():
        ears.unregister(file)
    for file in open_now.keys() - known.keys():
        ears.register(file, selectors.EVENT_READ, open_now[file])


def _answer(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


def main(arguments: list[str]) -> int:
    """Speaks until the input ends."""
    parser = argparse.ArgumentParser(prog="voice_process")
    parser.add_argument("--output", default="")
    parser.add_argument("--warm", nargs="+", default=[PICO])
    asked = parser.parse_args(arguments)
    mouth = Mouth(Output(asked.output), _answer)
    for voice in asked.warm:
        mouth.warm(voice)
    try:
        listen(mouth)
    finally:
        mouth.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
