"""JSON Schemas of everything that editors write, made of the models in `schema`.

They are for code editors, which read YAML themselves: what they call valid is nearly what `puri check` calls
valid of one file alone. Only `puri check` sees what one file says of another.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from builder.resources import load_yaml
from builder.schema import (
    ArticleFields,
    Fields,
    IntroFields,
    PathFields,
    PuriFields,
    SectionFields,
    SourceFields,
    TermFields,
    field_words,
)
from builder.settings import SETTINGS_KEY, Settings

Schema = dict[str, Any]
_NOTHING: Schema = {"type": "null"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: Mapping[str, type[Fields]] = {
    "term": TermFields,
    "section": SectionFields,
    "article": ArticleFields,
    "intro": IntroFields,
    "path": PathFields,
    "sources": SourceFields,
    "mkdocs": PuriFields,
}


@lru_cache(maxsize=1)  # a preview asks for the same ones at every edit
def schema_files(settings: Settings) -> Mapping[str, str]:
    """Return the text of every schema by its file name, described in the site's language."""
    texts = {
        f"{name}.schema.json": json.dumps(
            {"$schema": _DIALECT, **_of_file(name, settings)}, ensure_ascii=False, indent=2
        )
        + "\n"
        for name in _MODELS
    }
    return MappingProxyType(texts)


def _of_file(name: str, settings: Settings) -> Schema:
    schema = _of_model(_MODELS[name], settings)
    if name == "sources":
        definitions = schema.pop("$defs", {}) | {"SourceFields": schema}
        title = load_yaml(f"i18n/{settings.language}.yml")["fields"]["Sources"]["about"]
        return {
            "description": title,
            "type": ["object", "null"],
            "additionalProperties": {"$ref": "#/$defs/SourceFields"},
            "$defs": definitions,
        }
    if name == "mkdocs":  # where the rest of the file is MkDocs' business
        definitions = schema.pop("$defs")
        schema = _or_nothing(_read_as_yaml(schema))
        for key in reversed(SETTINGS_KEY):
            schema = {"properties": {key: schema}}
        return schema | {"$defs": definitions}
    return schema if "required" in schema else schema | {"type": ["object", "null"]}


def _of_model(model: type[Fields], settings: Settings) -> Schema:
    schema: Schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    for name, part in [(model.__name__, schema), *definitions.items()]:
        _describe(part, next(each for each in _models() if each.__name__ == name), settings.language)
        for key in part["properties"].keys() - set(part.get("required", ())):
            if model is not PuriFields:
                part["properties"][key] = _or_nothing(part["properties"][key])
    if model is TermFields and settings.categories:
        schema["properties"]["category"]["enum"] = list(settings.categories)
    return schema


def _models(base: type[Fields] = Fields) -> Iterable[type[Fields]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _describe(schema: Schema, model: type[Fields], language: str) -> None:
    """Give `schema`, which pydantic made of `model`, words for editors instead of its own."""
    del schema["title"]
    schema["description"] = field_words(model, "about", language)
    for key, part in schema["properties"].items():
        part.pop("title", None)
        part.pop("default", None)
        part["description"] = field_words(model, key, language)


def _or_nothing(schema: Schema) -> Schema:
    """Allow null: in content a key with nothing after it is the same as none."""
    words = schema.pop("description")
    ways = [each for each in schema.get("anyOf", [schema]) if each != _NOTHING]
    return {"anyOf": [*ways, _NOTHING], "description": words}


def _read_as_yaml(schema: Any) -> Any:
    """Take back that numbers are text: MkDocs reads its settings as YAML means them."""
    if isinstance(schema, list):
        return [_read_as_yaml(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    read = {key: _read_as_yaml(each) for key, each in schema.items()}
    return read | {"type": "string"} if {"number", "integer"} & set(read.get("type", ())) else read
