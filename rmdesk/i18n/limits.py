"""What is wrong with a value that is beyond the limits, or with a row that does not fit the book.

`{text}` is the bound, or the known value that the refused one is near to.
"""

from rmdesk.i18n import N_

PROBLEMS = {
    "long": N_("is longer than {text} characters"),
    "many": N_("has more than {text} entries"),
    "control": N_("contains control characters; remove them"),
    "direction": N_("contains characters that reverse the direction of writing; remove them"),
    "range": N_("must be in the range {text}"),
    "years": N_("is not between 1900 and 2200"),
    "large": N_("is too large; at most {text}"),
    "huge": N_("is too large"),
    "id": N_("is not an id that rmdesk issued"),
    "sum": N_("makes the amounts of the account exceed {text} in total"),
    "book_sum": N_("makes the amounts of the book exceed {text} in total"),
    "converted_sum": N_("makes an account in this currency worth more than {text}"),
}
