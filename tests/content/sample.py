"""A small content folder that is right in everything, as the files staff would write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.reading.interface_words import SCREEN_WORDS
from kiosk.problems import Problem

BARE_CLINIC = """\
name: Athens Ketamine Center
languages: [en, es]
mark: clinic-mark.svg
headline: {en: Wondering about ketamine?, es: ¿Piensa en la ketamina?}
invitation: {en: See what it is., es: Vea qué es.}
pictures: [attract-morning.svg]
consultation:
  - {en: Please ask at the front desk., es: Pregunte en la recepción.}
"""
"""Without what a clinic may fill in."""
CLINIC = f"""\
{BARE_CLINIC}phone: (706) 555-0123
after_hours: (706) 555-0124
address: 123 Main Street, Athens, GA 30601
hours: Mon-Fri 8:00-17:00
call_back: {{en: within two days, es: en dos días}}
parking: {{en: Behind the house., es: Detrás de la casa.}}
price: {{en: It is $450., es: Son 450 dólares.}}
who_treats: {{en: A doctor., es: Una doctora.}}
website: www.example.org
"""

HELP = """\
title: {en: Help is here, es: Hay ayuda}
intro:
  en: If you or someone you know is struggling or in crisis, help is available. Call or text 988 or chat 988lifeline.org.
  es: Si usted o alguien que conoce está en crisis, hay ayuda. Llame al 988 y oprima 2, o envíe AYUDA al 988.
lines:
  - icon: phone
    title: {en: Call or text 988, es: Llame al 988}
    text: {en: It is free and private., es: Es gratis y privado.}
  - icon: hand
    title: {en: In danger now?, es: ¿Está en peligro?}
    text: {en: Call 911 or tell the staff., es: Llame al 911 o avise al personal.}
"""

WORDS = """\
- word: infusion
  forms: {en: [infusion], es: [infusión]}
  says: {en: Infusion, es: Infusión}
  means: {en: Medicine that drips into a vein., es: Un medicamento que entra gota a gota por la vena.}
"""

SOURCES = """\
- source: clinic
  cite: Our clinic's own practice
  what: {en: What we do here., es: Lo que hacemos aquí.}
- source: zarate-2006
  cite: Zarate CA and others. Arch Gen Psychiatry 2006;63:856-864
  link: 10.1001/archpsyc.63.8.856
  what: {en: A small trial., es: Un estudio pequeño.}
  found: {en: 12 of 17 people felt better the next day., es: 12 de 17 personas se sintieron mejor al otro día.}
  not_shown: {en: If it lasts., es: Si dura.}
"""

INFUSION = """\
topic: infusion
title: {en: Your infusion, es: Su infusión}
picture: topic-infusion.svg
tint: apricot
owner: Clinical lead
checked: 2026-11-01
review_by: 2027-05-01
slides:
  - slide: in-the-room
    kind: points
    title: {en: A quiet hour, es: Una hora tranquila}
    picture: {file: room.svg, says: {en: A chair by a window., es: Un sillón junto a una ventana.}}
    points:
      - icon: droplet
        en: The drip runs for **about an hour** here.
        es: El goteo dura **cerca de una hora** aquí.
        makes: claim
        sources: [clinic]
      - en: You can ask us to stop.
        es: Puede pedirnos que paremos.
  - slide: the-day
    kind: steps
    title: {en: How the day goes, es: Cómo es el día}
    picture: {file: room.svg, says: {en: A chair by a window., es: Un sillón junto a una ventana.}}
    steps:
      - {at: {en: First, es: Primero}, title: {en: You come in, es: Usted llega}, icon: droplet,
         en: We check your heart., es: Le revisamos el corazón.}
      - {at: {en: Then, es: Luego}, title: {en: You rest, es: Usted descansa}, icon: droplet,
         en: The drip runs., es: El goteo corre.}
      - {at: {en: Last, es: Al final}, title: {en: You go home, es: Vuelve a casa}, icon: droplet,
         en: A friend takes you home., es: Un amigo le lleva a casa.}
"""

CHANGE = """\
topic: change
title: {en: What may change, es: Qué puede cambiar}
picture: topic-change.svg
owner: Clinical lead
checked: 2026-11-01
review_by: 2027-05-01
slides:
  - slide: both-sides
    kind: compare
    title: {en: Both sides, es: Los dos lados}
    columns:
      - title: {en: May help, es: Puede ayudar}
        icon: droplet
        points:
          - {en: Some people feel better in a day., es: Unas personas se sienten mejor en un día.,
             makes: benefit, sources: [zarate-2006]}
      - title: {en: Risks, es: Riesgos}
        points:
          - {en: It may not last., es: Puede no durar., makes: limit, sources: [zarate-2006]}
  - slide: some
    kind: cards
    title: {en: Good to know, es: Bueno saber}
    picture: {file: room.svg, says: {en: A chair., es: Un sillón.}}
    cards:
      - {title: {en: A ride, es: Un viaje}, icon: droplet, en: A friend takes you home., es: Un amigo le lleva a casa.}
      - {title: {en: Food, es: Comida}, icon: droplet, en: Ask us when to eat., es: Pregunte cuándo comer.}
  - slide: of-seventeen
    kind: dots
    title: {en: How many felt better, es: Cuántos se sintieron mejor}
    dots: {filled: 12, of: 17, says: {en: 12 of 17 people, es: 12 de 17 personas}}
    points:
      - {en: It was a small test., es: Fue una prueba pequeña., makes: limit, sources: [zarate-2006]}
  - slide: with-and-without
    kind: people
    title: {en: How many felt dizzy, es: Cuántos se marearon}
    groups:
      - {title: {en: With it, es: Con esto}, filled: 57, of: 100, makes: risk, sources: [zarate-2006],
         en: 57 of 100 felt dizzy., es: 57 de cada 100 se marearon.}
      - {title: {en: Without, es: Sin esto}, filled: 12, of: 100, makes: risk, sources: [zarate-2006],
         en: 12 of 100 felt dizzy., es: 12 de cada 100 se marearon.}
    points:
      - {en: It went away., es: Se quitó.}
  - slide: no-driving
    kind: statement
    title: {en: No driving today, es: Hoy no maneje}
    picture: {file: room.svg, says: {en: A chair., es: Un sillón.}}
    points:
      - {en: Do not drive until the next day., es: No maneje hasta el día siguiente.}
  - slide: where-from
    kind: sources
    title: {en: Where this comes from, es: De dónde viene esto}
    sources: [clinic, zarate-2006]
  - slide: what-applies
    kind: checklist
    title: {en: What applies to you, es: Qué es cierto para usted}
    intro: {en: Nothing is kept., es: No se guarda nada.}
    things:
      - {thing: heart, title: {en: Heart trouble, es: Mal del corazón}, icon: droplet, makes: risk, sources: [zarate-2006],
         en: It may beat faster., es: Puede latir más rápido.}
      - {thing: stairs, title: {en: Stairs are hard, es: Las escaleras cuestan}, sources: [clinic],
         en: We can help., es: Podemos ayudarle.}
  - slide: what-matters
    kind: weighing
    title: {en: What matters, es: Qué importa}
    intro: {en: Touch one each., es: Toque una en cada una.}
    statements:
      - statement: fast
        icon: droplet
        title: {en: Feeling better fast, es: Sentirme mejor pronto}
        points:
          - {en: It may be fast., es: Puede ser pronto., makes: benefit, sources: [zarate-2006]}
          - {en: It may not help., es: Puede no ayudar., makes: limit, sources: [zarate-2006]}
      - statement: cost
        title: {en: A low cost, es: Que cueste poco}
        points:
          - {en: Ask us first., es: Pregunte antes., makes: claim, sources: [clinic]}
          - {en: You may pay all., es: Quizá pague todo., makes: risk, sources: [clinic]}
  - slide: side-by-side
    kind: table
    title: {en: Side by side, es: Lado a lado}
    intro: {en: How is it given?, es: ¿Cómo se da?}
    choices:
      - {choice: talk, icon: droplet, title: {en: Talking, es: Hablar}, en: You talk., es: Usted habla.}
      - {choice: pill, title: {en: A pill, es: Una pastilla}, en: You swallow it., es: Se la traga.}
    rows:
      - title: {en: How soon does it help?, es: ¿Qué tan pronto ayuda?}
        points:
          - {choice: talk, en: After weeks., es: En semanas., makes: limit, sources: [zarate-2006]}
          - {choice: pill, en: It may be days., es: Pueden ser días., makes: benefit, sources: [zarate-2006]}
  - slide: the-room
    kind: picture
    title: {en: The room, es: La sala}
    picture: {file: room.svg, says: {en: A chair by a window., es: Un sillón junto a una ventana.}}
"""
SLIDES_OF_CHANGE = CHANGE.count("- slide:")

QUESTIONS = """\
- group: does-it-work
  title: {en: Does it work?, es: ¿Sirve?}
  icon: droplet
  questions:
    - question: will-it-work
      asks: {en: Will it work for me?, es: ¿Me va a servir?}
      see: change/both-sides
      points:
        - {en: It may., es: Puede ser., makes: benefit, sources: [zarate-2006]}
        - {en: It may not last., es: Puede no durar., makes: limit, sources: [zarate-2006]}
    - question: ask-time
      asks: {en: How long should I leave free?, es: ¿Cuánto tiempo reservo?}
"""

SIGNUP = """\
notice:
  title: {en: Ask us, es: Pregunte}
  points:
    - {en: In danger? Call 911 or 988., es: ¿Peligro? Llame al 911 o al 988.}
at_least_one: [phone, email]
questions:
  - {question: name, kind: name, required: yes, title: {en: Your name?, es: ¿Su nombre?}, label: {en: Name, es: Nombre},
     error: {en: Please type it., es: Escríbalo.}}
  - {question: phone, kind: phone, title: {en: Your number?, es: ¿Su número?}, label: {en: Phone, es: Teléfono}}
  - {question: email, kind: email, title: {en: Your e-mail?, es: ¿Su correo?}, label: {en: E-mail, es: Correo},
     error: {en: One of the two., es: Uno de los dos.}}
  - question: when
    kind: some
    needs: phone
    title: {en: When?, es: ¿Cuándo?}
    label: {en: When, es: Cuándo}
    options:
      - {option: morning, en: Mornings, es: En la mañana}
      - {option: evening, en: Evenings, es: En la tarde}
  - question: consent
    kind: consent
    required: yes
    title: {en: May we?, es: ¿Podemos?}
    label: {en: Agreed, es: Acepta}
    error: {en: Touch one., es: Toque una.}
    options:
      - {option: call, needs: phone, en: You may call me., es: Pueden llamarme.}
      - {option: email, needs: email, en: You may e-mail me., es: Pueden escribirme.}
thanks:
  title: {en: Thank you, es: Gracias}
  points:
    - {en: Now? Call 911 or 988., es: ¿Ahora? Llame al 911 o al 988.}
"""

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#DDEBEC"/></svg>\n'
)
PICTURES = ("clinic-mark", "attract-morning", "topic-infusion", "topic-change", "topic-questions", "take-along", "room")
ICONS = frozenset({"droplet", "phone", "hand"})

SAID = {
    "draft": ("Draft", "Borrador"), "what_it_does_not_show": ("Not", "No"), "raise_lead": ("Not", "No"), "matters_lead": ("Not", "No"),
}  # fmt: skip
"""Words that the others may not be in the place of."""


def interface() -> str:
    """Words for every button."""
    lines = []
    for name, filled_in in SCREEN_WORDS.items():
        places = " ".join(f"{{{each}}}" for each in filled_in)
        english, spanish = SAID.get(name, ("Word", "Palabra"))
        lines.append(f'{name}: {{en: "{english} {places} 988", es: "{spanish} {places} 988"}}')
    return "\n".join(lines) + "\n"


FILES = {
    "clinic.yaml": CLINIC,
    "help.yaml": HELP,
    "words.yaml": WORDS,
    "sources.yaml": SOURCES,
    "questions.yaml": QUESTIONS,
    "interface.yaml": interface(),
    "signup.yaml": SIGNUP,
    "topics/10-infusion.yaml": INFUSION,
    "topics/20-change.yaml": CHANGE,
}


def write(folder: Path, **changed: str) -> Path:
    """Writes the sample into the folder; `changed` has other texts by the names of files: clinic="..."."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem.lstrip("0123456789-"), text), encoding="utf-8")
    (folder / "pictures").mkdir(exist_ok=True)
    for name in PICTURES:
        (folder / "pictures" / f"{name}.svg").write_text(DRAWING, encoding="utf-8")
    return folder


def apart_from_sign_off(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without those of every changed sample: that no clinician has read a text yet, and that a picture is not used any more."""
    return tuple(problem for problem in problems if "No clinician has signed off" not in problem.wrong and "not used anywhere" not in problem.wrong)
