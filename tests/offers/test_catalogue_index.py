"""A catalogue filed by keys finds what a walk through all of it finds."""

from hypothesis import given, strategies as st

from rmdesk.desk import offer_catalogue, offer_files
from rmdesk.offers import offer as reading
from rmdesk.offers.catalogue import Catalogue
from rmdesk.offers.conditions import Op, reasons
from rmdesk.offers.measures import Facts, Measure, Unit, unit
from tests.offers.offers import offer

SHIPPED = Catalogue(
    reading.read(written, 2)
    for written in offer_files.read(offer_catalogue.shipped_paths(), 2).offers
)
CONDITIONS = [condition for item in SHIPPED for condition in item.conditions]
NUMBERS = sorted({c.measure for c in CONDITIONS if not isinstance(c.value, str)})
WORDS = sorted({c.measure for c in CONDITIONS if isinstance(c.value, str)})


def bounds(measure: Measure) -> st.SearchStrategy[int]:
    """Figures just at, below and above what the catalogue asks of a measure."""
    asked = [c.value for c in CONDITIONS if c.measure is measure and isinstance(c.value, int)]
    return st.sampled_from(sorted({value + step for value in asked for step in (-1, 0, 1)}))


def words(measure: Measure) -> st.SearchStrategy[frozenset[str]]:
    """Words that the catalogue asks for of a measure."""
    asked = [c.value for c in CONDITIONS if c.measure is measure and isinstance(c.value, str)]
    return st.frozensets(st.sampled_from(sorted(set(asked))), max_size=2)


FACTS = st.builds(
    Facts,
    st.fixed_dictionaries({}, optional={m: bounds(m) for m in NUMBERS}),
    st.fixed_dictionaries({}, optional={m: words(m) for m in WORDS}),
)


@given(FACTS)
def test_what_is_filed_is_found_as_by_a_walk_through_all(facts: Facts) -> None:
    walked = [o.code for o in SHIPPED if reasons(o.conditions, facts) is not None]
    possible = SHIPPED.list_possible(facts)
    assert [o.code for o in possible if reasons(o.conditions, facts) is not None] == walked
    assert [o.code for o in possible] == [o.code for o in SHIPPED if o in possible]


def test_an_offer_without_a_key_is_always_looked_at() -> None:
    negative = offer(code="negative", when=("holds is_not wealth", "headcount is_not 3"))
    filed = Catalogue([offer(), negative])
    assert [o.code for o in filed.list_possible(Facts())] == ["negative"]
    assert reasons(negative.conditions, Facts({Measure.HEADCOUNT: 4})) is not None


def test_a_customer_without_figures_is_looked_at_for_few_offers() -> None:
    assert len(SHIPPED.list_possible(Facts())) <= len(SHIPPED) // 10


def test_an_exact_figure_is_no_key() -> None:
    item = offer(code="exact", when=("headcount is 3",))
    assert item.conditions[0].op is Op.IS and unit(Measure.HEADCOUNT) is Unit.COUNT
    assert Catalogue([item]).list_possible(Facts({Measure.HEADCOUNT: 3})) == [item]
