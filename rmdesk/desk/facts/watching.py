"""Which customers are on credit watch, by the asset classes that the gates go by as well."""

from rmdesk.desk.asset_classes import read_classes
from rmdesk.desk.facts.asked import Asked, Found
from rmdesk.offers.measures import Measure
from rmdesk.terms import AssetClass

DEFAULT = "default"


def add(asked: Asked, found: Found) -> None:
    """Add the worst class of a customer's accounts to what their statuses say."""
    customers = found.keys() if asked.is_one else None
    for owner, asset_class in read_classes(asked.book, customers, asked.today).customers.items():
        if owner in found and asset_class.is_watch:
            words = found[owner].words
            words[Measure.WATCH] = words.get(Measure.WATCH, frozenset()) | {_name(asset_class)}


def _name(asset_class: AssetClass) -> str:
    return DEFAULT if asset_class.is_default else asset_class.value
