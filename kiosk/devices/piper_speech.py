"""Piper, in the environment where it is installed: that has its own Python, which runs this file and knows nothing of the kiosk.

`python piper_speech.py VOICE.onnx` reads lines `{"words": ..., "pace": 1.0}` and answers each by a line `{"hertz": 22050, "bytes": 70000}` and so
many bytes: 16-bit samples of one channel.
"""

import json
import sys

from piper import PiperVoice, SynthesisConfig  # type: ignore[import-not-found]  # it is in another environment


def main(model: str) -> None:
    """Until the input ends."""
    voice = PiperVoice.load(model)
    out = sys.stdout.buffer
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        chunks = list(voice.synthesize(order["words"], SynthesisConfig(length_scale=1 / order["pace"])))
        sound = b"".join(chunk.audio_int16_bytes for chunk in chunks)
        out.write(json.dumps({"hertz": chunks[0].sample_rate if chunks else 22050, "bytes": len(sound)}).encode() + b"\n" + sound)
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
