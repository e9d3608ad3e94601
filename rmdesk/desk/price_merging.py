"""A row of prices that was changed in two windows: both changes in one row, or both shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rmdesk.desk.merging import list_changed
from rmdesk.errors import ChangedMeanwhile, Gone
from rmdesk.exchange.column import Layout

if TYPE_CHECKING:
    from rmdesk.desk.prices import PriceLine

Texts = tuple[tuple[str, str], ...]


def merge(typed: Texts, line: "PriceLine", now: "PriceLine | None", layout: Layout) -> Texts:
    """Return the row as it is now with what was changed in the form.

    `line` is the row that the form was opened with; with another key it is another row, and
    everything typed counts. Raises ChangedMeanwhile, and Gone where the row is no longer there.
    """
    names = [column.name for column in layout.columns]
    keys = {column.name for column in layout.columns if column.target in layout.key}
    before, texts = dict(zip(names, line.texts, strict=True)), dict(typed)
    if any(texts.get(name, "") != before[name] for name in keys):
        return typed
    if now is None:
        raise Gone
    current = dict(zip(names, now.texts, strict=True))
    return tuple((current | list_changed(texts, before, current)).items())


def check_unchanged(now: "PriceLine | None", line: "PriceLine") -> None:
    """Raise ChangedMeanwhile where a row that is to be taken out no longer is as it was shown."""
    if now is None:
        raise Gone
    if now.texts != line.texts:
        raise ChangedMeanwhile({"row": (_joined(now.texts), _joined(line.texts))})


def _joined(texts: Sequence[str]) -> str:
    return " · ".join(text for text in texts if text)
