"""Which slides a clinician signs: all but those that staff mark `about: clinic` and that say nothing of medicine (standards C18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.content.model.deck import Slide, Topic
from kiosk.unseen import as_seen

CLINIC = "clinic"
"""The name of the source that is the clinic itself."""
_OF_MEDICINE = re.compile(
    r"\b(?:"
    r"depress|anxi|suicid|symptom|dos(?:e|age|ing)|mg\b|side[- ]effect|risk|effective|relie[fv]|mood|better|improve|drug|medic(?:in|at)|blood|heart"
    r"|pregnan|diagnos|therap|fasting|eat(?:ing)?\b|percent"
    r"|depre[ns]|ansie|síntoma|dosis|efecto|riesgo|eficaz|eficac|alivi|ánimo|mejor|droga|medicament|sangre|presión|coraz|embaraz|ayun|comer\b"
    r"|por ciento)\w*|\d ?%|(?<!\d)\d+ (?:of|in|out of|de|de cada) \d+",
    re.IGNORECASE,
)
"""Words, and shares of people, in English and Spanish. A net and no proof: what it lets through is still for staff to judge."""


def is_medical(slide: Slide) -> bool:
    """Whether a clinician signs this slide: nobody has marked it, or it speaks of medicine all the same."""
    return not slide.about_clinic or any(medical_words(slide))


def medical_words(slide: Slide) -> Iterator[str]:
    """What in a slide speaks of medicine: what it claims, sources beside the clinic, words."""
    yield from (f"makes: {point.makes.value}" for point in slide.every_point() if point.makes)
    yield from (f"sources: [{name}]" for name in slide.all_sources() if name != CLINIC)
    for text in slide.texts():
        yield from (found[0] for _, words in text.versions if (found := _OF_MEDICINE.search(as_seen(words.replace("*", "")))))


def medical_slides(topic: Topic) -> tuple[Slide, ...]:
    """The slides of a topic that a clinician signs."""
    return tuple(slide for slide in topic.slides if is_medical(slide))
