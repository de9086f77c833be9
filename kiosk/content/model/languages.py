"""The languages that the kiosk has words for."""

from __future__ import annotations

LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "de": "German",
    "fr": "French",
    "ht": "Haitian Creole",
    "it": "Italian",
    "pl": "Polish",
    "pt": "Portuguese",
    "tl": "Tagalog",
}
"""The languages of texts: those whose letters the bundled font has. One more is a line here, in `Text` and in `Forms`, and a font."""
SHIPPED_LANGUAGES = ("en", "es")
"""What texts are taken to be in while clinic.yaml cannot be read."""
