"""The icons in groups, each with other words that people look for it by; a test holds that every icon is here once."""

from __future__ import annotations

import re

GROUPS: dict[str, dict[str, str]] = {
    "Help and people": {
        "phone": "telephone call number", "siren": "emergency ambulance 911 crisis", "heart-handshake": "care support together",
        "hand-heart": "kindness giving", "hand-helping": "assistance support", "users": "people team staff group family",
        "person-standing": "person body man woman", "user-round-search": "find person look", "medal": "award quality expert",
        "stethoscope": "doctor nurse clinician exam",
    },
    "Body and feelings": {
        "heart": "love", "heart-pulse": "heartbeat pulse rate ecg", "activity": "pulse vital signs curve", "ear": "listen hearing",
        "hand": "stop touch raise", "footprints": "walk steps", "zap": "lightning energy nerves shock", "waves": "water calm dizziness",
        "wind": "air breath breathing", "puzzle": "piece fit part", "waypoints": "brain cells links network connections",
        "sprout": "plant growth grow new leaf", "turtle": "slow", "rabbit": "fast quick",
    },
    "Medicine, food and drink": {
        "pill": "medicine tablet drug capsule", "droplet": "drop blood infusion", "droplets": "drops liquid", "cup-soda": "drink water glass",
        "utensils": "food meal eat fork", "wine-off": "alcohol no-alcohol", "microscope": "laboratory lab test study research",
        "gauge": "pressure measure blood-pressure dose meter",
    },
    "Day and time": {
        "clock": "time hour hours watch", "timer": "stopwatch minutes duration", "hourglass": "wait waiting",
        "calendar-days": "calendar date day week appointment", "sunrise": "morning dawn", "sun": "day noon light", "sunset": "evening dusk",
        "moon": "night sleep", "cloud": "mood weather", "cloud-sun": "better mixed", "cloud-rain": "sad rain low",
    },
    "Places and ways": {
        "house": "home", "building-2": "building clinic hospital", "door-open": "door entrance leave exit room",
        "armchair": "chair seat rest recline sofa", "car": "drive driving ride parking", "bike": "bicycle machine", "backpack": "bag bring luggage",
        "signpost": "direction way sign next", "headphones": "music sound hear",
    },
    "Words, papers and money": {
        "message-circle": "speech bubble talk say", "messages-square": "conversation talk chat discuss",
        "message-circle-question-mark": "ask question speech", "mail": "email letter envelope post", "send": "submit",
        "languages": "language translate spanish", "book-open": "book read learn dictionary words", "file-text": "document file paper source form",
        "file-x": "no-file missing document", "clipboard-check": "checklist consent list test", "notebook-pen": "diary notes write",
        "pen-line": "sign signature write", "pencil": "edit write", "wallet": "money cost price pay insurance",
        "scale": "balance weigh law compare fair",
    },
    "Signs": {
        "check": "tick yes ok done", "x": "no close cross", "circle-x": "no not wrong", "octagon-x": "stop", "equal": "same equals",
        "plus": "add more and", "info": "information", "circle-question-mark": "question help unknown",
        "triangle-alert": "warning attention danger caution", "shield-alert": "risk safety protect", "lock": "private privacy secret safe closed",
        "monitor-x": "screen no-screen kiosk", "trending-up": "better rise increase improve", "move-up": "up higher", "repeat": "again repeated",
        "a-large-small": "text size letters",
    },
    "Buttons": {
        "chevron-left": "back left", "chevron-right": "next right forward", "arrow-big-up": "shift capitals", "delete": "erase backspace",
        "trash-2": "bin remove", "rotate-ccw": "start-over undo", "skip-back": "previous again", "play": "start", "pause": "halt",
        "volume-2": "loud speaker sound", "radio": "voice broadcast",
    },
}  # fmt: skip

_BY_WORD = {word: icon for group in reversed(GROUPS.values()) for icon, words in reversed(group.items()) for word in words.split()}
_FILE = re.compile(r"(?:.*[/\\])?([^/\\]+?)(?:[._ -](?:svg|png|jpe?g|gif|webp))?", re.IGNORECASE | re.DOTALL)


def bare(written: str) -> str:
    """The name of an icon that was written as a file: `icons/phone.svg` is `phone`."""
    named = _FILE.fullmatch(written.strip())
    return named[1] if named else written


def by_word(word: str) -> str:
    """The icon that somebody means by another word for it; empty if none is."""
    return _BY_WORD.get(word, "")
