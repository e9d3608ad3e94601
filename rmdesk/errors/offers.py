"""Offers, catalogues and outcomes."""

from rmdesk.errors.base import DeskError

__all__ = [
    "BadCatalogue",
    "BadOffer",
    "BadOutcome",
    "NoOutcomeColumn",
    "OlderCatalogue",
    "OneOutcome",
    "TooFewOutcomes",
    "TooManyMeasures",
    "TwoVersions",
]


class BadCatalogue(DeskError):
    """{path}: {reason}"""


class BadOutcome(DeskError):
    """{path}, line {line}: {name} is “{text}”; an outcome is yes or no, true or false, 1 or 0."""


class OneOutcome(DeskError):
    """Every outcome is the same; nothing can be learnt from that."""


class TooFewOutcomes(DeskError):
    """Too few outcomes to judge by: {count}, where there must be at least 2."""


class TooManyMeasures(DeskError):
    """{path} has {count} columns to learn from; at most {most} are used."""


class NoOutcomeColumn(DeskError):
    """Say which column of the file is the outcome: --outcome COLUMN"""


class BadOffer(DeskError):
    """{path}, line {line}: offer {code}, {field} {reason}"""


class TwoVersions(DeskError):
    """There are two versions of the catalogue, {first} and {second} ({path})."""


class OlderCatalogue(DeskError):
    """The catalogue is version {version}; the book has offers of version {have}."""
