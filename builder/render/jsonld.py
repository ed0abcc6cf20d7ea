"""Schema.org descriptions of pages (contract, section 4), as plain data for JSON-LD."""

from collections.abc import Mapping, Sequence
from typing import Any

from builder.model import Article, LearningPath, Section, Term
from builder.render.book import Book
from builder.schema import Question

Data = dict[str, Any]


def url(book: Book, path: str) -> str:
    """Return the canonical address of the page `path`; without ``site_url`` relative to the site's root."""
    return book.settings.url(path)


def breadcrumbs(book: Book, *trail: tuple[str, str]) -> Data:
    """Describe the way from the home page: (path, title) of each step."""
    steps = (("index.md", book.settings.site_name), *trail)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": title, "item": url(book, path)}
            for i, (path, title) in enumerate(steps, 1)
        ],
    }


def term_set(book: Book) -> Data:
    """Describe the glossary as a whole."""
    address = url(book, "terms/index.md")
    return {
        "@type": "DefinedTermSet",
        "@id": address,
        "name": book.settings.site_name,
        "url": address,
        "inLanguage": book.settings.language,
    }


def defined_term(book: Book, term: Term) -> Data:
    """Describe one term."""
    address = url(book, term.path)
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "name": term.title,
        "alternateName": [name for name in term.fields.names if name != term.title],
        "description": term.fields.summary,
        "termCode": term.slug,
        "url": address,
        "inLanguage": book.settings.language,
        "inDefinedTermSet": {"@id": url(book, "terms/index.md")},
    }


def learning_resource(book: Book, prose: Article | Section, teaches: Mapping[str, Term]) -> Data:
    """Describe an article or section and the terms it explains."""
    address = url(book, prose.path)
    data: Data = {
        "@type": "LearningResource",
        "@id": address,
        "name": prose.title,
        "description": prose.fields.summary,
        "url": address,
        "inLanguage": book.settings.language,
        "teaches": [{"@id": url(book, term.path)} for term in teaches.values()],
    }
    if isinstance(prose, Section):
        data["isPartOf"] = {"@id": url(book, book.library.articles[prose.article].path)}
    return data


def item_list(book: Book, path: str, name: str, pages: Sequence[LearningPath | Section | Term]) -> Data:
    """Describe `pages` as the ordered list that the page `path` shows under `name`."""
    return {
        "@type": "ItemList",
        "@id": url(book, path) + "#steps",
        "name": name,
        "itemListOrder": "https://schema.org/ItemListOrderAscending",
        "numberOfItems": len(pages),
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": page.title, "url": url(book, page.path)}
            for i, page in enumerate(pages, 1)
        ],
    }


def learning_path(book: Book, path: LearningPath, steps: Sequence[Section | Term]) -> Data:
    """Describe a learning path: what it teaches, and that its steps are the list of `item_list`."""
    address = url(book, path.path)
    return {
        "@type": "LearningResource",
        "@id": address,
        "name": path.title,
        "description": path.fields.summary,
        "learningResourceType": "learning path",
        "url": address,
        "inLanguage": book.settings.language,
        "teaches": [{"@id": url(book, step.path)} for step in steps if isinstance(step, Term)],
        "mainEntity": {"@id": address + "#steps"},
    }


def questions(book: Book, page: Section | Term) -> list[Data]:
    """Describe the questions of `page` as a quiz about it; nothing where it has none."""
    if not page.fields.quiz:
        return []
    address = url(book, page.path)
    return [
        {
            "@type": "Quiz",
            "@id": address + "#quiz",
            "name": f"{page.title}: {book.words['quiz']}",
            "url": address + "#quiz",
            "inLanguage": book.settings.language,
            "about": {"@id": address},
            "hasPart": [_question(each) for each in page.fields.quiz],
        }
    ]


def _question(question: Question) -> Data:
    answers = [
        {"@type": "Answer", "position": position, "text": choice}
        for position, choice in enumerate(question.choices, 1)
    ]
    right = answers.pop(question.answer - 1)
    return {
        "@type": "Question",
        "eduQuestionType": "Multiple choice",
        "text": question.question,
        "suggestedAnswer": answers,
        "acceptedAnswer": right | {"answerExplanation": {"@type": "Comment", "text": question.why}},
    }


def exercise(book: Book, path: str, kind: str, name: str, summary: str) -> Data:
    """Describe a page to practise with, of the `kind` that schema.org calls its learningResourceType."""
    address = url(book, path)
    return {
        "@type": "Quiz" if kind == "quiz" else "LearningResource",
        "@id": address,
        "name": name,
        "description": summary,
        "learningResourceType": kind,
        "url": address,
        "inLanguage": book.settings.language,
        "about": {"@id": url(book, "terms/index.md")},
    }
