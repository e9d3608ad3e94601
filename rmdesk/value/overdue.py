"""How bad a loan is by the days for which it is overdue.

From the Chinese rules on risk classification of 2023: overdue at all is special mention at best,
over 90 days substandard, over 270 days doubtful, over 360 days a loss. Over 90 days is also where
Basel puts the default.
"""

from rmdesk.terms import AssetClass

DEFAULT_DAYS = 90
_LADDER = (
    (360, AssetClass.LOSS),
    (270, AssetClass.DOUBTFUL),
    (DEFAULT_DAYS, AssetClass.SUBSTANDARD),
    (0, AssetClass.SPECIAL_MENTION),
)


def overdue_class(days: int) -> AssetClass | None:
    """Return the best class that a number of days overdue allows; None where nothing is overdue."""
    return next((found for more_than, found in _LADDER if days > more_than), None)
