"""Words the kiosk never says, in both languages, and marks it cannot show.

Source of the list: standards C3, C7, C15 and C16 (FTC guidance on health claims; the Action Alliance framework for
messages about suicide) and the fact brief, sections 8 and 9.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from kiosk.unseen import as_seen

_PIECE = re.compile(r"[^\W_]+(?:[-+.\u00b7\u2010-\u2015\u2212]+[^\W_]+)*|\S")
"""A word, a number, or what hyphens and dots make one thing of, as in `1-900-988-0147`; or another sign."""
_PHONE_DIGITS = 7
"""Fewer are short numbers side by side, as in `911 / 988`; so many are one phone number."""


def shows(number: str, text: str) -> bool:
    """Whether who reads the text sees this number by itself, and not only its digits within a longer one or an address."""
    pieces = _PIECE.findall(as_seen(text.replace("*", "")))
    rows = [list(row) for of_digits, row in groupby(pieces, lambda piece: piece[0].isdigit() or piece in "()/") if of_digits]
    return any(number in row and sum(map(str.isdigit, "".join(row))) < _PHONE_DIGITS for row in rows)


class Rule(Struct, frozen=True):
    """Words that are not said, unless the sentence asks or denies them first: "Is it a cure?", "not a cure"."""

    instead: str
    words: re.Pattern[str]
    even_denied: bool = False
    """Not said even then: "no side effects"."""
    unless: re.Pattern[str] | None = None
    """What makes the whole sentence fair: "only a clinician can tell if it is safe for you"."""
    only_with: tuple[re.Pattern[str], ...] = ()
    """All that the sentence must also hold for the rule to speak; a denial then counts wherever it stands."""


def _rule(instead: str, *words: str, even_denied: bool = False, unless: str = "", only_with: tuple[str, ...] = ()) -> Rule:
    def compiled(source: str) -> re.Pattern[str]:
        return re.compile(source, re.IGNORECASE)

    return Rule(
        instead,
        compiled(rf"\b(?:{'|'.join(words)})(?!\w)"),
        even_denied,
        compiled(unless) if unless else None,
        tuple(compiled(each) for each in only_with),
    )


_CHANCES = "Say what may change, for how many people, and for how long."
_FOUND = "Say plainly what was found."
_RISKS = "Name the risks instead."
_SAFE = "Say what is watched and what the risks are; only a clinician can tell if it is safe for somebody."
_MISUSE = "Say that it can be misused."
_HOURS = "Say when change was seen: hours or days, for some people."
_CHOICES = "Say that other choices exist."
_OFF_LABEL = "Say that this use is off-label: the FDA has not approved ketamine for depression."
_BRAIN = "Say what scientists think, and that it is not settled."
_NOT_SHOWN = "Leave this out: it has not been shown."
_CLOSED = "Leave this out: that line was closed in July 2025."
_FAIR_FDA = r"esketamin[ea]|spravato|spray|aerosol|ana?esthe|anest[eé]s|off-label|fuera de indicaci[oó]n"

_RIDE = r"rides?|way home|drive|driver|home"
"""A safe way to get home promises nothing of the treatment."""

RULES = {
    "en": (
        _rule(_CHANCES, r"cur(?:e[sd]?|ing|able|ative)", r"guarante(?:e[sd]?|eing)", r"100 ?(?:%|percent)"),
        _rule(_CHANCES, r"works? for everyone", r"always works?"),
        _rule(_FOUND, r"mirac(?:les?|ulous(?:ly)?)", r"magic(?:al)?", r"wonder drugs?", r"revolutionary"),
        _rule(_FOUND, r"breakthroughs?", r"game[- ]changers?", r"proven"),
        _rule(
            _SAFE,
            rf"(?<!home )(?<!drive )saf(?:e|ely|er|est)(?! (?:{_RIDE})\b)",
            unless=r"\b(?:if|whether|until|unless|how|once|enough)\b",
        ),
        _rule(_RISKS, r"(?:no|without|zero|free (?:of|from)) (?:any )?side[- ]effects?", even_denied=True),
        _rule(_RISKS, r"(?:no|without|zero) risks?", r"risk[- ]free"),
        _rule(_MISUSE, r"non-?addictive", r"(?:not|never|isn['’]t) addictive", even_denied=True),
        _rule(
            _BRAIN,
            r"re-?(?:set|boot|wire|program)(?:s|d|ed|ting|ing)?",
            r"re-?wiring",
            only_with=(r"\b(?:brain|mind|mood|neurons?|nerve)",),
        ),
        _rule(_HOURS, r"instant(?:ly|aneous(?:ly)?)?"),
        _rule(_CHOICES, r"(?:last|only) (?:hope|chance)", even_denied=True),
        _rule(_CHOICES, r"when (?:nothing|everything|all) else (?:has )?(?:work|fail)(?:s|ed)", even_denied=True),
        _rule(_OFF_LABEL, r"fda", unless=_FAIR_FDA, only_with=(r"\bapprov", r"\bdepress")),
        _rule("Say “died by suicide”.", r"commit(?:s|ted|ting)? suicide", even_denied=True),
        _rule(
            "Say “suicide attempt” or “died by suicide”.",
            r"(?:(?:un)?successful|failed|completed) (?:suicides?|attempts?)",
            even_denied=True,
        ),
        _rule(_NOT_SHOWN, r"(?:prevent|stop|end)(?:s|ed|ing)? suicid\w+"),
        _rule(_CLOSED, r"press(?:ing)? (?:3|three)", even_denied=True),
    ),
    "es": (
        _rule(_CHANCES, r"cura(?:n|r|rá|rán|ría|d[oa]s?|tiv[oa]s?|ción)?", r"garantías?", r"garanti[zc]\w+"),
        _rule(_CHANCES, r"100 ?%", r"funciona (?:para|con) tod[oa]s", r"siempre funciona"),
        _rule(_FOUND, r"milagr(?:os?|os[oa]s?)", r"mágic[oa]s?", r"revolucionari[oa]s?", r"gran avance"),
        _rule(
            _FOUND, r"comprobad[oa]s?", r"está[n]? probad[oa]s?", r"eficacia probada", r"probad[oa]s? científicamente"
        ),
        # "Seguro" is also an insurance and being sure; it promises something only after "is" or beside a treatment.
        _rule(
            _SAFE,
            r"(?:es|son|está|están|era|fue|será|muy|más|totalmente) segur[oa]s?(?! (?:médico|de salud|de que|que))",
            r"(?:tratamiento|medicamento|medicina|terapia|infusión|opción|(?<!casa de )(?:forma|manera)) segur[oa](?! a casa\b)",
            r"segur[oa]s? y e(?:ficaz|ficaces|fectiv[oa]s?)",
            unless=r"\b(?:si|hasta que|cuándo|cuán|qué tan|a menos que)\b",
        ),
        _rule(_RISKS, r"(?:sin|ningún|cero) efectos? (?:secundarios?|adversos?)", even_denied=True),
        _rule(_RISKS, r"no (?:tiene|tienen|hay|causa|causan) efectos secundarios", even_denied=True),
        _rule(_RISKS, r"(?:sin|ningún|cero) riesgos?", r"libre de riesgos?"),
        _rule(_MISUSE, r"no (?:es|son) adictiv[oa]s?", r"no (?:causa|crea|produce) adicción", even_denied=True),
        _rule(_BRAIN, r"re(?:inici|conect|program|sete|configur)\w+", only_with=(r"\b(?:cerebr|mente|ánimo|neurona)",)),
        _rule(_HOURS, r"instantáne[oa](?:s|mente)?", r"al instante"),
        _rule(_CHOICES, r"última (?:esperanza|oportunidad)", r"única esperanza", even_denied=True),
        _rule(_CHOICES, r"cuando nada (?:más )?(?:funciona|ha funcionado|funcionó)", even_denied=True),
        _rule(_OFF_LABEL, r"fda", unless=_FAIR_FDA, only_with=(r"\baprob", r"\bdepre")),
        _rule("Say “murió por suicidio”.", r"comet(?:e|en|er|ió|ido|ieron) suicidio", even_denied=True),
        _rule(
            "Say “intento de suicidio” or “murió por suicidio”.",
            r"(?:suicidios?|intentos?) (?:consumad|exitos|fallid|frustrad)[oa]s?",
            even_denied=True,
        ),
        _rule(_NOT_SHOWN, r"(?:previenen?|evitan?|impiden?) (?:el |los )?suicidios?"),
        _rule(_CLOSED, r"(?:oprima|presione|marque|pulse) (?:el )?(?:3|tres)", even_denied=True),
    ),
}

_DENIAL = {
    "en": re.compile(r"\b(?:no|not|never|nor|neither|none|nobody|nothing|without|cannot|rather than|instead of)\b|n['’]t\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:no|ni|nunca|jamás|sin|nadie|nada|ning[uú]n[oa]?|tampoco|en vez de)\b", re.IGNORECASE),
}
_DENIAL_REACH = 60
"""Letters before a word in which a denial counts: "nobody can promise you that it is a cure"."""
_TURN = re.compile(r"\b(?:but|pero|sino)\b|;", re.IGNORECASE)
"""Where a denial ends: "not a cure but a miracle"."""
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_ANY = {code: re.compile("|".join(rule.words.pattern for rule in own), re.IGNORECASE) for code, own in RULES.items()}
"""All rules of a language at once: most texts hold none of their words, and are passed over quickly."""


@lru_cache(maxsize=8192)
def never_said(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """The words in the text that the kiosk never says, each with what to say instead."""
    plain = as_seen(text.replace("*", ""))
    if language not in _ANY or not _ANY[language].search(plain):
        return ()
    rules = [rule for rule in RULES[language] if rule.words.search(plain)]
    return tuple(
        (found, rule.instead)
        for sentence in _SENTENCE.findall(plain)
        if _ANY[language].search(sentence)
        for rule in rules
        if (found := _broken(rule, sentence, language))
    )


def _broken(rule: Rule, sentence: str, language: str) -> str:
    """The words that break the rule, or none. Denied in one place they can still promise in the next."""
    if not all(each.search(sentence) for each in rule.only_with) or (rule.unless and rule.unless.search(sentence)):
        return ""
    places = rule.words.finditer(sentence)
    return next((found[0] for found in places if not _excused(rule, sentence, found.start(), language)), "")


def _excused(rule: Rule, sentence: str, at: int, language: str) -> bool:
    if rule.even_denied:
        return False
    before = sentence if rule.only_with else _TURN.split(sentence[max(0, at - _DENIAL_REACH) : at])[-1]
    return sentence.rstrip().endswith("?") or bool(_DENIAL[language].search(before))


# -- marks ----------------------------------------------------------------------------------------------------------

_MARKED = re.compile(r"\*\*[^*]+\*\*|\*[^*]+\*")
_FOREIGN = re.compile(r"</?[a-zA-Z][^<>]*>|!?\[[^\[\]]+\]\([^\[)]*\)|__[^_]+__|`[^`]+`|^#{1,6} ")


_OF_THE_FILE = re.compile(
    r"(?:^|[{,;]\s*|\n[^\S\n]*)(?:en|es|title|file|says):(?:\s|$)"
    r"|[{,]\s*(?:slide|kind|points|icon|picture|makes|sources|columns|cards|steps|things|statements|at|asks|see|question|topic|tint|show|clip|ask_us):\s"
)
_RAW = "This text has a piece of the file's own markup in it, such as `es:`, and that will show on the screen."
_NO_PARTNER = {sign: f"A {sign} in this text has no partner, so it will show on the screen." for sign in '"{}[]'}
SIGNS_LEFT = frozenset({_RAW, *_NO_PARTNER.values()})


def sign_left(text: str) -> str:
    """What of the file's own signs seems to have got into a text; empty if nothing has. A quote after a digit stands for inches."""
    if len(re.findall(r'(?<!\d)"', text)) % 2:
        return _NO_PARTNER['"']
    for opening, closing in ("{}", "[]"):
        if (more := text.count(opening) - text.count(closing)) != 0:
            return _NO_PARTNER[opening if more > 0 else closing]
    return _RAW if _OF_THE_FILE.search(text) else ""


@lru_cache(maxsize=8192)
def slip_of_marks(text: str) -> tuple[str, str]:
    """What is wrong with the marks of a text, and what to write instead; two empty texts if nothing is."""
    if "*" in _MARKED.sub("", text):
        instead = "Write **bold** with two stars on each side, *emphasis* with one."
        return "A star has no partner, so it will show on the screen.", instead
    if foreign := _FOREIGN.search(text):
        wrong = f"`{foreign[0].strip()}` will show on the screen just as it is written."
        return wrong, "Only **bold** and *emphasis* can be marked."
    if left := sign_left(text):
        return left, "Check whether there is a sign too few or too many here, and whether the text begins and ends where it should."
    return "", ""
