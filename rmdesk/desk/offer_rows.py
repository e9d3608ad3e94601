"""Rows of the offers' tables on their way into the book: only what its form would take as well."""

from rmdesk.desk.opinions import LEAST, MOST
from rmdesk.offers import offer
from rmdesk.offers.offer import WrittenOffer
from rmdesk.offers.wrong import Wrong
from rmdesk.store.driver import Value

Row = dict[str, Value]
# What a field of an offer is called in its table, where that is another name.
_COLUMNS = {"when": "conditions"}


def check(table: str, row: Row, digits: int) -> None:
    """Raises Wrong, with the column, where a row of offers or opinions says what cannot be."""
    if table == "opinions" and not LEAST <= _whole(row["score"]) <= MOST:
        raise Wrong("score", "one_to_five", str(row["score"]))
    if table != "offers":
        return
    try:
        offer.read(_written(row), digits)
        offer.check_limits(_written(row))
    except Wrong as wrong:
        raise Wrong(_COLUMNS.get(wrong.field, wrong.field), wrong.code, wrong.text) from None


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _written(row: Row) -> WrittenOffer:
    """The offer that a row makes; its names stand in another table."""

    def text(name: str, usual: str = "") -> str:
        return str(row.get(name) or usual)

    return WrittenOffer(
        code=text("code"),
        family=text("family"),
        move=text("move"),
        when=tuple(filter(None, text("conditions").split("\n"))),
        effects=tuple(filter(None, text("effects").split("\n"))),
        cost=text("cost", "0"),
        cost_days=text("cost_days", "365"),
        presenting=text("presenting", "0"),
        minimum=text("minimum"),
        chance=text("chance"),
        sells=text("sells"),
        risk=text("risk"),
        credit=text("credit"),
        passes=text("passes"),
        trigger=text("trigger"),
        excludes=text("excludes"),
        factor=text("factor"),
        level=text("level"),
        names={"en": text("code")},
    )
