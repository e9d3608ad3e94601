"""What an expected value consists of, in whole minor units that add up to it."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from rmdesk.desk.offer_views import EffectLine, Figure
from rmdesk.offers import formula
from rmdesk.offers.expectation import Expectation, Part
from rmdesk.offers.measures import Facts
from rmdesk.store.book import Book
from rmdesk.value.scale import MILLION
from rmdesk.value.share import apportion, half_even


def effect_lines(book: Book, found: Expectation) -> tuple[EffectLine, ...]:
    """Return the parts of an expectation; they sum to it before the cost of a yes."""
    names = book.remembered("product names", lambda: _names(book))
    exact = [amount for part in found.parts for amount in (part.brings, -part.loses, part.account)]
    scale = lcm(*(amount.denominator for amount in exact)) if exact else 1
    numerators = [amount.numerator * (scale // amount.denominator) for amount in exact]
    minor = apportion(numerators, found.gross_minor, scale)
    return tuple(
        _line(part, found.facts, names, (minor[3 * n], minor[3 * n + 1], minor[3 * n + 2]))
        for n, part in enumerate(found.parts)
    )


def _line(
    part: Part, facts: Facts, names: Mapping[str, str], minor: tuple[int, int, int]
) -> EffectLine:
    effect = part.effect
    product = part.product or effect.target
    return EffectLine(
        effect.verb,
        effect.source,
        product,
        names.get(product, product),
        effect.amount.text,
        tuple(
            Figure(measure, facts.numbers.get(measure, 0))
            for measure in formula.list_measures(effect.amount.text)
        ),
        _whole(part.asked),
        _whole(part.amount),
        _whole(part.earns, MILLION),
        _whole(part.gives_up, MILLION),
        _whole(part.leaving, MILLION),
        *minor,
        part.known,
    )


def _whole(value: Fraction, scale: int = 1) -> int:
    """Return a multiple of a fraction, rounded to a whole number."""
    return half_even(value.numerator * scale, value.denominator)


def _names(book: Book) -> dict[str, str]:
    return {str(code): str(name) for code, name in book.rows("SELECT code, name FROM products")}
