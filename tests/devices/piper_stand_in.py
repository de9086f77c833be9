"""A voice of Piper's without Piper: an environment with a package that answers as its does, notes what it says, and dies of one word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PIPER = """
import os

class SynthesisConfig:
    def __init__(self, length_scale): self.length_scale = length_scale

class Chunk:
    def __init__(self, sound): self.sample_rate, self.audio_int16_bytes = 22050, sound

class PiperVoice:
    @staticmethod
    def load(model):
        PiperVoice.said = model + ".said"
        return PiperVoice()
    def synthesize(self, words, config):
        if DIES_OF in words:
            os._exit(1)
        with open(self.said, "a") as said:
            print(words, file=said)
        return [Chunk(b"\\x00\\x20\\x00\\xe0" * (500 * len(words)))]
"""


def made_in(folder: Path, *, dies_of: str) -> Path:
    """The environment there, and in it the model that settings name; what was said stands beside it, in a file ending in `.said`."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (next(folder.glob("lib/python*/site-packages")) / "piper.py").write_text(_PIPER.replace("DIES_OF", repr(dies_of)))
    model = folder / "es.onnx"
    model.write_bytes(b"a voice")
    return model
