"""Whether a slide talks in sentences, or in pieces like a telegram.

Pieces flatter a reading formula, which counts the words of a sentence, and they sound cold. They belong into columns of equal weight, where a
visitor compares them; elsewhere somebody speaks.
"""

from __future__ import annotations

import re

from kiosk.content.checks.findings import Findings, warning
from kiosk.content.model.deck import Slide
from kiosk.content.model.facts import IN_BRACES
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.model.walk import points
from kiosk.content.reading.format_errors import shown
from kiosk.yaml.key_path import KeyPath

MOST = 0.5
"""Of the points of a slide: with more of them in pieces it is a telegram."""
FEWEST_POINTS = 2
SURELY_WHOLE = 7
"""Words with a full stop behind them: so many are taken for a sentence, since no list knows all verbs."""
_ENDED = re.compile(r"[.!?…][\"”’»)]*$")
_BETWEEN = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_ENGLISH = """
am are be been being can can’t cannot could did do does don’t doesn’t had has have having he’s here’s how’s i’m i’ve i’ll is isn’t it’s
it’ll let let’s may might must needn’t never’s shall she’s should that’s there’s they’re they’ll was wasn’t we’ll we’re we’ve were weren’t
what’s will won’t would you’re you’ll you’ve began begun bring brought came chose drank drove drunk eat ate eaten fall fell felt find found
forget forgot gave get got go goes went grew hear heard held hurt keep kept knew know known lay lie lies lead led left lost made make mean
meant met paid pay put ran read rise rose said saw say see seen send sent set shown sit sleep slept sold speak spoke spent stand stood take
taken taught tell thought told took try tries tried understand understood woke wore write wrote written
"""
_ENGLISH_REGULAR = """
accept act add agree aim allow answer become apply approve arrive ask assess begin breathe bring call care cause change check choose clean close
come compare continue cost count cover cross cry decide deliver depend describe develop differ discuss drink drive drop ease eat end enjoy
enter expect explain face fade fail feel fill find finish fit flow follow forget get give go grow guess happen harm hear help hold hope hurt
improve include increase join keep know last lead learn leave let lie lift like listen live look lose lower love make matter mean measure
meet mention miss move name need notice offer open pass pause pay pick plan prefer prescribe prevent promise protect raise reach read
receive recommend recover relax remember repeat report rest return review rise run say see seem send shape share show sit sleep slow speak
spend stand start stay stop study suffer suggest support take talk tell test thank think touch treat try turn type understand use visit wait
walk want warn watch wear weigh wish wonder work worry write
"""
_SPANISH = """
acuerde ande anduvo conozca cuesta cuestan cuente cuenta da dan daba dar daría dé den deme diga digan dígale dígalo dígamelo díganos dice
dicen dijo dio dieron doy duerma duerme duermen duele duelen empieza empiece empiezan encuentra encuentre era eran es esté están está estaba
estaban estar estuvo fue fueron ha haber había habían haga hagan hace hacen hacer haya hay han he hecho hemos hizo hubo iba iban ir irá
juega llámenos muere mueve muestra muestran oiga oye oyen oyó pida pídanos pide piden pidió piensa piense piensan podemos podría podrá
podrán pueda puedan puede pueden pudo ponga pone ponen pongan puso quiera quieren quiere quiso recuerda recuerde saben sabe sabemos será
serán sea sean ser sienta siente sienten sintió sintieron siga sigue siguen siguió sirve sirven somos son soy suele suelen sé tenga tengan tenía tiene
tienen tenemos tuvo va van vaya vayan vamos ve vea vean ven venga viene vienen vino vio vuelva vuelve vuelven voy cae caen caiga crea creen
trae traen traiga oprima elija elige contesta rinde
"""
_SPANISH_REGULAR = """
abrir aceptar acompañar aconsejar actuar acudir afectar agregar aguantar ajustar aliviar anotar aplicar apoyar aprender aprobar apretar
atender aumentar avisar ayudar bajar beber borrar buscar cambiar causar combinar comer comparar comprobar comunicar comprender conocer
conseguir consultar contar contener contestar continuar controlar conversar correr costar creer cubrir cuidar cumplir curar dañar deber
decidir dejar depender desaparecer desear despertar determinar durar elegir empeorar entender entrar enviar escribir escuchar esperar
estudiar evaluar evitar explicar faltar firmar funcionar ganar guardar gustar hablar importar incluir informar intentar leer levantar llamar
llegar llenar llevar lograr mandar manejar mantener marcar medir mejorar mencionar mirar modificar necesitar notar observar ocurrir ofrecer
olvidar pagar parar parecer participar pasar perder permitir platicar preferir preguntar preocupar preparar presentar prestar probar
producir prometer proteger quedar quitar recetar recibir recomendar recuperar reducir regresar repetir reportar requerir reservar resolver
respirar responder revisar rociar salir servir soler subir sufrir superar suponer suspender tardar temblar terminar tocar tomar trabajar
traer tratar usar utilizar variar vender ver vigilar visitar vivir volver
"""
_ENDINGS = {
    "a": ("o", "as", "a", "amos", "an", "e", "es", "emos", "en", "é", "ó", "aron", "aba", "aban", "ando"),
    "e": ("o", "es", "e", "emos", "en", "a", "as", "amos", "an", "í", "ió", "ieron", "ía", "ían", "iendo"),
    "i": ("o", "es", "e", "imos", "en", "a", "as", "amos", "an", "í", "ió", "ieron", "ía", "ían", "iendo"),
}
_AFTER_THE_WHOLE = ("", "se", "lo", "la", "le", "nos", "á", "án", "ía", "ían")


def _english(verb: str) -> set[str]:
    past = f"{verb}d" if verb.endswith("e") else f"{verb}ed"
    ends = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"
    return {verb, past, ends, *({f"{verb[:-1]}ies", f"{verb[:-1]}ied"} if verb.endswith("y") else ()), f"{verb}{verb[-1]}ed"}


def _spanish(verb: str) -> set[str]:
    return {f"{verb[:-2]}{ending}" for ending in _ENDINGS[verb[-2]]} | {f"{verb}{ending}" for ending in _AFTER_THE_WHOLE}


_VERBS = {
    "en": frozenset(_ENGLISH.split()).union(*(_english(verb) for verb in _ENGLISH_REGULAR.split())),
    "es": frozenset(_SPANISH.split()).union(*(_spanish(verb) for verb in _SPANISH_REGULAR.split())),
}
_ENDED_LIKE_A_VERB = {"en": re.compile(r"n’t$"), "es": re.compile(r"(?:aron|ieron|aban|ían|[aei]rán?|ó)$")}
"""Endings that hardly another word has: a verb shows by them also where no list has it."""


def in_pieces(way: KeyPath, slide: Slide, code: str) -> Findings:
    """A slide speaks in whole sentences (CDC Clear Communication Index, item 8; PEMAT, item 5: a natural, active voice)."""
    if slide_kind(slide.kind).compared or code not in _VERBS:
        return
    said = [words for _, point in points(slide, way) if (words := point.text.in_(code)) and not IN_BRACES.search(words)]
    pieces = [words for words in said if fragment(words, code)]
    if len(said) >= FEWEST_POINTS and len(pieces) > MOST * len(said):
        wrong = f"Most of the {LANGUAGES[code]} of this slide is in pieces and not in sentences, such as “{shown(pieces[0])}”."
        yield warning(way, wrong, "Say it as you would to somebody beside you. Pieces fit side by side, in a slide of kind `compare`.")


def fragment(text: str, code: str) -> bool:
    """Whether most of a text is no sentence: it does not end like one, or is short and has no verb that we know."""
    said = _BETWEEN.split(text.replace("*", "").strip())
    return sum(_lacks_something(each, code) for each in said) * 2 > len(said)


def _lacks_something(sentence: str, code: str) -> bool:
    words = [word.casefold().replace("'", "’") for word in _WORDS.findall(sentence)]
    if not _ENDED.search(sentence):
        return True
    return len(words) < SURELY_WHOLE and not any(word in _VERBS[code] or _ENDED_LIKE_A_VERB[code].search(word) for word in words)
