"""The table of exports: which file is made by which module, and which edition has it."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module

from builder.export import json, share
from builder.export.glossary import Glossary
from builder.model import Edition, Export, Library, Linked
from builder.settings import Settings

# Modules by the names that `puri export` knows, and the files they make; readers of both editions can take
# these home. A module is imported when it is wanted: some bring large libraries.
FORMATS: Mapping[str, str] = {
    "json": "glossary.json",
    "csv": "glossary.csv",
    "skos": "glossary.ttl",
    "anki": "glossary.apkg",
}
# What takes long enough that an earlier result is worth finding again.
_MADE_OF: Mapping[str, Callable[[Glossary], tuple[str, ...]]] = {"skos": Glossary.vocabulary}
_ONLINE: Mapping[str, str] = {"atom": "feed.xml", "llms": "llms.txt"}  # serve nobody without a network


def exports(library: Library, linked: Linked, settings: Settings, edition: Edition) -> tuple[Export, ...]:
    """Return what an edition has beside its pages."""
    if edition is Edition.PAGES:
        return ()
    online = edition is Edition.WEBSITE
    glossary = Glossary(library, linked, settings)
    formats = {**FORMATS, **_ONLINE} if online else FORMATS
    made = [
        Export(path, partial(make, name, glossary), _MADE_OF.get(name, _nothing)(glossary))
        for name, path in formats.items()
    ]
    made.append(Export(json.SCHEMA, json.schema))
    return (*made, *(share.pictures(glossary) if online else ()))


def _nothing(_: Glossary) -> tuple[str, ...]:
    return ()


def make(name: str, glossary: Glossary) -> bytes:
    """Make the file of the format `name`."""
    module = import_module(f"builder.export.{name}")
    made: Callable[[Glossary], bytes] = module.make
    return made(glossary)
