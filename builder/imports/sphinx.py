"""A file with Sphinx's ``.. glossary::`` -> terms.

Docutils reads it; roles and directives of Sphinx, which it does not know, are taken for what they show.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
from docutils.utils import Reporter

from builder.imports.model import Found, TermFound, UnreadableError
from builder.imports.text import decode, escaped, escaped_inside, one_line, split_name, tidy
from builder.resources import load_yaml

_TARGETED = re.compile(r"(?P<words>.*?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
_SPACES = re.compile(r"\s+")
_QUIET = {
    "report_level": Reporter.SEVERE_LEVEL + 1,
    "halt_level": Reporter.SEVERE_LEVEL + 1,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "input_encoding": "unicode",
    "line_length_limit": 100_000,
}


class _Entry(nodes.General, nodes.Element):  # type: ignore[misc]
    """Terms that share a definition."""


class _Glossary(Directive):  # type: ignore[misc]
    """Takes the names from the left margin and has the definitions parsed."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True
    option_spec = {"sorted": directives.flag}  # noqa: RUF012 - docutils wants it so

    def run(self) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        names: list[str] = []
        at = 0
        lines = list(self.content)
        while at < len(lines):
            if lines[at].strip() and not lines[at].startswith((" ", "..")):
                names.append(lines[at].strip())
                at += 1
                continue
            end = at
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith((" ", ".."))):
                end += 1
            if names and "".join(lines[at:end]).strip():
                shown = tuple(map(self._shown, names))
                entry = _Entry(names=shown, keys=tuple(names), line=self.content_offset + at)
                margin = min(len(line) - len(line.lstrip()) for line in lines[at:end] if line.strip())
                block = self.content[at:end]
                block.trim_left(margin)
                self.state.nested_parse(block, self.content_offset + at, entry)
                made.append(entry)
                names = []
            at = end
        return made

    def _shown(self, name: str) -> str:
        """Return a name without its markup, and without the letter of `name : key`, for an index."""
        name = re.split(r"\s:\s", name)[0]
        inside, _ = self.state.inline_text(name, self.lineno)
        return one_line("".join(each.astext() for each in inside)) or name


class _Transparent(Directive):  # type: ignore[misc]
    """Any directive that docutils does not know: what it holds is shown."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        if self.name.endswith(("code-block", "sourcecode", "testcode", "doctest", "highlight")):
            return [nodes.literal_block(text="\n".join(self.content))]
        holder = nodes.container()
        if self.name == "seealso" and self.arguments:
            holder += nodes.paragraph(
                "", "", *self.state.inline_text(" ".join(self.arguments), self.lineno)[0]
            )
        self.state.nested_parse(self.content, self.content_offset, holder)
        return list(holder.children) if self.name == "seealso" else []


def _role(name: str, rawtext: str, text: str, *rest: Any, **more: Any) -> tuple[list[nodes.Node], list[Any]]:
    """Make a reference of any role that docutils does not know."""
    plain = nodes.unescape(text)
    found = _TARGETED.fullmatch(plain)
    words, target = (found["words"], found["target"]) if found else (plain, plain)
    words = words.removeprefix("!")
    kinds = load_yaml("data/imports.yml")
    kind = name.rpartition(":")[2].lower()
    if kind in kinds["term_roles"]:
        return [_Link(target, words)], []
    if kind in kinds["code_roles"]:
        return [nodes.literal(text=words.removeprefix("~") if not found else words)], []
    return [nodes.Text(words)], []


class _Link(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """A link to another term."""

    def __init__(self, target: str, words: str) -> None:
        super().__init__(words, words)
        self["target"] = target


@contextmanager
def _of_sphinx() -> Iterator[None]:
    """Let every role and directive be read, for as long as this lasts."""
    known_role, known_directive = roles.role, directives.directive

    def role(name: str, module: Any, line: int, reporter: Any) -> tuple[Callable[..., Any], list[Any]]:
        found, messages = known_role(name, module, line, reporter)
        return (found, messages) if found else (_role, [])

    def directive(name: str, module: Any, document: Any) -> tuple[Any, list[Any]]:
        if name == "glossary":
            return _Glossary, []
        found, _ = known_directive(name, module, document)
        return found or _Transparent, []

    roles.role, directives.directive = role, directive
    try:
        yield
    finally:
        roles.role, directives.directive = known_role, known_directive


def read(file: str, data: bytes) -> Found:
    """Read a file that has a glossary."""
    text = tidy(decode(data, file))
    try:
        with _of_sphinx():
            document = publish_doctree(text, settings_overrides=_QUIET)
        return Found(tuple(_terms(document, file)))
    except RecursionError:
        raise UnreadableError("deep", file=file) from None


def _terms(document: nodes.document, file: str) -> Iterator[TermFound]:
    for entry in document.findall(_Entry):
        names = entry["names"]
        headword, english, others = split_name(names[0])
        blocks = [_block(child, "") for child in entry.children]
        yield TermFound(
            headword,
            "\n\n".join(filter(None, blocks)),
            f"{file}:{entry['line']}",
            english=english,
            aliases=(*others, *names[1:]),
            keys=(*names, *map(one_line, entry["keys"])),
        )


def _block(node: nodes.Node, indent: str) -> str:
    """Return a block as Markdown, its lines after the first indented."""
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        code = node.astext()
        return f"```\n{code}\n```".replace("\n", "\n" + indent)
    if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
        mark = "- " if isinstance(node, nodes.bullet_list) else "1. "
        inner = indent + "    "
        items = (f"\n\n{inner}".join(filter(None, (_block(each, inner) for each in item))) for item in node)
        return f"\n{indent}".join(f"{mark.ljust(4)}{item}" for item in items)
    if isinstance(node, nodes.paragraph | nodes.term | nodes.rubric):
        return _inline(node).strip()
    if isinstance(node, nodes.system_message | nodes.comment | nodes.target | nodes.substitution_definition):
        return ""
    if isinstance(node, nodes.Element):
        return f"\n\n{indent}".join(filter(None, (_block(each, indent) for each in node)))
    return escaped(node.astext())


def _inline(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return escaped_inside(_SPACES.sub(" ", node.astext()))
    inner = "".join(map(_inline, node.children))
    if isinstance(node, _Link):
        return f"[[{_plain(node['target'])}|{_plain(node.astext())}]]"
    if isinstance(node, nodes.literal):
        code = node.astext()
        return f"`` {code} ``" if "`" in code else f"`{code}`"
    if isinstance(node, nodes.reference) and str(node.get("refuri", "")).startswith(("http://", "https://")):
        return f"[{inner}](<{node['refuri']}>)"
    if isinstance(node, nodes.emphasis | nodes.title_reference):
        return f"*{inner}*"
    if isinstance(node, nodes.strong):
        return f"**{inner}**"
    return "" if isinstance(node, nodes.problematic | nodes.system_message) else inner


def _plain(text: str) -> str:
    return re.sub(r"[\[\]|]+", " ", one_line(text)).strip()
