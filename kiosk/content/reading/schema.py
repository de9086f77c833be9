"""The content format for editors: JSON Schemas, made from the models, so that an editor completes names and underlines slips."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

from kiosk.content.reading import format as written
from kiosk.content.reading.signup_format import SignUp

FILES: dict[str, type[BaseModel]] = {
    "topic": written.Topic,
    "clinic": written.Clinic,
    "dictionary": written.Dictionary,
    "help": written.Help,
    "interface": written.Interface,
    "questions": written.Questions,
    "reviews": written.Reviews,
    "signup": SignUp,
    "sources": written.Sources,
    "translations": written.Translations,
    "words": written.Glossary,
}
"""The schema of each kind of file, by name; topics share one."""
_KIND_TOLD_BY = {written.KINDS[kind] for kind in written.TOLD_BY.values()}
"""Slides whose own names tell their kind, so that `kind` may be left out."""


class _Generator(GenerateJsonSchema):
    """Says what the models take before they look closer: a line for a text, a file's name for a picture, a text for a day."""

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        made = super().model_schema(schema)
        model = schema["cls"]
        if model in _KIND_TOLD_BY:
            made["required"] = [name for name in made["required"] if name != "kind"]
        if model in (written.Text, written.Picture):
            return {"anyOf": [{"type": "string"}, made]}
        return made


def schemas() -> dict[str, dict[str, Any]]:
    """All of them, by name."""
    return {name: _schema(model, "validation") for name, model in FILES.items()}


def _schema(model: type[BaseModel], mode: JsonSchemaMode) -> dict[str, Any]:
    made = model.model_json_schema(schema_generator=_Generator, mode=mode)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made}
