"""What reading a file has to say: rows and files that are refused, and what is only told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Figure = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused, or with line 0 or 1 the whole file: the place and the reason's code.

    `figures` are what the reason's sentence needs beyond the cell's text.
    """

    file: str
    line: int
    column: str
    value: str
    code: str
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What the report tells without refusing anything; the fields are those of a Problem.

    Line 0 means the file as a whole.
    """

    file: str
    line: int
    column: str
    value: str
    code: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
