"""Why a row does not fit the book, and what is told of rows that are like known ones.

{text} is the cell's text; {known} is the known value, the bound, or the id it is compared with.
"""

from rmdesk.i18n import N_

PROBLEMS = {
    "like_id": N_("differs only in form from the known {known}; correct it, or use --allow-like"),
    "near_code": N_("is not known; did you mean {known}?"),
    "unknown_tier": N_(
        "is not a tier ({known}); correct it, import a file of tiers"
        " (code,name,rank,rhythm_days), or use --new-tiers"
    ),
    "unknown_rating": N_("is not a known code"),
    "unknown_rating_known": N_("is not a known code ({known})"),
    "unknown_product_known": N_("is not a product of the catalogue ({known})"),
    "code_known": N_("is not one of the codes {known}"),
    "unknown_id": N_("is not the id of an entry in the book"),
    "other_customer": N_("belongs to an entry of another customer"),
    "other_row": N_("is the id of another entry in the book"),
    "like_identity": N_(
        "is also the identity number of customer {known}, who has the same name;"
        " correct it, or use --allow-like"
    ),
    "equal_row": N_(
        "could be the equal transaction already stored, or another one;"
        " use --equal same or --equal new"
    ),
    "closed_early": N_("is before the account was opened ({known})"),
    "matures_early": N_("is before the account was opened ({known})"),
    "other_currency": N_("differs from the account's currency ({known})"),
    "sign_differs": N_("names another currency than {known}, which the amounts of this row are in"),
    "sign_unclear": N_(
        "has a sign, {sign}, that can mean {meanings}; write the code instead if it means {known}"
    ),
    "introducer_circle": N_("was introduced, directly or through others, by this customer"),
    "reversed_twice": N_("is wholly reversed by other transactions already"),
    "over_reversed": N_("has less left to reverse than this amount"),
    "is_reversal": N_("is itself a reversal, which no transaction can reverse"),
    "is_reversed": N_("cannot change: another transaction reverses this one"),
    "reversal_changed": N_("cannot change: this transaction reverses another one"),
}
NOTES = {
    "like_customer": N_("new customer {text} may be the known {known} (same {by})"),
    "more_like": N_("{count} more new customers may be known ones"),
    "account_moved": N_("{count} known accounts, the first {text}, now belong to another customer"),
    "code_taken": N_("“{text}” was read as {known} in {count} rows"),
    "equal_taken": N_(
        "{count} transactions without a reference, the first in this line, equal stored ones and"
        " were taken for them; if they are new ones, use --equal new"
    ),
}
# The same where the count is one.
ONE = {
    "more_like": N_("{count} more new customer may be a known one"),
    "account_moved": N_("{count} known account, {text}, now belongs to another customer"),
    "code_taken": N_("“{text}” was read as {known} in {count} row"),
    "equal_taken": N_(
        "{count} transaction without a reference, in this line, equals a stored one and was taken"
        " for it; if it is a new one, use --equal new"
    ),
}
