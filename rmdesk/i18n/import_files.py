"""Why a file or a row cannot be read, and what is told of how it was read.

{text} is the cell's text; the other places are figures.
"""

from rmdesk.i18n import N_

PROBLEMS = {
    "surplus": N_("{count} cells where the header has {wanted}; quote texts with the delimiter"),
    "short": N_(
        "{count} cells where the header has {wanted}; add the missing cells, even where empty"
    ),
    "quote": N_("a quote is opened here and not closed"),
    "quote_text": N_("has text after a closing quote"),
    "quote_in_id": N_("has a quote in it, left over from a cell that was quoted wrongly"),
    "torn": N_("may be torn: the line beside it has too few cells, {row}"),
    "after_quote": N_("may be the rest of the line above, where a quote may be open: {row}"),
    "header_again": N_("repeats the header in the middle of the file"),
    "too_long": N_("is too long"),
    "nul": N_("has a NUL character"),
    "swallowed": N_("contains what looks like a row of its own: {row}"),
    "ambiguous": N_("could be {first} or {second}; name the decimal mark: --decimal . or ,"),
    "decimal_mark": N_("has a different decimal mark from the rest of its column"),
    "card_number": N_("looks like a card number, not an amount"),
    "cell_error": N_("is an error value of the sheet"),
    "cell_flag": N_("is true or false where text is expected; format the column as text"),
    "cell_date": N_("is a date where text is expected; format the column as text"),
    "cell_precision": N_(
        "has more than 15 digits and lost some; format the column as text and type it again"
    ),
    "cell_zeros": N_("is a number and may have lost leading zeros; format the column as text"),
    "unknown_column": N_("is not a column of {table}; --ignore-columns skips it"),
    "unknown_column_near": N_(
        "is not a column of {table}; did you mean {nearest}? --ignore-columns skips it"
    ),
    "unnamed_column": N_("has cells but no name in the header"),
    "doubled_column": N_("is in the header twice"),
    "required_columns": N_("lacks columns that {table} need: {missing}"),
}
# What is told without refusing anything.
NOTES = {
    "decimal_point": N_("decimal point, as in {text}"),
    "decimal_comma": N_("decimal comma, as in {text}"),
    "decimal_mixed": N_("decimal points and commas; most are as in {text}, the others are refused"),
    "header": N_("“{text}” is read as {name}"),
    "optional_columns": N_("without the columns {missing}"),
    "retired_column": N_("{text} is of an earlier version and was left out"),
    "ignored_columns": N_("columns ignored: {text}"),
    "unused_file": N_("fits no template and was not used"),
    "empty_file": N_("is empty"),
    "no_rows": N_("without rows"),
    "hidden_sheet": N_("is hidden and was not used; --sheet includes it"),
    "sheet_not_named": N_("was not named, so it was not used"),
    "encoding": N_("is read as {text}"),
    "lookup_missing": N_("{file} is not among the files, so nothing is looked up in it"),
    "number_cells": N_("{count} cells are numbers in the sheet; leading zeros would be lost"),
    "padded_numbers": N_("{count} numbers are read with the zeros that their format shows"),
    "merged_cells": N_("{count} merged ranges; only the first cell of each has its value"),
    "formula_without_value": N_("{count} formulas without a stored value, the first in {text}"),
}
