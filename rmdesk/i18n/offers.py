"""The fields of an offer, and what can be wrong in them, in words."""

from enum import StrEnum

from rmdesk import terms as t
from rmdesk.i18n import N_

WORDS: tuple[tuple[StrEnum, str], ...] = (
    (t.ExpectedBasis.GROSS, N_("before what is given up")),
    (t.ExpectedBasis.NET, N_("after what is given up")),
    (t.CreditUse.NONE, N_("no credit")),
    (t.CreditUse.NEW, N_("new credit")),
    (t.CreditUse.RENEWAL, N_("renewal of credit")),
    (t.CreditUse.WORKOUT, N_("workout of credit")),
)

FIELDS = {
    "code": N_("Code"),
    "name": N_("Name"),
    "family": N_("Family"),
    "move": N_("Move"),
    "when": N_("For whom"),
    "expected": N_("Brings a year"),
    "effects": N_("What it does"),
    "minimum": N_("Least amount"),
    "passes": N_("Passes gates"),
    "cost": N_("Cost of a yes"),
    "cost_days": N_("Cost over days"),
    "presenting": N_("Cost to present"),
    "chance": N_("Chance at first"),
    "sells": N_("Product"),
    "risk": N_("Risk of it"),
    "credit": N_("Credit"),
    "trigger": N_("Urgent by"),
    "excludes": N_("Not after"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "factor": N_("Value factor"),
    "level": N_("Satisfaction"),
    "points": N_("Talking points"),
    "documents": N_("Documents"),
    "path": N_("File"),
    "name-en": N_("Name"),
    "day": N_("Day"),
    "score": N_("1 to 5"),
}

PROBLEMS = {
    "shape_move": N_(
        "“{text}” is not: move AMOUNT from SOURCE to PRODUCT [at RATE] [leaving SHARE]"
    ),
    "shape_lend": N_("“{text}” is not: lend AMOUNT as PRODUCT [at RATE]"),
    "shape_reprice": N_("“{text}” is not: reprice AMOUNT of SOURCE by RATE [leaving SHARE]"),
    "shape_fee": N_("“{text}” is not: fee AMOUNT [on PRODUCT]"),
    "shape_gain": N_("“{text}” is not: gain AMOUNT"),
    "no_verb": N_("begins with “{text}”; known: move, lend, reprice, fee, gain"),
    "no_source": N_("“{text}” is not a source: current, maturing, loans, deposits, outside"),
    "no_product_code": N_("“{text}” is not a product code"),
    "nothing_matures": N_("“{text}” is only for money that matures"),
    "no_rate": N_("“{text}” is not a difference in percentage points, such as +0.30%"),
    "too_many_effects": N_("has more than {text} lines"),
    "old_field": N_("was replaced by effects in version 3 of the catalogue"),
    "no_measure": N_("names “{text}”, which is not a measure with a number"),
    "no_comparison": N_("compares by “{text}”; known: at_least, at_most, is, is_not"),
    "words_compared": N_("“{text}” compares words; write is or is_not and one of them"),
    "contradiction": N_("“{text}” cannot be met together with the conditions before it"),
    "no_number": N_("“{text}” does not compare with a number"),
    "formula": N_("“{text}” is not a formula of measures, numbers, + - * / ( ) min max"),
    "negative": N_("“{text}” is below zero"),
    "whole": N_("“{text}” is not a number of days"),
    "probability": N_("“{text}” is not a probability between 0 and 1"),
    "no_days": N_("“{text}” is not a measure in days"),
    "offer_code": N_("“{text}” may have only a to z, 0 to 9 and -"),
    "field": N_("is not a field of an offer"),
    "text": N_("must be a text"),
    "list": N_("must be a list of texts"),
    "by_language": N_("must be a table by language"),
    "version": N_("must be a whole number"),
    "festival": N_("may have only {text}"),
    "one_to_five": N_("must be 1 to 5"),
}
