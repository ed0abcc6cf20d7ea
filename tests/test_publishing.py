"""The ends: command line, MkDocs by itself, other folders, failed builds."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.publish import build_site
from tests import making
from tests.conftest import ROOT

FILES: dict[str, str | bytes] = {
    "terms/foundry.md": making.term(
        "파운드리", "![그림](../images/fab.png)", related="{contrasts: [fabless]}"
    ),
    "terms/fabless.md": making.term("팹리스", "파운드리에 맡긴다."),
    "articles/a/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section("하나", "파운드리와 팹리스."),
    "images/fab.png": b"\x89PNG\r\n\x1a\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return making.write_site(tmp_path / "elsewhere", FILES)


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=cwd, text=True, capture_output=True, env=environment
    )


def puri(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return run("builder", *words, cwd=cwd)


def test_a_site_in_another_folder_builds(root: Path) -> None:
    done = puri("build", "--root", str(root))
    assert (done.returncode, done.stderr) == (0, "")
    made = (root / "site/terms/fabless/index.html").read_text("utf-8")
    assert '<a class="term" data-term="foundry" href="../foundry/">파운드리</a>에 맡긴다.' in made
    assert "assets/puri/puri.css" in made
    assert (root / "site/assets/puri/puri.css").is_file()
    assert (root / "site/images/fab.png").read_bytes() == FILES["images/fab.png"]


def test_mkdocs_builds_by_itself(root: Path) -> None:
    done = run("mkdocs", "build", "--strict", "--quiet", cwd=root)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (root / "site/articles/a/one/index.html").is_file()
    assert not (root / "site/articles/a/01-one").exists()


def test_an_english_site_speaks_english(tmp_path: Path) -> None:
    files = {
        "terms/container.md": making.term("container", "A box."),
        "terms/image.md": making.term("image", "The container."),
    }
    root = making.write_site(tmp_path / "en", files, "en")
    assert puri("build", "--root", str(root)).returncode == 0
    made = (root / "site/terms/container/index.html").read_text("utf-8")
    assert "Where this word appears" in made
    assert "이 말이" not in made
    (root / "content/terms/image.md").write_text(making.term("image", "[[contaner]]"), "utf-8")
    assert (
        "There is no term 'contaner'. Did you mean 'container'(container)?"
        in puri("check", "--root", str(root)).stdout
    )


@pytest.mark.parametrize(
    ("language", "title", "home"),
    [("ko", "페이지를 찾을 수 없습니다", "처음으로 가기"), ("en", "Page not found", "Home")],
)
def test_a_lost_reader_is_led_on_in_the_sites_language(
    tmp_path: Path, language: str, title: str, home: str
) -> None:
    root = making.write_site(tmp_path / "root", FILES, language)
    build_site(root, root / "site")
    made = (root / "site/404.html").read_text("utf-8")
    assert f"<title>{title} - 시험</title>" in made
    assert f"<h1>{title}</h1>" in made
    ways = dict(re.findall(r'<li><a href="([^"]*)">([^<]*)</a></li>', made))
    assert ways["/test/."] == home  # absolute: nobody knows at which depth the reader got lost
    assert "/test/terms/" in ways


def test_pages_are_plain_markdown_for_any_engine(root: Path) -> None:
    assert puri("pages", "--root", str(root), "--out", "out").returncode == 0
    made = (root / "out/articles/a/one.md").read_text("utf-8")
    assert '[파운드리](../../terms/foundry.md){.term data-term="foundry"}와' in made
    assert (root / "out/images/fab.png").is_file()
    assert "[[" not in "".join(path.read_text("utf-8") for path in (root / "out").rglob("*.md"))


def test_content_with_errors_is_refused_and_the_old_site_stays(root: Path) -> None:
    assert puri("build", "--root", str(root)).returncode == 0
    before = (root / "site/index.html").read_bytes()
    (root / "content/terms/foundry.md").write_text("---\nterm: 파운드리\n---\n", "utf-8")
    done = puri("build", "--root", str(root))
    assert done.returncode == 1
    assert "content/terms/foundry.md:2:1: error[missing-field]" in done.stderr
    assert "Traceback" not in done.stderr
    assert (root / "site/index.html").read_bytes() == before
    assert {path.name for path in root.iterdir()} == {"content", "mkdocs.yml", "site"}
    done = run("mkdocs", "build", cwd=root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (root / "site/index.html").read_bytes() == before


def test_a_build_that_breaks_off_leaves_the_old_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_site(root, root / "site")
    before = (root / "site/index.html").read_bytes()

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mkdocs.commands.build._build_page", fails)
    with pytest.raises(KeyboardInterrupt):
        build_site(root, root / "site")
    assert (root / "site/index.html").read_bytes() == before
    assert {path.name for path in root.iterdir()} == {"content", "mkdocs.yml", "site"}


def test_explain_gives_the_reason_of_each_mention(root: Path) -> None:
    file = "content/terms/fabless.md"
    done = puri("explain", file, "--format", "json", cwd=root)
    assert done.returncode == 0
    (mention,) = json.loads(done.stdout)["mentions"]
    text = (root / file).read_text("utf-8")
    assert text[mention["start"] : mention["end"]] == mention["text"] == "파운드리"
    assert (mention["line"], mention["column"], mention["term"]) == (7, 1, "foundry")
    assert (mention["linked"], mention["reason"]) == (True, "linked")
    assert "[linked] 링크했습니다" in puri("explain", file, cwd=root).stdout
    assert puri("explain", "content/sources.yml", cwd=root).returncode == 2


def test_out_never_replaces_what_puri_did_not_make(root: Path) -> None:
    (root / "mine").mkdir()
    (root / "mine" / "letter.txt").write_text("x")
    before = set(root.rglob("*"))
    for out in (".", "..", "content", "content/terms", "mine", "mkdocs.yml"):
        for command in ("build", "pages"):
            done = puri(command, "--root", str(root), "--out", out)
            assert (done.returncode, "Traceback" in done.stderr) == (2, False), (command, out)
    assert set(root.rglob("*")) == before


def test_a_link_to_a_section_by_its_file_leads_to_its_page(root: Path) -> None:
    (root / "content/articles/a/02-two.md").write_text(making.section("둘", "[앞](01-one.md#x)"), "utf-8")
    assert puri("build", "--root", str(root)).returncode == 0
    assert 'href="../one/#x"' in (root / "site/articles/a/two/index.html").read_text("utf-8")


def test_titles_and_summaries_are_text_in_the_head_too(root: Path) -> None:
    text = making.term("'List<T> & \"x\"'", summary="'A \"b\" <i>'")
    (root / "content/terms/list.md").write_text(text, "utf-8")
    assert puri("build", "--root", str(root)).returncode == 0
    made = (root / "site/terms/list/index.html").read_text("utf-8")
    assert "<title>List&lt;T&gt; &amp; &quot;x&quot; - 시험</title>" in made
    assert 'name="description" content="A &quot;b&quot; &lt;i&gt;"' in made
    assert "List<T>" not in made.partition("application/ld+json")[0]


def test_any_terminal_and_any_folder_of_content_will_do(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "site", {"terms/a.md": "x"})
    (root / "content").rename(tmp_path / "elsewhere")
    settings = (root / "mkdocs.yml").read_text("utf-8").replace("docs_dir: content", "docs_dir: ../elsewhere")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    for encoding in ("ascii", "cp949"):
        environment = os.environ | {"PYTHONIOENCODING": encoding}
        words = [sys.executable, "-m", "builder", "check", "--root", str(root)]
        done = subprocess.run(words, capture_output=True, env=environment)
        assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
        assert "elsewhere/terms/a.md:1:1: error[front-matter]" in done.stdout.decode()


def test_check_says_what_it_found(root: Path) -> None:
    done = puri("check", "--root", str(root))
    assert (done.returncode, done.stdout.strip()) == (0, "문제가 없습니다.")
    (root / "content/notes.txt").write_text("x")
    assert puri("check", "--root", str(root)).returncode == 0
    done = puri("check", "--root", str(root), "--strict", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["warnings"] == 1


def test_wrong_use_is_told_apart_from_wrong_content(tmp_path: Path) -> None:
    for words in (["check", "--root", str(tmp_path)], ["build", "--no-such"], ["no-such-command"]):
        done = puri(*words)
        assert done.returncode == 2, words
        assert "Traceback" not in done.stderr
    (tmp_path / "mkdocs.yml").write_text("site_name: [", "utf-8")
    done = puri("build", "--root", str(tmp_path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_site_without_the_plugin_is_told_so(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("plugins: [puri]", "plugins: []"), "utf-8")
    done = puri("build", "--root", str(root))
    assert done.returncode == 2
    assert "plugins: [puri]" in done.stderr
    assert "Traceback" not in done.stderr


def test_building_writes_nothing_into_the_content(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "content").rglob("*")}
    build_site(tmp_path, tmp_path / "site")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "content").rglob("*")} == before
