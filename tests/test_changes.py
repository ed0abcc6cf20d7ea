"""What a change means for readers: golden cases, the quick comparison and the whole one, hostile content."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from html import unescape
from pathlib import Path

import jsonschema
import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.changes import Edition, as_json, as_markdown, compare
from builder.changes.linking import link_whole
from builder.changes.markdown import shown
from builder.changes.words import Kind, Span, after_of, before_of, compare_blocks, compare_words
from builder.diagnostics import Code
from builder.load import RawFile
from builder.pipeline import examine
from builder.resources import LANGUAGES, load_yaml
from builder.schema import ArticleFields, PathFields, SectionFields, SourceFields, TermFields
from builder.text import squeeze
from tests import making
from tests.conftest import ROOT
from tests.test_diagnostics import CONFIG

TODAY = date(2026, 11, 22)
Files = Mapping[str, str]


def edition(files: Files, config: Mapping[str, object] = CONFIG) -> Edition:
    content = {"sources.yml": making.SOURCES} | dict(files)
    raw = [RawFile(f"content/{path}", text.encode()) for path, text in sorted(content.items())]
    return Edition(examine(raw, config, "", "content"))


# The quick comparison

_NAMES = {
    "a": ["파운드리", "위탁생산", "위탁 공장"],
    "b": ["팹리스", "NPU", "전지"],
    "c": ["데이터센터", "데이터 센터", "센터"],
    "d": ["반도체", "반도체 기업", "고유어"],
}
_PIECES = [
    "파운드리",
    "파운드리를",
    "위탁생산",
    "위탁 생산",
    "팹리스는",
    "NPUs",
    "이차전지주",
    "운전지도",
    "비메모리",
]
_PIECES += [
    "데이터센터에서",
    "데이터 센터",
    "데이터\n센터",
    "센터장",
    "반도체기업",
    "반도체",
    "**전지**",
    "글꼴",
    "`팹리스`",
]
_PIECES += [
    "[[파운드리]]",
    "[[!팹리스]]",
    "[[a|다른 글자]]",
    "입니다.",
    "그리고",
    "\n\n",
    "\n\n## 제목 센터\n\n",
]
_BODY = st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join)
_GUARD = st.sampled_from(["[]", "[]", "[글꼴]", "[반도체]"])
_ALLOW = st.sampled_from(["[]", "[]", "[]", "[orphan-term]", "[spacing-variant]", "[unused-alias]"])


@st.composite
def _term(draw: st.DrawFn, slug: str) -> str:
    names = draw(st.lists(st.sampled_from(_NAMES[slug]), min_size=1, unique_by=squeeze))
    more = {
        "summary": draw(st.sampled_from(["뜻입니다.", "다른 뜻의 센터.", "NPU의 뜻."])),
        "aliases": f"[{', '.join(names[1:])}]",
        "unless_near": draw(_GUARD),
        "except": draw(st.sampled_from(["[]", "[]", "[센터장]"])),
        "allow": draw(_ALLOW),
        "redirect_from": draw(st.sampled_from(["[]", "[a]", "[old]"])),
        "related": draw(st.sampled_from(["{}", "{}", "{}", "{related: [a]}", "{contrasts: [b]}"])),
    }
    return making.term(names[0], draw(_BODY), **more)


@st.composite
def _section(draw: st.DrawFn) -> str:
    links = ["[링크](../../terms/a.md)", "[절](two.md)", ""]
    more = {"nolink": draw(st.sampled_from(["[]", "[]", "[a]"])), "allow": draw(_ALLOW)}
    body = draw(_BODY) + draw(st.sampled_from(["", "", *links]))
    return making.section(draw(st.sampled_from(["하나", "둘", "센터"])), body, **more)


_ARTICLE = st.sampled_from(
    [making.ARTICLE, making.ARTICLE.replace("기사", "새 글"), making.ARTICLE + "반도체"]
)
_PATHS = {
    **{f"terms/{slug}.md": _term(slug) for slug in _NAMES},
    "articles/a/index.md": _ARTICLE,
    "articles/a/01-one.md": _section(),
    "articles/a/02-two.md": _section(),
    "articles/a/03-three.md": _section(),
    "index.md": _BODY.map(lambda body: f"---\n{{}}\n---\n{body}"),
}


@st.composite
def _edited(draw: st.DrawFn) -> tuple[Files, Files]:
    """Return a site and the same with a few files changed, added, removed or called otherwise."""
    before = draw(st.fixed_dictionaries(_PATHS))
    after = dict(before)
    for path in draw(st.lists(st.sampled_from(sorted(_PATHS)), min_size=1, max_size=3, unique=True)):
        match draw(st.sampled_from(["change", "body", "line", "remove", "rename"])):
            case "change":
                after[path] = draw(_PATHS[path])
            case "body":
                after[path] = before[path] + " " + draw(st.sampled_from(_PIECES))
            case "line" if path in after:  # a single field
                old, new = (each.split("\n") for each in (before[path], draw(_PATHS[path])))
                at = draw(st.integers(1, 8))
                after[path] = "\n".join([*old[:at], *new[at : at + 1], *old[at + 1 :]])
            case "remove":
                del after[path]
            case "rename" if "index" not in path:
                after[path.replace(".md", "-x.md")] = after.pop(path)
    return (after, before) if draw(st.booleans()) else (before, after)


@given(_edited())
def test_the_quick_comparison_is_the_whole_one(pair: tuple[Files, Files]) -> None:
    before, after = map(edition, pair)
    quick = compare(before, after, TODAY)
    whole = compare(before, after, TODAY, link_whole)
    assert quick == whole
    assert [each.quotation for each in quick.links_gained] == [each.quotation for each in whole.links_gained]
    assert [each.quotation for each in quick.links_lost] == [each.quotation for each in whole.links_lost]


_SMALL = {
    "terms/a.md": making.term("파운드리", "본문"),
    "terms/b.md": making.term("팹리스", "파운드리에 맡긴다. [[articles/a/02-two]]"),
    "terms/c.md": making.term("데이터센터", "데이터센터 [[b|다른 글자]]"),
    "articles/a/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section("하나", "파운드리와 팹리스"),
    "articles/a/02-two.md": making.section("둘", "파운드리와 데이터 센터"),
    "articles/a/03-three.md": making.section("셋", "[[articles/a/02-two]] 데이터센터"),
}


def _with(path: str, old: str, new: str) -> Files:
    return _SMALL | {path: _SMALL[path].replace(old, new)}


# What each of these changes can be seen on pages that are themselves the same.
@pytest.mark.parametrize(
    "after",
    [
        _with("terms/a.md", "파운드리의 뜻", "새로운 뜻"),
        _with("terms/b.md", "팹리스의 뜻", "새로운 뜻"),
        _with("terms/a.md", "term: 파운드리", "aliases: [데이터]\nterm: 파운드리"),
        _with("terms/a.md", "term: 파운드리", "unless_near: [팹리스]\nterm: 파운드리"),
        _with("terms/a.md", "term: 파운드리", "allow: [orphan-term]\nterm: 파운드리"),
        _with("terms/c.md", "본문", "데이터 센터, 데이터 센터"),
        _with("terms/c.md", "데이터센터 [[", "데이터 센터, 데이터 센터 [["),
        _with("terms/b.md", "파운드리에", "공장에"),
        _with("articles/a/index.md", "기사\n", "다른 기사\n"),
        _with("articles/a/02-two.md", "title: 둘", "title: 두 번째"),
        {path.replace("01-one", "09-one"): text for path, text in _SMALL.items()},
        {path: text for path, text in _SMALL.items() if path != "terms/a.md"},
        {path: text for path, text in _SMALL.items() if path != "articles/a/01-one.md"},
    ],
)
def test_what_only_other_pages_show_is_found(after: Files) -> None:
    for pair in ((_SMALL, after), (after, _SMALL)):
        before, now = map(edition, pair)
        assert compare(before, now, TODAY) == compare(before, now, TODAY, link_whole)


# The report


def split_cases(text: str) -> list[tuple[Files, Files, str, str]]:
    """Return the two versions, the case as it stands in the file up to the report, and the report."""
    cases: list[tuple[Files, Files, str, str]] = []
    for case in re.split(r"^(?=## [^\n]*\n@)", text, flags=re.MULTILINE)[1:]:
        given, _, expected = case.partition("==>\n")
        before, _, after = given.partition("=>\n")
        both = _files("@@", before) | _files("@@", after)
        cases.append((both | _files("@", before), both | _files("@", after), given, expected))
    return cases


def _files(mark: str, text: str) -> dict[str, str]:
    parts = re.findall(r"^(@@?) (\S+)\n(.*?)(?=^@@? |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return {path: data for kind, path, data in parts if kind == mark}


GOLDEN = split_cases(Path(__file__).with_name("golden").joinpath("changes.md").read_text("utf-8"))


@pytest.mark.parametrize(
    ("before", "after", "given", "expected"), GOLDEN, ids=[c[2].split("\n")[0] for c in GOLDEN]
)
def test_golden(before: Files, after: Files, given: str, expected: str) -> None:
    found = compare(edition(before), edition(after), TODAY)
    assert as_markdown(found, "ko").split("\n") == [*expected.rstrip("\n").split("\n"), ""]


SCHEMA = json.loads(ROOT.joinpath("docs/diff.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", GOLDEN, ids=[c[2].split("\n")[0] for c in GOLDEN])
def test_json_is_the_contract_and_its_schema(case: tuple[Files, Files, str, str], language: str) -> None:
    found = compare(edition(case[0]), edition(case[1]), TODAY)
    data = json.loads(as_json(found, language))
    jsonschema.validate(data, SCHEMA)
    assert data["terms"].keys() >= {"added", "removed", "changed"}
    assert data["pages"] == list(found.pages)
    assert as_markdown(found, language)


def test_both_languages_have_the_same_words() -> None:
    first, second = (load_yaml(f"i18n/changes.{language}.yml") for language in LANGUAGES)
    assert {key: set(each) for key, each in first.items() if isinstance(each, dict)} == {
        key: set(each) for key, each in second.items() if isinstance(each, dict)
    }
    assert first.keys() == second.keys()


def test_every_field_has_a_name() -> None:
    kinds = (TermFields, SectionFields, ArticleFields, PathFields, SourceFields)
    known = {info.alias or name for kind in kinds for name, info in kind.model_fields.items()} - {"related"}
    for language in LANGUAGES:
        assert known <= load_yaml(f"i18n/changes.{language}.yml")["fields"].keys()


@given(st.text("가을를는 .ab", max_size=40), st.text("가을를는 .ab", max_size=40))
def test_words_tell_both_texts(before: str, after: str) -> None:
    hunk = compare_words(before, after)
    assert before_of(hunk).split() == before.split()
    assert after_of(hunk).split() == after.split()
    assert compare_words(before, before) in {(), (Span(Kind.SAME, " ".join(before.split())),)}


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("공장을 짓는다.", "공장은 짓는다.", "공장[-을][+은] 짓는다."),
        ("공장을 가진 회사", "공장까지를 가진 회사.", "공장[-을][+까지를] 가진 회사[+.]"),
        ("칩을 만든다.", "칩을 만듭니다.", "칩을 [-만든다.] [+만듭니다.]"),
        ("NPU는 칩", "NPU가 칩", "NPU[-는][+가] 칩"),
        ("하나", "하나 둘", "하나 [+둘]"),
        ("", "새 글", "[+새 글]"),
    ],
)
def test_only_the_particle_is_marked_where_only_it_differs(before: str, after: str, shown: str) -> None:
    marks = {Kind.SAME: "{}", Kind.GONE: "[-{}]", Kind.NEW: "[+{}]"}
    assert (
        "".join(marks[kind].format(text) for kind, text in map(astuple, compare_words(before, after)))
        == shown
    )


def test_what_is_far_from_a_change_is_left_out() -> None:
    (hunk,) = compare_blocks("앞 " * 50 + "옛 " + "뒤 " * 50, "앞 " * 50 + "새 " + "뒤 " * 50)
    assert [span.kind for span in hunk].count(Kind.LEFT_OUT) == 2
    assert after_of(hunk) == "… 앞 앞 앞 앞 앞 새 뒤 뒤 뒤 뒤 뒤 …"


def test_two_huge_texts_are_not_compared_word_by_word() -> None:
    before, after = ("가 나 " * 3_000, "다 라 " * 3_000)
    assert [span.kind for span in compare_words(before, after)] == [Kind.GONE, Kind.SAME, Kind.NEW]


def test_a_problem_that_only_moved_is_not_new() -> None:
    before = {"terms/a.md": making.term("하나", "[[없는 말]] 하나")}
    moved = {"terms/a.md": making.term("하나", "새 줄\n\n[[없는 말]] 하나")}
    found = compare(edition(before), edition(moved), TODAY)
    assert (found.new, found.fixed) == ((), ())
    twice = {"terms/a.md": making.term("하나", "[[없는 말]]\n\n[[없는 말]] 하나")}
    (new,) = compare(edition(before), edition(twice), TODAY).new
    assert (new.code, new.place.line) == (Code.UNKNOWN_TERM, 7)
    renamed = {"terms/b.md": making.term("하나", "[[없는 말]] 하나", redirect_from="[a]")}
    found = compare(edition(before), edition(renamed), TODAY)
    assert (found.new, found.fixed) == ((), ())
    assert not found.addresses_lost


def test_a_report_fits_into_a_comment_and_counts_all() -> None:
    body = "긴 글이 이어집니다. " * 30
    many = {f"terms/t{i}.md": making.term(f"용어{i:03}", f"{body} 용어{(i + 1) % 99:03}") for i in range(99)}
    changed = {path: text.replace("이어", "달라지고 이어") for path, text in many.items()}
    hostile = {path: text.replace("긴", "</p> | @x/`긴") for path, text in many.items()}
    for after, row in (({}, "0 | 99 | 0 | 0"), (changed, "0 | 0 | 0 | 99"), (hostile, "0 | 0 | 0 | 99")):
        report = as_markdown(compare(edition(many), edition(after), TODAY), "ko")
        assert len(report) <= 65_536
        assert report.count("<details>") == report.count("</details>") > 0
        assert f"| 용어 | {row} |" in report
        assert (load_yaml("i18n/changes.ko.yml")["cut"] in report) is bool(after)


_MARKUP = st.text(st.sampled_from("<>&@#`*_[](){}|!:/\\\n\r\x1b\u202ewGH-1a가 \"'~$%.="), max_size=30)


@given(_MARKUP, _MARKUP)
def test_content_makes_no_markup_of_its_own(title: str, body: str) -> None:
    hostile = f"{title} </details><img src=x> [x](//y) @octocat #12 GH-12 https://example.org `{body}`"
    text = shown(hostile)
    html = markdown.markdown(
        f"- **{text}**: <del>{text}</del>\n", extensions=["tables", "pymdownx.magiclink"]
    )
    assert set(re.findall(r"<(/?[a-z]+)", html)) <= {
        "ul",
        "/ul",
        "li",
        "/li",
        "strong",
        "/strong",
        "del",
        "/del",
    }
    assert not re.search(r"@\w|#\d|GH-\d|://|www\.", unescape(html))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)


# Revisions of git


class Repo:
    def __init__(self, root: Path) -> None:
        self.root = root
        self("init", "--quiet", "--initial-branch=main")

    def __call__(self, *arguments: str) -> str:
        own = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        done = subprocess.run(["git", "-C", self.root, *own, *arguments], check=True, capture_output=True)
        return done.stdout.decode()

    def commit(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, "utf-8")
        self("add", "--all")
        self("commit", "--quiet", "--message=x")


def site(*names: str) -> dict[str, str]:
    return {f"content/terms/{name}.md": making.term(name.upper(), "본문입니다.") for name in names}


COMMON = {"mkdocs.yml": making.MKDOCS_YML.replace("LANGUAGE", "ko"), "content/sources.yml": making.SOURCES}


def diff(root: Path, *arguments: str, status: int = 0) -> str:
    command = [sys.executable, "-m", "builder", "diff", "--root", str(root), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert done.returncode == status, done.stderr.decode()
    return (done.stderr if status else done.stdout).decode()


def test_revisions_are_read_without_checking_out(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(COMMON | site("a", "b"))
    repo("mv", "content/terms/b.md", "content/terms/c.md")
    repo.commit(site("d"))
    (tmp_path / "content/terms/a.md").unlink()
    (tmp_path / "content/terms/한글 이름.txt").write_text("x")
    committed = json.loads(diff(tmp_path, "HEAD^", "HEAD", "--format", "json"))["terms"]
    assert (committed["added"], committed["removed"]) == (["d"], [])
    assert committed["renamed"] == [{"from": "b", "to": "c", "redirects": False}]
    working = json.loads(diff(tmp_path, "HEAD", "--format", "json"))
    assert working["terms"]["removed"] == ["a"]
    assert [each["file"] for each in working["diagnostics"]["new"]] == ["content/terms/한글 이름.txt"]
    assert repo("status", "--porcelain", "--untracked-files=no") == " D content/terms/a.md\n"


def test_a_site_below_the_top_of_its_repository(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(
        {f"docs/site/{path}": text for path, text in (COMMON | site("a")).items()} | {"content/x.md": "x"}
    )
    repo.commit({f"docs/site/{path}": text for path, text in site("b").items()})
    assert json.loads(diff(tmp_path / "docs/site", "HEAD^", "--format", "json"))["terms"]["added"] == ["b"]


def test_settings_of_each_revision_are_their_own(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(COMMON | site("a"))
    code = "!!python/object/apply:os.system [touch pwned]"
    moved = COMMON["mkdocs.yml"].replace("docs_dir: content", "docs_dir: text").replace("시험", "새 이름")
    repo("mv", "content", "text")
    repo.commit({"mkdocs.yml": f"{moved}hooks: {code}\nx: !ENV [PURI_NOTHING, y]\n"})
    data = json.loads(diff(tmp_path, "HEAD^", "HEAD", "--format", "json"))
    assert data["terms"] == {"added": [], "removed": [], "renamed": [], "changed": []}
    assert data["settings"]["changed"][0]["fields"] == ["site_name", "content"]
    assert not list(tmp_path.rglob("pwned"))
    assert not (ROOT / "pwned").exists()


def test_links_pictures_and_submodules_in_a_tree(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    Repo(other).commit(site("z"))
    root = tmp_path / "site"
    root.mkdir()
    repo = Repo(root)
    repo.commit(COMMON | {"shared/a.md": making.term("A"), "content/map.png": "1"})
    (root / "content/terms").mkdir()
    (root / "content/terms/a.md").symlink_to("../../shared/a.md")
    (root / "content/terms/gone.md").symlink_to("nowhere.md")
    repo("submodule", "--quiet", "add", str(other), "content/module")
    repo.commit({})
    (root / "content/map.png").write_text("2")
    data = json.loads(diff(root, "HEAD^", "HEAD", "--format", "json"))
    assert [(each["file"], each["code"]) for each in data["diagnostics"]["new"]] == [
        ("content/terms/a.md", "symbolic-link"),  # as on the disk: a link may lead anywhere
        ("content/terms/gone.md", "symbolic-link"),
    ]
    data = json.loads(diff(root, "HEAD", "--format", "json"))
    assert [each["asset"] for each in data["assets"]["changed"]] == ["map.png"]
    assert data["diagnostics"]["new"] == []


def test_what_git_cannot_give_is_said_in_words(tmp_path: Path) -> None:
    making.write_site(tmp_path / "plain", {})
    assert "git 저장소" in diff(tmp_path / "plain", "HEAD", status=2)
    repo = Repo(tmp_path / "plain")
    assert "HEAD" in diff(tmp_path / "plain", "HEAD", status=2)
    repo.commit({})
    repo.commit({"content/sources.yml": making.SOURCES + "t: {title: 글}\n"})
    for wrong in ("nowhere", "--all", "HEAD:mkdocs.yml", "HEAD^{tree}"):
        assert "판이" in diff(tmp_path / "plain", "--", wrong, status=2)
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", (tmp_path / "plain").as_uri(), tmp_path / "new"], check=True
    )
    assert "fetch --unshallow" in diff(tmp_path / "new", "HEAD^", status=2)
    repo("rm", "--quiet", "mkdocs.yml")
    repo.commit({})
    repo.commit({"mkdocs.yml": "a: [b"})
    assert "mkdocs.yml" in diff(tmp_path / "plain", "HEAD^", status=2)
    repo.commit(COMMON)
    assert "mkdocs.yml" in diff(tmp_path / "plain", "HEAD^", status=2)


def _own_content() -> dict[str, str]:
    content = ROOT / "content"
    files = (path for path in content.rglob("*") if path.suffix in {".md", ".yml"})
    return {path.relative_to(content).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("terms/foundry.md", "summary: ", "summary: 새로 "),
        ("terms/foundry.md", "term: 파운드리", "term: 반도체 파운드리"),
        ("terms/npu.md", "related:", "related:\n  broader: [cloud]"),
        ("articles/ai-alliance/03-frenemy.md", "title: ", "title: 새 "),
        ("sources.yml", "title: ", "title: 새 "),
        ("paths/five-words.yml", "title: ", "title: 새 "),
    ],
)
def test_the_quick_comparison_holds_for_this_repository(path: str, old: str, new: str) -> None:
    settings = yaml.load(ROOT.joinpath("mkdocs.yml").read_text("utf-8").replace("!ENV", ""), yaml.SafeLoader)
    before = _own_content()
    assert old in before[path]
    after = before | {path: before[path].replace(old, new, 1)}
    if "related:\n  broader" in new and "broader:" in before[path]:
        after[path] = re.sub(r"  broader: \[", "  broader: [cloud, ", before[path], count=1)
    first, second = (edition(files, settings) for files in (before, after))
    quick, whole = compare(first, second, TODAY), compare(first, second, TODAY, link_whole)
    assert quick == whole
    assert quick.pages
