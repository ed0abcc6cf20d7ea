"""What a ``[[...]]`` may point to."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.markdown import Scan
from builder.model import Library


@dataclass(frozen=True)
class Target:
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
        for section in library.sections:
            target = Target(section.path, section.title)
            targets |= dict.fromkeys((section.path.removesuffix(".md"), section.step), target)
        for term in library.terms.values():
            target = Target(term.path, term.title, term.slug)
            targets |= dict.fromkeys((term.slug, f"terms/{term.slug}"), target)
        for term in library.terms.values():  # a name never hides a slug
            for name in term.fields.names:
                targets.setdefault(name, Target(term.path, term.title, term.slug))
        moved = {f"{section.step}.md": section.path for section in library.sections}
        return cls(targets, moved)

    def shown_titles(self, found: Scan) -> dict[int, str]:
        """Return the words that a reader sees for each wiki link without a label, by its offset."""
        bare = (link for link in found.wiki_links if not link.opted_out and link.label.strip() == link.target)
        return {link.start: self.targets[link.target].title for link in bare if link.target in self.targets}
