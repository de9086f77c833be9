"""The child that knows the dictionaries. Questions come on standard input, a line of JSON each, and a line of JSON answers each.

`["own", code, words]` learns what is right besides, and answers with nothing; `["wrong", code, words]` answers with those that are in no dictionary;
`["instead", code, word]` with the likeliest words that are. Both dictionaries take 27 MB, and a suggestion takes up to a second.
"""

# Started by its file, with Python's own library and Hunspell alone: nothing of the kiosk is imported here.

from __future__ import annotations

import json
import os
import re
import resource
import sys
from contextlib import suppress
from typing import Any

from hunspell import Hunspell

_OWNERSHIP = re.compile(r"['’]s$")
_JOINED = re.compile(r"(?:me|te|se|nos|l[aeo]s?)$")
_UNACCENTED = str.maketrans("áéíóú", "aeiou")
MEMORY = 500_000_000
"""Bytes; two dictionaries with suggestions take 27 million."""


def owner(word: str) -> str:
    """Of a word with 's the word; else nothing."""
    return _OWNERSHIP.sub("", word) if _OWNERSHIP.search(word) else ""


def verb(word: str) -> str:
    """Of a Spanish verb with one or two pronouns at its end the verb: `escríbalo`, `mejorarle`, `díganoslo`. Else nothing.

    The dictionary has these of few verbs. But on an infinitive with one pronoun an accent stands in them: without it the word is a slip, and nothing
    comes of it.
    """
    stem = _JOINED.sub("", word)
    twice = _JOINED.sub("", stem)
    for part in (stem, twice):
        if part != word and len(part) > 2:
            bare = part.translate(_UNACCENTED)
            if bare != part or (part is stem and part.endswith(("ar", "er", "ir"))):
                return bare
    return ""


APART = {"en": (owner,), "es": (verb,)}
"""By language: what makes of a word another one, which makes it right."""


def opened(code: str, folder: str) -> Hunspell:
    """The dictionary of a language, with the words of medicine that lie beside it."""
    dictionary = Hunspell(code, hunspell_data_dir=folder)
    with open(f"{folder}/{code}.txt", encoding="utf-8") as more:  # noqa: PTH123  pathlib is one more thing to import
        for word in more:
            dictionary.add(word.strip())
    return dictionary


def answer(question: tuple[str, str, Any], known: dict[str, Hunspell], folder: str) -> list[str]:
    """What is answered to one question; `folder` is where the dictionaries lie."""
    what, code, of = question
    if code not in known:
        known[code] = opened(code, folder)
    dictionary = known[code]
    match what:
        case "own":
            for word in of:
                dictionary.add(word)
            return []
        case "wrong":
            return [word for word in of if not any(map(dictionary.spell, (word, *(part for apart in APART[code] if (part := apart(word))))))]
    return list(dictionary.suggest(of))


def main(folder: str) -> None:
    """Answers until nothing comes any more."""
    for what, most in {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_DATA: MEMORY}.items():
        with suppress(ValueError, OSError):  # macOS bounds no memory
            resource.setrlimit(what, (most, most))
    known: dict[str, Hunspell] = {}
    print("ready", flush=True)
    for line in sys.stdin.buffer:
        print(json.dumps(answer(json.loads(line), known, folder)), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
