"""Rules about self-test questions: each asked once, none answered by a trick instead of by knowing."""

import math
import re
from collections.abc import Iterator, Sequence
from statistics import NormalDist

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic, Place
from builder.model import Library, Section, Term
from builder.schema import Question
from builder.settings import SETTINGS_FILE

_FEWEST = 20  # questions that a statistic is made of
_PER_POSITION = 5  # answers expected at each position, or the chi-square test does not hold (Cochran 1954)
_LEVEL = 0.01  # a site whose answers fall by chance is suspected once in a hundred times
_MEDIUM = 0.3  # Cohen's w (1988): what many questions make certain may still be too little to matter
_TOO_OFTEN = 1.5  # times as often as by chance
_SITE = Place(SETTINGS_FILE)  # where a warning about all questions together stands

# What may differ in the writing of one question. No other signs: C is not C++.
_PUNCTUATION = re.compile(r"[\s.,:;?!…·()\"'“”‘’「」『』-]+")


def _questions(library: Library) -> Iterator[tuple[Term | Section, int, Question]]:
    for entry in library.entries():
        yield from ((entry, i, question) for i, question in enumerate(entry.fields.quiz))


def answer_positions(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """No position among the choices holds the answer far more often, or more seldom, than the others.

    Judged for questions with the same number of choices: Pearson's chi-square test against equal shares at
    the level 0.01, together with an effect of medium size.
    """
    answers: dict[int, list[int]] = {}
    for _, _, question in _questions(manuscript.library):
        answers.setdefault(len(question.choices), []).append(question.answer)
    for count, given in sorted(answers.items()):
        if len(given) < max(_FEWEST, _PER_POSITION * count):
            continue
        times = [given.count(position) for position in range(1, count + 1)]
        if is_uneven(times):
            expected = len(given) / count
            position = max(range(count), key=lambda i: abs(times[i] - expected)) + 1
            words = {
                "choices": count,
                "count": len(given),
                "position": position,
                "times": times[position - 1],
            }
            yield Diagnostic(_SITE, Code.ANSWER_POSITION, {name: str(word) for name, word in words.items()})


def is_uneven(times: Sequence[int]) -> bool:
    """Tell whether equal chances would hardly give these counts, and they are far enough apart to matter."""
    expected = sum(times) / len(times)
    deviation = sum((each - expected) ** 2 / expected for each in times)
    effect = math.sqrt(deviation / sum(times))
    return effect >= _MEDIUM and chi_square_tail(deviation, len(times) - 1) < _LEVEL


def chi_square_tail(value: float, freedom: int) -> float:
    """Return the probability that chi-square with `freedom` degrees of freedom exceeds `value`.

    From the tail for one or two degrees up by two at a time (Abramowitz and Stegun 26.4.4, 26.4.5, 26.4.8).
    """
    half = value / 2
    if half <= 0:
        return 1.0
    tail, shape = (math.erfc(math.sqrt(half)), 0.5) if freedom % 2 else (math.exp(-half), 1.0)
    while shape < freedom / 2:
        tail += math.exp(shape * math.log(half) - half - math.lgamma(shape + 1))
        shape += 1
    return tail


def longest_answers(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """The longest choice is not the answer much more often than by chance.

    Of the questions in which one choice is longer than all others, each has the answer there with a chance
    of one in its choices; their sum is compared with its normal approximation at the level 0.01.
    """
    hits, chances = 0, list[float]()
    for _, _, question in _questions(manuscript.library):
        lengths = list(map(len, question.choices))
        if lengths.count(max(lengths)) == 1:
            hits += lengths[question.answer - 1] == max(lengths)
            chances.append(1 / len(lengths))
    if len(chances) < _FEWEST:
        return
    expected = sum(chances)
    spread = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    p_value = 1 - NormalDist(expected, spread).cdf(hits - 0.5)
    if hits >= _TOO_OFTEN * expected and p_value < _LEVEL:
        words = {"count": str(len(chances)), "times": str(hits), "expected": str(round(expected))}
        yield Diagnostic(_SITE, Code.LONGEST_ANSWER, words)


def repeated_questions(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A question is asked once on the whole site."""
    asked: dict[str, Place] = {}
    for entry, i, question in _questions(manuscript.library):
        place = entry.document.at("quiz", i, "question")
        first = asked.setdefault(_PUNCTUATION.sub("", question.question).casefold(), place)
        if first is not place:
            yield Diagnostic(place, Code.REPEATED_QUESTION, {"other": str(first)})


def repeated_choices(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """The choices of a question differ, by more than spaces."""
    for entry, i, question in _questions(manuscript.library):
        choices = ["".join(choice.split()) for choice in question.choices]
        for j, choice in enumerate(choices):
            if choice in choices[:j]:
                place = entry.document.at("quiz", i, "choices", j)
                yield Diagnostic(place, Code.REPEATED_CHOICE, {"name": question.choices[j]})
