"""Every point of the clinic's article is on a slide, in both languages, beside the care that the facts ask for.

Each row: the point, the slide that makes it, and words of that slide, in English and in Spanish, by which it makes it. A slide that
loses them has lost the point.
"""

from __future__ import annotations

import pytest
from shipped import SHIPPED

from kiosk.content.model.deck import Slide, Text

DECK = SHIPPED.deck
assert DECK
SLIDES = {f"{topic.id}/{slide.id}": slide for topic in DECK.topics for slide in topic.slides}

POINTS = {
    "T1 what to know about ketamine for depression": ("start/what-it-is", "What is ketamine treatment", "Qué es el tratamiento con ketamina"),
    "A1 looking for help again and again tires": ("start/not-alone", "can wear you out", "agota"),
    "A2 many have tried much and see no change": ("start/not-alone", "still feel stuck", "siguen igual"),
    "A3 asking for other choices makes sense": ("start/not-alone", "ask what else there is", "preguntar qué más hay"),
    "A4 it is one treatment to look at, and shows promise": ("start/what-it-is", "may help", "Puede ayudar"),
    "A5a people come for hope, answers and change": (
        "start/why-people-come",
        "hope for clear answers and for a change",
        "Esperan respuestas claras y un cambio",
    ),
    "A5b they want more than a prescription or a wait": (
        "start/why-people-come",
        "tired of new prescriptions and long waits",
        "cansadas de recetas y de esperas largas",
    ),
    "B1 most antidepressants act on serotonin": ("different/two-messengers", "act on serotonin", "sobre la serotonina"),
    "B2 they often need weeks": ("different/weeks-or-hours", "often need weeks", "suelen tardar semanas"),
    "B3 they do not help everyone": ("different/weeks-or-hours", "do not help everyone", "No ayudan a todos"),
    "B4 ketamine acts in another way": ("different/two-messengers", "acts in another way", "actúa de otra forma"),
    "B5 on glutamate": ("different/two-messengers", "works on a messenger called glutamate", "un mensajero llamado glutamato"),
    "B6 with which cells talk, adjust and link": ("different/two-messengers", "talk, adjust and link up", "se comunican, se adaptan y se conectan"),
    "B7 it may help useful links grow": ("different/new-links", "grow useful links", "crear conexiones útiles"),
    "B8 which may ease the way out of stuck thoughts": ("different/new-links", "step out of dark thoughts", "salir de pensamientos negativos"),
    "B9 speed is what people notice": ("different/weeks-or-hours", "What people notice most is the speed", "es la rapidez"),
    "B10 people differ": ("different/weeks-or-hours", "People differ", "Cada persona es distinta"),
    "B11 a shift in days, sometimes hours": ("different/weeks-or-hours", "within days, sometimes hours", "en días, a veces en horas"),
    "C1 treatment-resistant depression": ("for-me/who-may-ask", "Treatment-resistant depression", "Depresión resistente al tratamiento"),
    "C2 several antidepressants without relief": (
        "for-me/who-may-ask",
        "several antidepressants without enough relief",
        "varios antidepresivos sin alivio",
    ),
    "C3 low mood, emptiness, no hope": ("for-me/who-may-ask", "empty or without hope", "vacío o desesperanza"),
    "C4 still stuck in therapy or on medicine": ("for-me/who-may-ask", "take medicine and still feel stuck", "toma medicinas y sigue igual"),
    "C5 wanting another kind of option": ("for-me/who-may-ask", "a different kind of option", "una opción distinta"),
    "C6 not where treatment starts for everyone": (
        "for-me/not-first", "Most people try other treatments first", "La mayoría prueba antes otros tratamientos",
    ),
    "C7 in well chosen people it can help a lot": ("for-me/not-first", "it can help some people a lot", "puede ayudar mucho a algunas personas"),
    "D1 what does it feel like": ("infusion/what-it-feels-like", "What does it feel like?", "¿Qué se siente?"),
    "D2 a quiet, caring medical space": ("infusion/in-the-room", "quiet, caring space", "lugar tranquilo y acogedor"),
    "D3 trained staff supervise": ("infusion/in-the-room", "Trained staff keep an eye", "personal capacitado al pendiente"),
    "D4 about an hour": ("infusion/how-long", "about an hour", "alrededor de una hora"),
    "D5 seated in comfort": ("infusion/in-the-room", "sit in comfort", "esté cómodo o cómoda"),
    "D6 vital signs are watched": ("infusion/in-the-room", "blood pressure, heart rate and oxygen", "la presión, el pulso y el oxígeno"),
    "D7 feeling apart, senses changed": ("infusion/what-it-feels-like", "apart from the body", "fuera del cuerpo"),
    "D8 calm, inward, roomy": ("infusion/what-it-feels-like", "Deep in their own thoughts", "pensar en su vida"),
    "D9 someone takes you home": ("after/going-home", "takes you home", "le lleva a casa"),
    "D10 the rest of the day for rest": ("after/going-home", "rest of the day free", "libre el resto del día"),
    "D11 the odd feelings pass": ("infusion/how-long", "gone after 2 hours", "se había quitado 2 horas después"),
    "D12 better mood may outlast the visit": ("after/next-days", "last longer than the visit", "durar más que la visita"),
    "E0 depression easier to live with": ("change/a-lighter-load", "easier to live with", "más llevadera"),
    "E1 a lighter load, not quick joy": (
        "change/a-lighter-load",
        "a weight lifts. It is not sudden happiness",
        "se quitan un peso de encima. No es alegría de golpe",
    ),
    "E2 less despair": ("change/what-people-report", "Less despair", "menos desesperanza"),
    "E3a less going over the same thoughts": ("change/what-people-report", "thoughts that go round and round", "menos vueltas a las cosas"),
    "E3b less harsh inner talk": ("change/what-people-report", "kinder to themselves", "se tratan con más cariño"),
    "E4a more drive": ("change/what-people-report", "More get-up-and-go", "más ganas"),
    "E4b more room to adjust": ("change/what-people-report", "feelings less stuck", "vuelven a sentir"),
    "E5a part in therapy": ("change/what-people-report", "Going back to therapy", "vuelven a la terapia"),
    "E5b part in daily life": ("change/what-people-report", "and daily life", "y a la vida diaria"),
    "E6 a fresh start": ("change/use-better-days", "a fresh start", "un nuevo comienzo"),
    "E7 best beside therapy, people, ongoing care": (
        "change/use-better-days",
        "therapy, people who support you and ongoing care",
        "terapia, personas que le apoyen y atención continua",
    ),
    "F1 no cure": ("limits/not-a-cure", "does not cure depression", "no cura la depresión"),
    "F2 a useful piece of a larger plan": ("limits/not-a-cure", "one useful piece of a larger plan", "una parte útil de un plan más amplio"),
    "F3 a short run, top-ups if needed": ("after/your-plan", "six infusions in two to three weeks", "seis infusiones en dos o tres semanas"),
    "F4 better days for therapy and habits": (
        "change/use-better-days",
        "go further in therapy or to change a habit",
        "avanzar en la terapia o cambiar un hábito",
    ),
    "F5 the plan is made for the person": ("after/your-plan", "your plan is made for you", "su plan se hace para usted"),
    "F6 depression differs": ("after/your-plan", "differs from person to person", "es distinta en cada persona"),
    "G1 hope, nerves and doubt together": ("next/mixed-feelings", "hope, nerves and doubt", "esperanza, nervios y dudas"),
    "G2 that is common": ("next/mixed-feelings", "That is common", "Es muy común"),
    "G3 asking is not failing": ("next/mixed-feelings", "not failing", "no es fracasar"),
    "G4 no pressure, no wonders": ("next/our-promise", "no pressure on you, and we make no big promises", "ni le hacemos grandes promesas"),
    "G5 facts, skill, kindness": (
        "next/our-promise", "medical skill and kindness", "experiencia médica y buen trato",
    ),
    "G6 a choice with full information": ("next/our-promise", "You choose, once you know all", "Usted decide, cuando sepa todo"),
    "H1 change can seem impossible": ("next/more-choices", "make change seem impossible", "que el cambio parezca imposible"),
    "H2 newer treatments add choices": (
        "next/your-choices",
        "more choices, also to people who felt they had none",
        "más opciones, también a quien creía que ya no había",
    ),
    "H3 learn more, or just talk": ("next/talk-with-us", "just talk with our team", "solo platicar con nuestro equipo"),
    "H4 an invitation to look": ("next/talk-with-us", "ask us anything, and decide nothing today", "sin decidir nada hoy"),
    "R1 Zanos and Gould 2018": ("limits/three-papers", "zanos-2018", "zanos-2018"),
    "R2 Frontiers in Neuroscience 2023": ("limits/three-papers", "lullau-2023", "lullau-2023"),
    "R3 Dai 2022": ("limits/three-papers", "dai-2022", "dai-2022"),
}

CARE = {
    "988 beside loss of hope": ("for-me/who-may-ask", "988", "988"),
    "988 beside 'change seems impossible'": ("next/more-choices", "988", "988"),
    "off-label, and the FDA": ("limits/approved", "off-label", "uso no aprobado"),
    "the FDA approved it as an anesthetic": ("limits/approved", "anesthetic", "anestésico"),
    "the law controls it": ("limits/over-time", "law controls", "controlado por la ley"),
    "the spray is approved": ("limits/approved", "esketamine", "esketamina"),
    "FDA alert: misuse": ("limits/fda-warning", "misuse", "abuso"),
    "FDA alert: sleepiness": ("limits/fda-warning", "sleepiness", "sueño"),
    "FDA alert: feeling apart": ("limits/fda-warning", "feeling apart", "fuera de la realidad"),
    "FDA alert: mental problems": ("limits/fda-warning", "mental problems", "problemas mentales"),
    "FDA alert: blood pressure": ("limits/fda-warning", "higher blood pressure", "presión alta"),
    "FDA alert: slow breathing": ("limits/fda-warning", "slow breathing", "respiración lenta"),
    "FDA alert: bladder": ("limits/fda-warning", "bladder trouble", "vejiga"),
    "FDA alert: no proof of an edge": ("limits/fda-warning", "no proof", "no vio pruebas"),
    "who should not have it: blood pressure": ("for-me/when-not", "High blood pressure that is not under control", "Presión alta sin controlar"),
    "who should not have it: aneurysm": ("for-me/when-not", "aneurysm", "aneurisma"),
    "who should not have it: bleed": ("for-me/when-not", "bleed in the brain", "Haber tenido un sangrado en el cerebro"),
    "who should not have it: artery and vein": ("for-me/when-not", "A tangle of blood vessels", "Un enredo de vasos sanguíneos"),
    "who should not have it: pregnancy": ("for-me/when-not", "Pregnant, trying for a baby, or nursing", "quiere embarazarse o da el pecho"),
    "who should not have it: psychosis": ("for-me/usually-not", "Psychosis", "Psicosis"),
    "only a clinician can tell": ("for-me/tell-us-first", "Only a clinician can tell", "Solo un médico u otro profesional de salud puede decir"),
    "never stop a medicine alone": (
        "for-me/your-medicines", "Never stop or change one on your own",
        "No deje ni cambie ninguna medicina por su cuenta",
    ),
    "benzodiazepines": ("for-me/your-medicines", "benzodiazepines", "benzodiacepinas"),
    "benzodiazepines can kill": (
        "for-me/your-medicines", "slow your breathing so much that you could die",
        "tan lenta la respiración que podría morir",
    ),
    "opioids slow breathing": ("for-me/your-medicines", "slow your breathing", "hacen respirar muy despacio"),
    "when to stop eating": ("infusion/get-ready", "stop eating and drinking", "dejar de comer y beber"),
    "no driving for a night and a day": (
        "after/no-driving",
        "for 24 hours, and not before a good night’s sleep",
        "hasta que pasen 24 horas y haya dormido bien una noche",
    ),
    "if one feels worse": ("after/if-you-feel-worse", "Call or text 988 now", "Llame ahora al 988"),
    "when one stops": ("after/when-to-stop", "If it does not help", "Si no ayuda"),
    "signs of a stroke": ("after/when-to-call", "drooping face", "tuerce la cara"),
    "when to call 911": ("after/when-to-call", "Chest pain", "Dolor de pecho"),
    "what much better means": ("change/much-better", "fell by half or more", "bajaron por lo menos a la mitad"),
    "some trials found no edge": ("change/what-studies-say", "No clear difference", "Sin diferencia clara"),
    "other choices": ("limits/other-choices", "Talk therapy", "Terapia"),
    "all choices side by side": ("limits/side-by-side", "Nothing for now", "Ketamina por la vena"),
    "doing nothing for now": ("limits/other-choices", "Nothing for now", "Nada por ahora"),
    "cost": ("limits/cost", "$500 to $1,000", "500 a 1,000 dólares"),
    "it can come back": ("limits/not-a-cure", "often comes back", "la depresión vuelva"),
    "long-term harm is not known": ("limits/weigh-it-up", "Harm from years", "Si hace daño recibirla durante años"),
    "not for an emergency": ("next/talk-with-us", "not for an emergency", "no es para emergencias"),
}


def said(slide: Slide, language: str) -> str:
    texts: list[Text] = [*slide.texts()]
    return " ".join([*(text.in_(language) for text in texts), *slide.sources]).replace("*", "")


@pytest.mark.parametrize(("slide", "english", "spanish"), (POINTS | CARE).values(), ids=(POINTS | CARE).keys())
def test_the_point_is_on_its_slide(slide: str, english: str, spanish: str) -> None:
    assert english in said(SLIDES[slide], "en")
    assert spanish in said(SLIDES[slide], "es")


def test_the_article_has_sixty_seven_points() -> None:
    assert len(POINTS) == 67


def test_a_visitor_reaches_988_beside_every_text_about_despair() -> None:
    """Text about hopelessness never stands alone (Action Alliance framework; standards C7)."""
    for name, slide in SLIDES.items():
        if "without hope" in said(slide, "en") or "despair" in said(slide, "en"):
            assert "988" in said(slide, "en"), name
            assert "988" in said(slide, "es"), name
