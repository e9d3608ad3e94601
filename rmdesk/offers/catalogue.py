"""A catalogue that knows which of its offers can fit: most fail at a condition rarely met.

Each offer is filed under one of its conditions, its key: the one that fewest customers meet. Only
those whose key a customer meets are looked at, so that a long catalogue costs hardly more than a
short one. Persons and organisations have files of their own.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rmdesk.offers.conditions import Condition, Op
from rmdesk.offers.measures import Facts, Measure, Unit, unit
from rmdesk.offers.offer import Offer

# Measures that most customers have a figure of, the most telling first: a key of last resort.
_COMMON = (
    *(Measure.DEPOSITS, Measure.CONTRIBUTION, Measure.SALARY, Measure.DAYS_SILENT),
    *(Measure.MONTH, Measure.TENURE, Measure.AGE, Measure.KIND),
)
_LAST = 100


class Catalogue(tuple[Offer, ...]):
    """Offers in their order, filed by their keys."""

    def __init__(self, _offers: Iterable[Offer] = ()) -> None:
        self._files: dict[frozenset[str], _File] = {}

    def list_possible(self, facts: Facts) -> list[Offer]:
        """Return the offers whose key a customer meets, in the catalogue's order."""
        kinds = facts.words.get(Measure.KIND, frozenset())
        file = self._files.get(kinds)
        if file is None:
            possible = [(place, offer) for place, offer in enumerate(self) if _may_be(offer, kinds)]
            file = self._files[kinds] = _File(possible)
        return [self[place] for place in file.list_places(facts)]


class _File:
    """Some offers by their keys: words, least figures from below, greatest from above."""

    def __init__(self, offers: Sequence[tuple[int, Offer]]) -> None:
        self._always: list[int] = []
        words: defaultdict[Measure, defaultdict[str, list[int]]]
        words = defaultdict(lambda: defaultdict(list))
        least: defaultdict[Measure, list[tuple[int, int]]] = defaultdict(list)
        most: defaultdict[Measure, list[tuple[int, int]]] = defaultdict(list)
        for place, offer in offers:
            key = min(offer.conditions, key=_commonness, default=None)
            if key is None or not _is_key(key):
                self._always.append(place)
            elif isinstance(key.value, str):
                words[key.measure][key.value].append(place)
            else:
                (least if key.op is Op.AT_LEAST else most)[key.measure].append((key.value, place))
        self._words = [(measure, dict(found)) for measure, found in words.items()]
        self._least = [(measure, *_split(found)) for measure, found in least.items()]
        self._most = [(measure, *_split(found)) for measure, found in most.items()]

    def list_places(self, facts: Facts) -> list[int]:
        """Return the places of the offers whose key a customer meets."""
        places = list(self._always)
        for measure, by_word in self._words:
            for word in facts.words.get(measure, ()):
                places += by_word.get(word, ())
        numbers = facts.numbers
        for measure, values, found in self._least:
            figure = numbers.get(measure)
            if figure is not None and figure >= values[0]:
                places += found[: bisect_right(values, figure)]
        for measure, values, found in self._most:
            figure = numbers.get(measure)
            if figure is not None and figure <= values[-1]:
                places += found[bisect_left(values, figure) :]
        places.sort()
        return places


def _split(keys: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the figures in their order, and beside each the place of its offer."""
    keys.sort()
    return [value for value, _place in keys], [place for _value, place in keys]


def _may_be(offer: Offer, kinds: frozenset[str]) -> bool:
    """Return whether an offer asks for none but these kinds of customer."""
    return all(
        (condition.value in kinds) == (condition.op is Op.IS)
        for condition in offer.conditions
        if condition.measure is Measure.KIND
    )


def _is_key(condition: Condition) -> bool:
    if isinstance(condition.value, str):
        return condition.op is Op.IS
    return condition.op in (Op.AT_LEAST, Op.AT_MOST)


def _commonness(condition: Condition) -> int:
    """Return how many customers are likely to meet a condition: the order of keys."""
    if not _is_key(condition):
        return _LAST
    if condition.measure in _COMMON:
        return _LAST // 2 + _COMMON.index(condition.measure)
    if unit(condition.measure) is Unit.WORDS:
        return 0
    # Who has nothing of something meets a bound from above, but not of days until something.
    if condition.op is Op.AT_MOST:
        return 10 if unit(condition.measure) in (Unit.DAYS, Unit.SCORE) else 40
    return 20
