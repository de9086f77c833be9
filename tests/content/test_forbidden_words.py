"""Words the kiosk never says, and when they may stand after all."""

from __future__ import annotations

import pytest

from kiosk.content.checks.forbidden_words import never_said, slip_of_marks

NEVER = {
    "en": [
        "It cures depression.",
        "This is a cure.",
        "Not a cure but a miracle cure.",
        "A miracle for many.",
        "It works like magic.",
        "A breakthrough.",
        "Guaranteed relief.",
        "It works for everyone.",
        "It is 100% effective.",
        "It is proven to work.",
        "Ketamine is safe.",
        "It is a safe medicine.",
        "It is **safe** and works.",
        "A safe way to treat depression.",
        "Take a safe trip.",
        "Ketamine is safe, and you get a safe ride home.",
        "It has no side effects.",
        "Not without side effects.",
        "A risk-free visit.",
        "There is no risk.",
        "It is non-addictive.",
        "It is not addictive.",
        "It resets your brain.",
        "It rewires the brain.",
        "Relief is instant.",
        "It helps instantly.",
        "Your last hope.",
        "For when nothing else works.",
        "FDA-approved for depression.",
        "It is approved by the FDA for treatment-resistant depression.",
        "He committed suicide.",
        "A failed attempt.",
        "A successful suicide.",
        "It prevents suicide.",
        "Press 3 for help.",
    ],
    "es": [
        "Cura la depresión.",
        "Es una cura.",
        "Es un milagro.",
        "Un gran avance.",
        "Garantizamos alivio.",
        "Funciona para todos.",
        "Está comprobado.",
        "La ketamina es segura.",
        "Un tratamiento seguro y eficaz.",
        "No tiene efectos secundarios.",
        "Sin efectos secundarios.",
        "Es muy segura.",
        "Una forma segura de tratar la depresión.",
        "Libre de riesgos.",
        "No es adictivo.",
        "Reinicia su cerebro.",
        "Alivio instantáneo.",
        "Su última esperanza.",
        "Cuando nada más funciona.",
        "Aprobado por la FDA para la depresión.",
        "Cometió suicidio.",
        "Un intento fallido.",
        "Previene el suicidio.",
        "Oprima 3.",
    ],
}
FAIR = {
    "en": [
        "It is not a cure.",
        "There is no cure.",
        "Is it a cure?",
        "It does not cure depression.",
        "No one can promise a cure.",
        "Is it safe?",
        "Only a clinician can tell if it is safe for you.",
        "Rest until it is safe to leave.",
        "It is not proven.",
        "Nobody knows how safe it is in the long run.",
        "No treatment is without risk.",
        "It does not work for everyone.",
        "We never guarantee results.",
        "It isn’t a miracle.",
        "Ketamine is not FDA-approved for depression.",
        "The FDA has not approved ketamine for depression.",
        "Is it FDA-approved for depression?",
        "The FDA has approved esketamine, a nasal spray, for this depression.",
        "The FDA approved ketamine as an anesthetic; for depression it is off-label.",
        "The FDA approved it for surgery.",
        "It has not been shown to prevent suicide.",
        "Call or text the 988 Suicide & Crisis Lifeline.",
        "Reset the chair.",
        "It can be addictive.",
        "For your safety we watch you.",
        "A secure chair.",
        "Plan a safe ride home.",
        "Somebody brings you safe home, and you get home safely.",
        "Press 2 for Spanish.",
        "He died by suicide.",
    ],
    "es": [
        "No es una cura.",
        "¿Es una cura?",
        "Nadie puede prometer una cura.",
        "Procure descansar.",
        "Pregunte a su seguro médico.",
        "El seguro no siempre paga.",
        "No está seguro de qué hacer.",
        "¿Es seguro?",
        "Ha probado dos medicamentos.",
        "Solo un profesional puede decir si es seguro para usted.",
        "Ningún tratamiento está sin riesgos.",
        "No garantizamos nada.",
        "La FDA no ha aprobado la ketamina para la depresión.",
        "La FDA aprobó la esketamina para esta depresión.",
        "Espere hasta que sea seguro.",
        "Vuelva a casa de forma segura.",
        "Alguien le lleva de manera segura a casa.",
        "Línea 988 de Prevención del Suicidio y Crisis.",
        "Seguramente tiene preguntas.",
        "Oprima 2 para español.",
        "Murió por suicidio.",
        "No se sabe si previene el suicidio.",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NEVER.items() for text in texts])
def test_this_is_never_said(language: str, text: str) -> None:
    found = never_said(text, language)
    assert found
    assert all(said.casefold() in text.replace("*", "").casefold() and instead for said, instead in found)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in FAIR.items() for text in texts])
def test_this_may_be_said(language: str, text: str) -> None:
    assert never_said(text, language) == ()


def test_each_sentence_is_judged_on_its_own() -> None:
    assert never_said("It is not a cure. It cures.", "en")
    assert not never_said("It may help some people. It is not a cure.", "en")


@pytest.mark.parametrize(
    "text", ["plain", "**bold** and *emphasis*", "*a* **b** *c*", "5 < 6 > 4", "a_b_c", "[brackets] alone"]
)
def test_good_marks_pass(text: str) -> None:
    assert slip_of_marks(text) == ("", "")


@pytest.mark.parametrize("text", ["**bold*", "*", "a * b", "**", "***", "**a** *b"])
def test_a_star_without_a_partner_is_told(text: str) -> None:
    assert "no partner" in slip_of_marks(text)[0]


@pytest.mark.parametrize("text", ["<b>bold</b>", "see [this](http://x)", "__bold__", "`code`", "## Title"])
def test_marks_the_kiosk_does_not_know_are_told(text: str) -> None:
    assert "just as it is written" in slip_of_marks(text)[0]


@pytest.mark.parametrize(
    "said",
    ["a cu\xadre", "a cu\u200bre", "a \uff43\uff55\uff52\uff45", "cure\u00b2", "risk\u2011free", "always\u00a0works", "*cu*re"],
)
def test_words_are_compared_as_they_are_seen(said: str) -> None:
    assert never_said(f"It is {said}.", "en")
