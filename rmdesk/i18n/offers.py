"""The fields of an offer, and what can be wrong in them, in words."""

from rmdesk.i18n import N_

FIELDS = {
    "code": N_("Code"),
    "name": N_("Name"),
    "family": N_("Family"),
    "move": N_("Move"),
    "when": N_("For whom"),
    "expected": N_("Brings a year"),
    "cost": N_("Cost of a yes"),
    "cost_days": N_("Cost over days"),
    "presenting": N_("Cost to present"),
    "chance": N_("Chance at first"),
    "sells": N_("Product"),
    "risk": N_("Risk of it"),
    "credit": N_("Is credit"),
    "trigger": N_("Urgent by"),
    "excludes": N_("Not after"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "factor": N_("Value factor"),
    "level": N_("Satisfaction"),
    "points": N_("Talking points"),
    "documents": N_("Documents"),
    "day": N_("Day"),
    "score": N_("1 to 5"),
}

PROBLEMS = {
    "no_measure": N_("names “{text}”, which is no measure of a number"),
    "no_comparison": N_("compares by “{text}”; known: at_least, at_most, is, is_not"),
    "words_compared": N_("“{text}” compares words; write is or is_not and one of them"),
    "no_number": N_("“{text}” compares with what is no number"),
    "formula": N_("“{text}” is no formula of measures, numbers, + - * / ( ) min max"),
    "negative": N_("“{text}” is below zero"),
    "whole": N_("“{text}” is no number of days"),
    "probability": N_("“{text}” is no probability between 0 and 1"),
    "no_days": N_("“{text}” is no measure in days"),
    "offer_code": N_("“{text}” may have only a to z, 0 to 9 and -"),
    "field": N_("is no field of an offer"),
    "text": N_("must be a text"),
    "list": N_("must be a list of texts"),
    "by_language": N_("must be a table by language"),
    "version": N_("must be a whole number"),
    "festival": N_("may have only {text}"),
    "one_to_five": N_("must be 1 to 5"),
}
