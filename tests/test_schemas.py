"""JSON Schemas: a real validator takes what `puri check` takes, and refuses what that refuses of one file."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from builder import report, schema
from builder.configuration import configure, examine_config
from builder.diagnostics import Code, Diagnostic, Place
from builder.load import read_files
from builder.resources import LANGUAGES
from builder.schema import Fields, SourceFields, TermFields, field_words
from builder.schemas import schema_files
from tests import making
from tests.conftest import ROOT
from tests.test_diagnostics import check, golden

SCHEMAS = ROOT / ".vscode" / "schemas"
# What a schema sees of a file; that an answer has no choice (bad-answer) takes comparing two values.
OF_ONE_FILE = {
    Code.UNKNOWN_KEY,
    Code.MISSING_FIELD,
    Code.WRONG_TYPE,
    Code.BAD_VALUE,
    Code.BAD_DATE,
    Code.BAD_URL,
    Code.TOO_LONG,
}


class Yaml12(yaml.SafeLoader):
    """Reads as code editors do: YAML 1.2, which has no dates, and neither yes nor no."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML has it


Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$", re.I), list("tTfF"))
Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))
Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)
Yaml12.add_constructor("!ENV", lambda loader, node: "")


def kind_of(path: str) -> str | None:
    """Return the schema of a content file, by its path inside the content folder."""
    kinds = {
        r"sources\.yml": "sources",
        r"terms/(?!index\.md).*\.md": "term",
        r"articles/[^/]+/index\.md": "article",
        r"articles/[^/]+/\d\d+-.*\.md": "section",
        r"paths/.*\.ya?ml": "path",
        r".*\.md": "intro",
    }
    return next((kind for pattern, kind in kinds.items() if re.fullmatch(pattern, path)), None)


def problems(kind: str, text: str, folder: Mapping[str, str]) -> list[str]:
    if text.startswith("---\n"):
        text = text[4:].partition("\n---")[0]
    validator = Draft202012Validator(
        json.loads(folder[f"{kind}.schema.json"]), format_checker=FormatChecker()
    )
    return [error.message for error in validator.iter_errors(yaml.load(text, Yaml12))]


@pytest.fixture(scope="module")
def made() -> Mapping[str, str]:
    return schema_files(examine_config(configure(ROOT), ()).settings)


@pytest.fixture(scope="module")
def loose() -> Mapping[str, str]:
    """The schemas of a site that lists no categories."""
    return schema_files(making.SETTINGS)


def test_the_schemas_for_vs_code_are_up_to_date(made: Mapping[str, str]) -> None:
    there = {path.name: path.read_text("utf-8") for path in SCHEMAS.iterdir()}
    assert there == dict(made), "run `make schema`"


def test_each_is_a_schema(made: Mapping[str, str]) -> None:
    assert len(made) == 7
    for text in made.values():
        Draft202012Validator.check_schema(json.loads(text))


def test_every_file_of_this_repository_validates(made: Mapping[str, str]) -> None:
    for raw in read_files(ROOT, "content"):
        kind = kind_of(raw.file.removeprefix("content/"))
        if kind:
            assert problems(kind, raw.data.decode(), made) == [], raw.file
    assert problems("mkdocs", ROOT.joinpath("mkdocs.yml").read_text("utf-8"), made) == []


FAULTY = [
    (
        title,
        path,
        text,
        {found.code for found in check(files).diagnostics if found.place.file == f"content/{path}"},
    )
    for title, files, _ in golden()
    for path, text in files.items()
    if isinstance(text, str)
]


@pytest.mark.parametrize(("title", "path", "text", "codes"), FAULTY)
def test_a_file_validates_as_check_says(
    title: str, path: str, text: str, codes: set[Code], loose: Mapping[str, str]
) -> None:
    kind = kind_of(path)
    if kind is None or codes & {Code.YAML_SYNTAX, Code.YAML_FEATURE, Code.FRONT_MATTER, Code.DUPLICATE_KEY}:
        return  # no schema sees these: there is no data
    assert bool(problems(kind, text, loose)) == bool(codes & OF_ONE_FILE), (title, path, codes)


TERM = making.term("파운드리")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("term", TERM.replace("summary:", "sumary:")),
        ("term", TERM.replace("category: 분류\n", "")),
        ("term", TERM.replace("파운드리\n", "\n", 1)),
        ("term", TERM.replace("term: 파운드리", "term: [파운드리]")),
        ("term", making.term("칩", status="done")),
        ("term", making.term("칩", reviewed="2026-02-30")),
        ("term", making.term("칩", reviewed="2026.02.03")),
        ("term", making.term("칩", summary="가" * 121)),
        ("term", making.term("칩", aliases="다른 이름")),
        ("term", making.term("칩", redirect_from="[Old_Slug]")),
        ("term", making.term("칩", related="{like: [a]}")),
        ("term", making.term("칩", quiz="[{question: 가, choices: [나], answer: 1, why: 다}]")),
        ("term", making.term("칩", quiz="[{question: 가, choices: [나, 다], answer: 0, why: 라}]")),
        ("section", making.section("절", facts="[{text: 가, asof: 작년, source: s, kind: figure}]")),
        ("section", making.section("절", facts="[{text: 가, asof: 2024, source: s, kind: guess}]")),
        ("article", making.ARTICLE.replace("source: s\n", "")),
        ("intro", "---\nname: x\n---\n"),
        ("sources", "s: {title: 글, url: ftp://x}\n"),
        ("sources", "s: {publisher: 더밀크}\n"),
        ("path", "title: 가\nsummary: 나\nsteps: []\n"),
    ],
)
def test_what_is_wrong_with_one_file_is_refused_by_both(
    kind: str, text: str, loose: Mapping[str, str]
) -> None:
    places = {"term": "terms/a.md", "section": "articles/a/01-a.md", "article": "articles/a/index.md"}
    path = places.get(kind) or {"intro": "about.md", "sources": "sources.yml", "path": "paths/a.yml"}[kind]
    assert {each.code for each in check({path: text}).diagnostics} & (
        OF_ONE_FILE | {Code.BAD_SLUG, Code.BAD_ANSWER}
    )
    assert problems(kind, text, loose)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("term", making.term("2024", aliases="[3, true, NO, 1.0]", english="")),
        ("term", making.term("칩", reviewed="", related="", quiz="", allow="{orphan-term: 까닭}")),
        ("term", making.term("칩", allow="[orphan-term]")),
        ("article", making.ARTICLE.replace("source: s", "source: s\npublished: 2024")),
        ("sources", "s: {title: 글, published: 2024-Q1, url: https://example.org/}\n"),
        ("intro", "---\n---\n"),
        ("sources", ""),
    ],
)
def test_what_is_right_for_check_is_right_for_the_schema(
    kind: str, text: str, loose: Mapping[str, str]
) -> None:
    path = {
        "term": "terms/a.md",
        "article": "articles/a/index.md",
        "sources": "sources.yml",
        "intro": "about.md",
    }
    found = {each.code for each in check({path[kind]: text}).diagnostics}
    assert not found & OF_ONE_FILE
    assert problems(kind, text, loose) == []


def test_only_a_category_of_the_site_is_one(made: Mapping[str, str]) -> None:
    text = TERM.replace("분류", "AI 기술")
    assert problems("term", text, made) == []
    assert problems("term", TERM, made)


@pytest.mark.parametrize(
    "puri",
    [
        {"linking": "word"},
        {"lengths": {"terms": [1]}},
        {"categories": "가"},
        {"min_relations": "many"},
        {"categorys": []},
        {"allow": ["bad-date"]},
        {"categories": [1]},
        {"linking": None},
    ],
)
def test_wrong_settings_are_refused_by_both(puri: Mapping[str, Any], loose: Mapping[str, str]) -> None:
    config = {"extra": {"puri": puri}}
    assert check({}, config).diagnostics
    assert problems("mkdocs", yaml.safe_dump(config), loose)


def test_every_key_is_described_in_every_language() -> None:
    def models(base: type[Fields]) -> Iterator[type[Fields]]:
        for model in base.__subclasses__():
            yield model
            yield from models(model)

    for language in LANGUAGES:
        for model in models(Fields):
            for name, info in model.model_fields.items():
                words = field_words(model, info.alias or name, language)
                assert words
                assert "\n" not in words
    assert field_words(TermFields, "summary", "ko").count(str(schema.SUMMARY_LIMIT)) == 1


def test_every_property_says_what_it_is_for(made: Mapping[str, str]) -> None:
    def properties(part: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(part, dict):
            yield from part.get("properties", {}).items()
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from properties(inner)

    found = [each for text in made.values() for each in properties(json.loads(text))]
    assert {name for name, _ in found} > set(SourceFields.model_fields) | {
        "choices",
        "asof",
        "except",
        "register",
    }
    assert [name for name, part in found if "description" not in part] == ["extra"]


def test_the_website_has_them_and_the_offline_edition_does_not(
    site: Path, unpacked: Path, made: Mapping[str, str]
) -> None:
    assert {path.name: path.read_text("utf-8") for path in (site / "schema").iterdir()} == dict(made)
    assert not (unpacked / "schema").exists()


def test_the_command_writes_them_and_replaces_only_its_own(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "site", {"terms/a.md": "not even front matter"}, "en")

    def write(out: str) -> int:
        words = [sys.executable, "-m", "builder", "schema", "--root", str(root), "--out", out]
        return subprocess.run(words, capture_output=True).returncode

    assert (write("schemas"), write("schemas")) == (0, 0)
    made = json.loads((root / "schemas/term.schema.json").read_text("utf-8"))
    assert made["properties"]["category"]["enum"] == ["분류"]
    assert made["description"] == "Front matter of a term"
    assert [write(out) for out in ("content", "content/terms", ".", "mkdocs.yml")] == [2] * 4


def vs_code(name: str) -> Any:
    return json.loads(ROOT.joinpath(".vscode", name).read_text("utf-8"))


def test_vs_code_finds_the_schemas() -> None:
    wired = vs_code("settings.json")["yaml.schemas"]
    for path in wired:
        assert (ROOT / path).is_file()
    patterns = [p for value in wired.values() for p in ([value] if isinstance(value, str) else value)]
    paths = (path.relative_to(ROOT) for path in ROOT.glob("content/paths/*"))
    for name in (Path("mkdocs.yml"), Path("content/sources.yml"), *paths):
        assert any(name.match(pattern) for pattern in patterns), name


def test_vs_code_understands_what_check_prints() -> None:
    (task,) = vs_code("tasks.json")["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    found = Diagnostic(
        Place("content/terms/a b.md", 6, 12), Code.UNKNOWN_TERM, {"name": "팹리수", "suggestion": "'팹리스'"}
    )
    match = re.match(pattern["regexp"], report.as_line(found, "ko").plain.partition("\n")[0])
    assert match
    groups = {name: match[i] for name, i in pattern.items() if isinstance(i, int)}
    assert groups.pop("message").startswith("'팹리수'")
    assert groups == {
        "file": "content/terms/a b.md",
        "line": "6",
        "column": "12",
        "severity": "error",
        "code": "unknown-term",
    }
    assert task["args"] == ["check"]
