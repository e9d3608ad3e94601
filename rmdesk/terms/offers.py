"""What a customer sees of the bank (benefits, burdens, satisfaction), and what happens to it."""

from enum import StrEnum


class Aspect(StrEnum):
    """What a customer can be asked an opinion of, 1 to 5.

    The four benefits and the four burdens of what the bank gives (the factors of customer value),
    and the three levels of satisfaction.
    """

    PRODUCT = "product"
    SERVICE = "service"
    PERSONNEL = "personnel"
    IMAGE = "image"
    MONEY = "money"
    TIME = "time"
    ENERGY = "energy"
    NUISANCE = "nuisance"
    MATERIAL = "material"
    SPIRITUAL = "spiritual"
    SOCIAL = "social"

    @property
    def is_level(self) -> bool:
        """Whether it is a level of satisfaction."""
        return self in (Aspect.MATERIAL, Aspect.SPIRITUAL, Aspect.SOCIAL)

    @property
    def is_burden(self) -> bool:
        """Whether less of it is better."""
        return self in (Aspect.MONEY, Aspect.TIME, Aspect.ENERGY, Aspect.NUISANCE)

    @property
    def is_factor(self) -> bool:
        """Whether it is a factor of customer value."""
        return not self.is_level


class Care(StrEnum):
    """What calls for more care than usual when an offer is put to a customer."""

    MINOR = "minor"
    SENIOR = "senior"
    GUARANTOR = "guarantor"


class LifeEventKind(StrEnum):
    """What happens in the life of a person or an organisation, and changes what it needs."""

    MARRIAGE = "marriage"
    CHILD = "child"
    SCHOOL = "school"
    HOME = "home"
    NEW_JOB = "new_job"
    PROMOTION = "promotion"
    RETIREMENT = "retirement"
    INHERITANCE = "inheritance"
    LOSS = "loss"
    EXPANSION = "expansion"
    NEW_SITE = "new_site"
    NEW_OWNER = "new_owner"


class Occasion(StrEnum):
    """What a day is to a customer."""

    BIRTHDAY = "birthday"
    FOUNDING = "founding"
    ANNIVERSARY = "anniversary"
    FESTIVAL = "festival"
    OTHER = "other"
