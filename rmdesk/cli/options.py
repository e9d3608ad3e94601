"""What the command line's parsers are made of: the parser itself, and numbers within bounds."""

import argparse
from collections.abc import Callable
from typing import TextIO, TypeAlias


def read_whole_in(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds from the command line."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least:,} to {most:,}")
        return number

    return read


# More than any book holds, and far from where sums leave 64 bits.
CUSTOMERS, ROWS, PERCENT = (
    read_whole_in(0, 10**7),
    read_whole_in(-(10**9), 10**9),
    read_whole_in(0, 100),
)
UNITS = read_whole_in(-(10**12), 10**12)


class Parser(argparse.ArgumentParser):
    """A parser that repeats nothing to the terminal that would steer it."""

    def _print_message(  # type: ignore[override]
        self, message: str, file: TextIO | None = None
    ) -> None:
        from rmdesk.tui.text import clean_lines

        super()._print_message(clean_lines(message), file)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
