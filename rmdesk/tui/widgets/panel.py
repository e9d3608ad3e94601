"""The customer panel: a head in its border, and the parts of one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.reactive import reactive

from rmdesk.i18n import _
from rmdesk.i18n.words import words
from rmdesk.tui.text import width
from rmdesk.tui.widgets.parts import ContributionPart, FollowUpPart, LogPart, SuggestionPart

if TYPE_CHECKING:
    from rmdesk.desk.views import CustomerView, FollowUpLine


class Panel(Vertical):
    """All parts of one customer. `view` comes from the screen and goes down to the parts."""

    view: reactive[CustomerView | None] = reactive(None, always_update=True, repaint=False)

    def __init__(self) -> None:
        super().__init__(id="panel")

    def compose(self) -> ComposeResult:
        with Container(id="panel-upper"):
            yield ContributionPart("contribution").data_bind(Panel.view)
            yield SuggestionPart("suggestions").data_bind(Panel.view)
        with Container(id="panel-lower"):
            yield LogPart("log").data_bind(Panel.view)
            yield FollowUpPart("follow-ups").data_bind(Panel.view)

    def follow_up(self) -> FollowUpLine | None:
        """The follow-up under the cursor, the next one due unless it was moved."""
        lines = self.view.follow_ups if self.view else ()
        cursor = self.query_one(FollowUpPart).cursor
        return lines[cursor] if cursor < len(lines) else None

    def watch_view(self, view: CustomerView | None) -> None:
        self.border_title = Content(_head(view, self.size.width)) if view else None
        self.set_class(view is None, "-empty")

    def on_resize(self) -> None:
        self.watch_view(self.view)


def _head(view: CustomerView, places: int) -> str:
    """Who it is: names, tier and stage, phone, since when; as much as there is room for."""
    names = " ".join((view.name, *view.other_names[:1]))
    parts = [names, " · ".join(part for part in (view.tier, words(view.stage)) if part)]
    if view.complaints:
        parts.append(_("complaint open"))
    parts += view.phones[:1]
    if view.since:
        parts.append(_("since {year}").format(year=view.since.year))
    if view.archived:
        parts.append(_("archived"))
    head = ""
    for part in filter(None, parts):
        longer = f"{head} ── {part}" if head else part
        if head and width(longer) > places - 6:
            break
        head = longer
    return head
