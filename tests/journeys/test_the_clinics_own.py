"""What only the clinic knows stands where a visitor looks for it, on every screen, and is read aloud."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY
from measuring import faults, undrawn
from visitor import Visitor

from content import sample
from kiosk.content.model.form import THANKS
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.screens.script import Manner, script
from kiosk.staff.content.all_screens import walk
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.moves import ChoseComfort, PanelOpened
from kiosk.visit.states import Panel, PanelKind, Reading, SigningUp

Make = Callable[..., Visitor]
ENGLISH = "On Thursday, November 26, we are closed all day. You can reach us again on Friday. We wish you a very quiet holiday."
SPANISH = "El jueves 26 de noviembre cerramos todo el día. El viernes estamos otra vez para usted. Le deseamos un feriado tranquilo"
FACTS = f"""\
notice: {{text: {{en: "{ENGLISH}", es: "{SPANISH}"}}, from: 2026-11-23, until: 2026-11-26}}
phone: (706) 555-0123
after_hours: (706) 555-0124
address: 123 North Milledge Avenue, Suite 4, Athens, GA 30601
hours: Mon-Thu 8:00-12:00, 13:00-17:00, Fri 8:00-13:00
call_back: {{en: within two working days, es: en dos días hábiles}}
parking: {{en: Behind the house. It is free., es: Detrás de la casa. Es gratis.}}
price: {{en: a visit is $450., es: una visita cuesta 450 dólares.}}
who_treats: {{en: A doctor and a nurse., es: Una doctora y un enfermero.}}
"""
SLIDE = """\
  - slide: call-us
    about: clinic
    title: {en: Call us, es: Llámenos}
    points:
      - {icon: phone, en: "Call {phone}.", es: "Llame al {phone}."}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The content that ships, with all that a clinic can fill in, as long as it can be."""
    folder = tmp_path_factory.mktemp("own")
    content = Path(shutil.copytree(PROJECT / "content", folder / "content"))
    with (content / "clinic.yaml").open("a", encoding="utf-8") as file:
        file.write(FACTS)
    with (content / "topics" / "80-next.yaml").open("a", encoding="utf-8") as file:
        file.write(SLIDE)
    library, problems = open_library(content, folder / "data", TODAY)
    assert library, problems
    return library


def test_a_notice_shows_and_goes_while_the_kiosk_runs(visitor: Make, own: Library) -> None:
    today = [datetime(2026, 11, 26, 12)]
    here = visitor(own=own, now=lambda: today[0])
    assert here.sees(ENGLISH)
    assert here.sees(SPANISH)
    here.kiosk.visit.act("wake:en")
    assert here.rest().sees(ENGLISH)
    assert not here.sees(SPANISH)
    assert ENGLISH.split(". ", maxsplit=1)[0] + "." in [each.words for each in script(here.kiosk.deck.uppermost(), Manner())]
    today[0] = datetime(2026, 11, 27)
    here.kiosk.visit.act("finish")
    here.kiosk.look_at_the_clock()
    assert not here.rest().sees(ENGLISH)


ON = {
    "help": {"en": ("This clinic: (706) 555-0123. After hours: (706) 555-0124.",),
             "es": ("Esta clínica: (706) 555-0123. Fuera de horario: (706) 555-0124.",)},
    "consultation": {"en": ("Monday to Thursday, 8:00 am to 12:00 pm", "123 North Milledge Avenue"), "es": ("Lunes a jueves, de 8:00 a. m.",)},
    "thanks": {"en": ("You will hear from us within two working days.",), "es": ("Tendrá noticias nuestras en dos días hábiles.",)},
}  # fmt: skip
"""What stands where, beside the notice."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_fact_stands_where_it_is_looked_for(visitor: Make, own: Library, language: str) -> None:
    here = visitor(own=own)
    assert "(706) 555-0123" in here.texts()
    here.kiosk.visit.act(f"wake:{language}")
    assert "(706) 555-0123" in here.rest().texts()
    seen = {"help": _all_pages(here, "help:0")}
    here.kiosk.visit.act("close")
    seen["consultation"] = _all_pages(here, "open:consultation//0")
    here.kiosk.visit.act("close")
    here.kiosk.visit.go(SigningUp(THANKS))
    seen["thanks"] = here.rest().texts().replace("\u00a0", " ")
    assert [words for name, by in ON.items() for words in by[language] if words not in seen[name]] == []


def _all_pages(here: Visitor, opens: str) -> str:
    here.kiosk.visit.act(opens)
    texts = here.rest().texts()
    while ahead := here.kiosk.deck.shown.turns.ahead:
        here.kiosk.visit.act(ahead)
        texts += here.rest().texts()
    return texts.replace("\u00a0", " ")


def test_what_says_nothing_of_medicine_is_no_draft(visitor: Make, own: Library) -> None:
    here = visitor(own=own)
    here.kiosk.visit.act("wake:en")
    seen: dict[str, bool] = {}
    for question in ("when-open", "will-it-work"):
        here.kiosk.visit.move(PanelOpened(Panel(PanelKind.ANSWER, question)))
        seen[question] = here.rest().sees("not yet checked by a clinician")
    for slide in ("mixed-feelings", "call-us"):
        here.kiosk.visit.go(Reading("next", slide))
        seen[slide] = here.rest().sees("not yet checked by a clinician")
    assert seen == {"when-open": False, "will-it-work": True, "mixed-feelings": True, "call-us": False}
    assert "Call (706) 555-0123." in here.texts().replace("\u00a0", " ")


LATER = ("this_clinic", "call_after_hours", "hear_from_us", "our_number")


def test_a_clinic_that_has_no_words_for_it_yet_sees_the_facts_alone(visitor: Make, tmp_path: Path) -> None:
    words = "".join(line for line in sample.interface().splitlines(keepends=True) if line.partition(":")[0] not in LATER)
    library, problems = open_library(sample.write(tmp_path / "content", interface=words), tmp_path / "data", TODAY)
    assert library, problems
    here = visitor(own=library)
    here.kiosk.visit.act("wake:en")
    seen = _all_pages(here, "help:0")
    here.kiosk.visit.act("close")
    here.kiosk.visit.go(SigningUp(THANKS))
    seen += here.rest().texts()
    assert "(706) 555-0123." in seen
    assert [word for word in LATER if word in seen] == []


GLASSES = {"across": LANDSCAPE, "upright": PORTRAIT, "upright, 21.5": ((1080, 1920), (268.0, 476.0)), "1280x720": ((1280, 720), (476.0, 268.0))}


@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGEST])
@pytest.mark.parametrize("glass", GLASSES.values(), ids=GLASSES.keys())
def test_all_of_it_fits(visitor: Make, own: Library, glass: Any, size: TextSize) -> None:
    here = visitor(glass, own=own)
    wrong, told = [], dict.fromkeys(("attract", "home", "help", "consultation", "thanks"), "")
    with undrawn(here.kiosk.window):
        for language in ("en", "es"):
            notice = own.notice.in_(language)
            for name, _ in takewhile(lambda each: not each[0].startswith("start"), walk(here.kiosk, own, language, Comfort(size))):
                wrong += [f"{language} {name}: {fault}" for fault in faults(here)]
                told[name.split("-")[0]] = told.get(name.split("-")[0], "") + here.texts()
            here.kiosk.visit.go(SigningUp(THANKS))
            wrong += [f"{language} thanks: {fault}" for fault in faults(here)]
            told["thanks"] += here.texts() if here.kiosk.signup.pages == 1 else notice
            assert [name for name, texts in told.items() if notice not in texts and name != "comfort"] == []
    assert not wrong


@pytest.mark.parametrize("size", list(TextSize))
def test_the_clinics_name_and_number_end_above_what_stands_under_them(visitor: Make, own: Library, size: TextSize) -> None:
    here = visitor(PORTRAIT, own=own)
    here.kiosk.visit.act("wake:en")
    here.kiosk.visit.move(ChoseComfort(Comfort(size)))
    here.rest()
    (number,) = [each for each in here.everything() if each.name == own.clinic.phone and each.item.isVisible()]
    assert number.box.bottom() <= here.kiosk.screen.measures.unit * 27


@pytest.mark.parametrize(("call_back", "icon"), [("call_back: {en: within a day, es: en un día}\n", "calendar-days"), ("", "phone")])
def test_the_number_in_the_thanks_holds_together_beside_the_right_sign(visitor: Make, tmp_path: Path, call_back: str, icon: str) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    with (content / "clinic.yaml").open("a", encoding="utf-8") as file:
        file.write(f"phone: (706) 555-0123\n{call_back}")
    library, problems = open_library(content, tmp_path / "data", TODAY)
    assert library, problems
    here = visitor(own=library)
    here.kiosk.visit.act("wake:en")
    here.kiosk.visit.go(SigningUp(THANKS))
    (told,) = [part for part in here.kiosk.signup.property("page")["body"]["parts"] if "555-0123" in str(part)]
    assert "(706)&nbsp;555-0123" in str(told)
    assert f"'{icon}'" in str(told)
