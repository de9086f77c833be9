"""What each step at the desk is called afterwards."""

from __future__ import annotations

import pytest

from content import sample
from kiosk.content.edits.step_words import several, step_words
from kiosk.content.reading.folder import read_any
from kiosk.yaml.key_path import KeyPath

FILE = "topics/40-infusion.yaml"
BOTH = ("en", "es")


def said(old: str, new: str, way: KeyPath = (), file: str = FILE, language: str = "en") -> str:
    before, after = (read_any(text.encode(), file, BOTH) for text in (old, new))
    return step_words(before, after, way, language)


TITLE = read_any(sample.INFUSION.encode(), FILE, BOTH).value.title.in_("en")
SLIDE = read_any(sample.INFUSION.encode(), FILE, BOTH).value.slides[0].title.in_("en")


def test_a_topic_that_comes_or_goes() -> None:
    assert said("", sample.INFUSION) == f"Added the topic “{TITLE}”"
    assert said(sample.INFUSION, "") == f"Deleted the topic “{TITLE}”"


def test_files_that_say_what_they_are() -> None:
    assert said("a: b", "a: c", file="translations.yaml") == "Marked a translation as fitting"
    assert said("a: b", "a: c", file="dictionary.yaml") == "Added a word to your dictionary"


@pytest.mark.parametrize(("count", "words"), [(1, "Replaced words in one text"), (2, "Replaced words in 2 texts")])
def test_words_that_were_replaced(count: int, words: str) -> None:
    assert several(count) == words


def test_a_title_that_was_changed_is_named_with_its_slide() -> None:
    fresh = sample.INFUSION.replace(SLIDE, "Another title")
    assert said(sample.INFUSION, fresh, ("slides", 0, "title", "en")) == "Changed the title of “Another title”"


def test_a_file_that_cannot_be_read_is_named_by_what_can() -> None:
    broken = sample.INFUSION + "\n  nothing: [\n"
    assert said(sample.INFUSION, broken, ("slides", 0, "title")) == f"Changed “{SLIDE}”"
    assert said(broken, sample.INFUSION, ("slides", 0, "title")) == f"Changed “{SLIDE}”"
