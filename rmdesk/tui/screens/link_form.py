"""Which activity is behind a posting, as the manager says."""

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Select, Static

from rmdesk.i18n import _, dates
from rmdesk.i18n.words import words
from rmdesk.tui import verbs
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.text import fit

_NONE = 0


class LinkForm(Dialog[bool]):
    """The talks of the half year before a posting, the last one first."""

    def __init__(self, linking: "verbs.linking.Linking") -> None:
        title = _("Activity behind a transaction")
        super().__init__(title, linking.customer_id, linking.posting_id)
        self._linking = linking

    def rows(self) -> Iterator[Widget]:
        known = self._linking
        yield Static(Content(f"{dates.full(known.day)}  {known.text}"), markup=False)
        talks = [
            (f"{dates.full(talk.day)}  {words(talk.kind)}  {fit(talk.text, 40).rstrip()}", talk.id)
            for talk in known.talks
        ]
        offered = [(_("none of them"), _NONE), *talks]
        linked = known.linked if known.linked in {number for _text, number in talks} else None
        value = linked or (talks[0][1] if talks else _NONE)
        field: Select[int] = Select(offered, value=value, allow_blank=False)
        yield from self.row("talk", _("Activity"), field)

    async def save(self) -> bool:
        value = self.query_one("#field-talk", Select).value
        chosen = value if isinstance(value, int) and value != _NONE else None
        await self.write(verbs.linking.link, self._linking.posting_id, chosen)
        return True
