"""What became of a proposal: a yes, or a no with its reason, and a note."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rmdesk.i18n import _
from rmdesk.i18n.words import words
from rmdesk.terms import DeclineReason, ProposalStatus
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog


class Answer(Dialog[bool]):
    """Accepted or lapsed: a note, and Enter."""

    def __init__(self, proposal_id: int, status: ProposalStatus, name: str) -> None:
        super().__init__(f"{words(status)} · {name}")
        self._proposal_id = proposal_id
        self._status = status
        self.reason: DeclineReason | None = None

    def keys(self) -> str:
        return _("enter save · esc cancel")

    def rows(self) -> Iterator[Widget]:
        yield from self.row("note", _("Note"), Input())

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save()

    async def save(self) -> bool:
        note = self.query_one("#field-note", Input).value
        await bridge_of(self).write(
            verbs.proposals.decide, self._proposal_id, self._status, self.reason, note
        )
        return True


class Decline(Answer):
    """Declined: a digit says why and saves; tab goes to the note first."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"because({number})", show=False)
        for number in range(1, len(DeclineReason) + 1)
    ]

    def __init__(self, proposal_id: int, name: str) -> None:
        super().__init__(proposal_id, ProposalStatus.DECLINED, name)

    def keys(self) -> str:
        return _("1 to 6: why · tab note · esc cancel")

    def rows(self) -> Iterator[Widget]:
        lines = [f" {n}  {words(reason)}" for n, reason in enumerate(DeclineReason, 1)]
        yield Static(Content("\n".join(lines)), classes="note", markup=False)
        yield from super().rows()

    def action_because(self, number: int) -> None:
        self.reason = list(DeclineReason)[number - 1]
        self.action_save()

    async def save(self) -> bool:
        self.reason = self.reason or DeclineReason.OTHER
        return await super().save()
