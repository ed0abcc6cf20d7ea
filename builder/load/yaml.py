"""YAML -> plain data in which every scalar is a string, and the place of every key.

Strings only: a glossary's aliases may be `NO`, `on` or `1.0`, and mean just that. Types are the schema's
business. Tags, anchors and aliases have no use in content and are refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from builder.diagnostics import Code, Diagnostic, Place
from builder.load.limits import MOST_FAULTS
from builder.model import KEY, KeyPath
from builder.unseen import UNSEEN, code_point

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml's where the wheel has it
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_DEEPEST = 20  # levels; content needs four
# Lines end here to YAML and to nobody else, so that its line numbers would be wrong; `decode` refuses them.
_LINE_ENDS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", "\ufffd"))


@dataclass
class _Reader:
    """Walks a node tree once; collects places and problems on the way."""

    place: Callable[[yaml.Mark], tuple[int, int]]
    report: Callable[[tuple[int, int], Code, dict[str, str]], None]
    text: str
    places: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def read(self, node: yaml.Node, key: KeyPath) -> Any:
        here = self.place(node.start_mark)
        self.places[key] = here
        if node.tag not in _PLAIN_TAGS:
            self.report(here, Code.YAML_FEATURE, {"feature": node.tag})
        if len(key) > _DEEPEST:
            self.report(here, Code.YAML_FEATURE, {"feature": "[[[["})
            return ""
        if id(node) in self.seen:
            self.report(here, Code.YAML_FEATURE, {"feature": "&*"})
            return ""
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if (unseen := UNSEEN.search(node.value)) and unseen[0] not in self.text:  # written as an escape
                self.report(here, Code.CONTROL_CHARACTER, {"character": code_point(unseen[0])})
            return "" if not node.style and node.value in _NOTHING else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*key, i)) for i, item in enumerate(node.value)]
        return self.read_mapping(node, key)

    def read_mapping(self, node: yaml.Node, key: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for name_node, value_node in node.value:
            here = self.place(name_node.start_mark)
            name = name_node.value
            if not isinstance(name, str):
                self.report(here, Code.WRONG_TYPE, {"name": "?", "wanted": "text"})
                continue
            if name in data:
                self.report(here, Code.DUPLICATE_KEY, {"name": name})
                continue
            self.places[(*key, name, KEY)] = here
            value = self.read(value_node, (*key, name))
            if value == "":  # `english:` with nothing after it is the same as leaving the key out
                self.places[(*key, name)] = here
            else:
                data[name] = value
        return data


# Lists and mappings that begin one within another on the same line.
_COMPACT = re.compile(rf"^[ \t]*(?:(?:[-?:]|[&!]\S*)[ \t]+){{{_DEEPEST},}}", re.MULTILINE)


def _is_too_deep(text: str) -> bool:
    """Tell a text whose nesting would exhaust the parser's stack, before it is parsed."""
    if max((len(line) - len(line.lstrip(" ")) for line in text.split("\n")), default=0) > 10 * _DEEPEST:
        return True
    if _COMPACT.search(text):
        return True
    if text.count("[") + text.count("{") <= 5 * _DEEPEST:
        return False
    depth = deepest = 0
    for char in text:
        depth += (char in "[{") - (char in "]}")
        deepest = max(deepest, depth)
    return deepest > 5 * _DEEPEST


def read_yaml(
    file: str, text: str, first_line: int = 1
) -> tuple[Any, dict[KeyPath, tuple[int, int]], list[Diagnostic]]:
    """Read `text`, which begins at line `first_line` of `file`; returns data, places and problems.

    The data is None where the text is no YAML. An empty document reads as an empty mapping.
    """
    found: list[Diagnostic] = []

    def place(mark: yaml.Mark) -> tuple[int, int]:
        return mark.line + first_line, mark.column + 1

    def report(at: tuple[int, int], code: Code, words: dict[str, str]) -> None:
        if len(found) < MOST_FAULTS:
            found.append(Diagnostic(Place(file, *at), code, words))

    if _is_too_deep(text):
        report((first_line, 1), Code.YAML_FEATURE, {"feature": "[[[["})
        return None, {}, found
    try:
        node = yaml.compose(text.translate(_LINE_ENDS), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report(place(mark) if mark else (first_line, 1), Code.YAML_SYNTAX, {"problem": str(error.problem)})
        return None, {}, found
    except yaml.YAMLError as error:
        report((first_line, 1), Code.YAML_SYNTAX, {"problem": str(error).splitlines()[0]})
        return None, {}, found
    if node is None:
        return {}, {(): (first_line, 1)}, found
    reader = _Reader(place, report, text)
    return reader.read(node, ()), reader.places, found
