"""What a ``[[...]]`` may point to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from builder.markdown import Scan
from builder.model import Library


class Target(NamedTuple):
    """A page, its title, and the slug of the term it explains (empty for other pages)."""

    path: str
    title: str
    term: str = ""


@dataclass(frozen=True)
class Resolver:
    """Finds the page that a ``[[target]]`` means: a term's slug or one of its names, or ``articles/...``."""

    targets: Mapping[str, Target]
    moved: Mapping[str, str]  # files whose pages have another name: sections, without their number

    @classmethod
    def of(cls, library: Library) -> "Resolver":
        """Collect everything in `library` that can be pointed to."""
        targets: dict[str, Target] = {}
        for article in library.articles.values():
            targets[f"articles/{article.slug}"] = Target(article.path, article.title)
        moved: dict[str, str] = {}
        for section in library.sections:
            path, step = section.path, section.step
            targets[path.removesuffix(".md")] = targets[step] = Target(path, section.title)
            moved[f"{step}.md"] = path
        for slug, term in library.terms.items():
            targets[slug] = targets[f"terms/{slug}"] = Target(term.path, term.title, slug)
        for slug, term in library.terms.items():  # a name never hides a slug
            for name in term.fields.names:
                targets.setdefault(name, targets[slug])
        return cls(targets, moved)

    def shown_titles(self, found: Scan) -> dict[int, str]:
        """Return the words that a reader sees for each wiki link without a label, by its offset."""
        bare = (link for link in found.wiki_links if not link.opted_out and link.label.strip() == link.target)
        return {link.start: self.targets[link.target].title for link in bare if link.target in self.targets}
