"""Diagnostics as SARIF 2.1.0 (OASIS), which code scanning services and editors read."""

import hashlib
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

from rich.text import Text

from builder import __version__
from builder.diagnostics import SITE_WIDE, WARNINGS, Code, Diagnostic, Severity, hint, message
from builder.report.around import NOTHING, Around
from builder.resources import load_yaml

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RULES = tuple(Code)


def as_sarif(diagnostics: tuple[Diagnostic, ...], language: str, around: Around = NOTHING) -> Text:
    """Return one log with one run; every code is a rule, whether it occurs or not."""
    driver = {
        "name": "Puri",
        "semanticVersion": __version__,
        "language": language,
        "rules": [_rule(code, language, around.reference) for code in _RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": _results(diagnostics, language),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return Text(json.dumps(log, ensure_ascii=False, indent=2))


def _rule(code: Code, language: str, reference: str) -> dict[str, Any]:
    words = load_yaml(f"i18n/codes.{language}.yml")
    allowed = words["allow_site" if code in SITE_WIDE else "allow" if code in WARNINGS else "never_allowed"]
    rule = words["codes"][code]
    level = Severity.WARNING if code in WARNINGS else Severity.ERROR
    made = {
        "id": code,
        "shortDescription": {"text": rule["title"]},
        "fullDescription": {"text": rule["meaning"]},
        "help": {"text": "\n\n".join((rule["meaning"], rule["mend"], allowed.format(code=code)))},
        "defaultConfiguration": {"level": level},
    }
    return made | {"helpUri": f"{reference}/{code}.md"} if reference else made


def _results(diagnostics: tuple[Diagnostic, ...], language: str) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for found in diagnostics:
        words = " ".join(filter(None, (message(found, language), hint(found, language))))
        region = {"startLine": found.place.line, "startColumn": found.place.column}
        location = {
            "artifactLocation": {
                "uri": quote(found.place.file, errors="surrogateescape"),
                "uriBaseId": "%SRCROOT%",
            }
        }
        identity = _identity(found)
        seen[identity] += 1
        results.append(
            {
                "ruleId": found.code,
                "ruleIndex": _RULES.index(found.code),
                "level": found.severity,
                "message": {"text": words},
                "locations": [{"physicalLocation": location | {"region": region}}],
                "partialFingerprints": {"puri/v1": f"{identity}:{seen[identity]}"},
            }
        )
    return results


def _identity(found: Diagnostic) -> str:
    """Return what a problem keeps when the lines above it change."""
    parts = (found.code, found.place.file, *found.words.values())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
