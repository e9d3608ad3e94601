"""The fields of a form as texts by name, to be compared, stored as a draft and filled in again.

A password field is never read here.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Select, SelectionList, TextArea

from rmdesk.i18n import _
from rmdesk.tui.text import fit

_PREFIX = "field-"


def list_fields(screen: Screen[Any]) -> dict[str, Widget]:
    """Return the fields of a form by name, in their order."""
    found = {}
    for widget in screen.query("Input, TextArea, Select, SelectionList"):
        secret = isinstance(widget, Input) and widget.password
        if widget.id and widget.id.startswith(_PREFIX) and not secret:
            found[widget.id.removeprefix(_PREFIX)] = widget
    return found


def read_fields(screen: Screen[Any]) -> dict[str, str]:
    """Return the texts of the fields of a form."""
    return {name: field_text(widget) for name, widget in list_fields(screen).items()}


def field_text(widget: Widget) -> str:
    """Return the text of a field."""
    if isinstance(widget, TextArea):
        return widget.text
    if isinstance(widget, Input):
        return widget.value
    if isinstance(widget, SelectionList):
        return " ".join(str(value) for value in sorted(widget.selected))
    assert isinstance(widget, Select)
    return _option_text(widget.value)


def _option_text(value: object) -> str:
    if value is Select.NULL:
        return ""
    return value.value if isinstance(value, StrEnum) else str(value)


def fill_fields(screen: Screen[Any], texts: Mapping[str, str]) -> None:
    """Put texts into the fields of a form; what a field no longer offers is left out."""
    for name, widget in list_fields(screen).items():
        if name in texts and texts[name] != field_text(widget):
            fill_field(widget, texts[name])


def fill_field(widget: Widget, text: str) -> None:
    """Put a text into a field; an option that is not offered any more changes nothing."""
    if isinstance(widget, TextArea):
        widget.text = text
        widget.move_cursor(widget.document.end)
    elif isinstance(widget, Input):
        widget.value = text
        widget.cursor_position = len(text)
    elif isinstance(widget, SelectionList):
        wanted = set(text.split())
        for number in range(widget.option_count):
            option = widget.get_option_at_index(number)
            here = str(option.value) in wanted
            (widget.select if here else widget.deselect)(option)
    elif isinstance(widget, Select):
        # The values that a select offers have no public name in Textual 8.
        for _prompt, value in widget._options:
            if _option_text(value) == text:
                widget.value = value
                return


def describe_both(now: str, yours: str) -> str:
    """Return what a field holds now and what is typed here, each on one line."""
    text = _("now: {now} — yours: {yours} · ctrl+k takes theirs, ctrl+s saves yours")
    return text.format(now=fit(now, 60).strip() or "–", yours=fit(yours, 60).strip() or "–")
