"""What became of a proposal: a yes, or a no with its reason, and a note."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from rmdesk.errors import BadDate, BadInput
from rmdesk.i18n import _
from rmdesk.i18n.words import field, words
from rmdesk.terms import ContactChannel, DeclineReason, ProposalStatus
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices

# When what was accepted is seen to, unless something else is typed.
SOON = "3wd"


class Answer(Dialog[bool]):
    """Lapsed: a note, and Enter."""

    def __init__(
        self, customer_id: int, proposal_id: int, status: ProposalStatus, name: str
    ) -> None:
        super().__init__(f"{words(status)} · {name}", customer_id, proposal_id)
        self._proposal_id = proposal_id
        self._status = status
        self.reason: DeclineReason | None = None

    def keys(self) -> str:
        return _("enter save · esc back")

    def rows(self) -> Iterator[Widget]:
        yield from self.row("note", _("Note"), Input())

    def entered(self) -> None:
        self.action_save()

    async def save(self) -> bool:
        answer = verbs.proposals.Answer(
            self._status,
            self.reason,
            self.query_one("#field-note", Input).value,
            self.follow_up(),
        )
        await self.write(verbs.proposals.decide, self._proposal_id, answer)
        return True

    def follow_up(self) -> "verbs.followups.FollowUpDraft | None":
        """What is to be done now."""
        return None


class Accept(Answer):
    """Accepted: a note, and the follow-up that sees it through; without a day there is none."""

    def __init__(self, customer_id: int, proposal_id: int, name: str, today: date) -> None:
        super().__init__(customer_id, proposal_id, ProposalStatus.ACCEPTED, name)
        self._name, self._today = name, today

    def rows(self) -> Iterator[Widget]:
        yield from super().rows()
        promise = _("See through: {name}").format(name=self._name)
        yield from self.row("promise", _("What to do next"), Input(promise))
        yield from self.row("due", _("When"), Input(SOON))

    def follow_up(self) -> "verbs.followups.FollowUpDraft | None":
        """What is to be done now. Raises BadInput."""
        from rmdesk.practice import when

        typed = self.query_one("#field-due", Input).value.strip()
        if not typed:
            return None
        try:
            found = when.read(typed, self._today, start_of(self).settings.working_week)
        except BadDate:
            raise BadInput("due", "date") from None
        promise = self.query_one("#field-promise", Input).value
        return verbs.followups.FollowUpDraft(promise, found.day, found.minutes)


class Decline(Answer):
    """Declined: a digit says why and saves; tab goes to the note first."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"because({number})", show=False)
        for number in range(1, len(DeclineReason) + 1)
    ]

    def __init__(self, customer_id: int, proposal_id: int, name: str) -> None:
        super().__init__(customer_id, proposal_id, ProposalStatus.DECLINED, name)

    def keys(self) -> str:
        return _("1 to 6: why, and save · tab note, enter back to why · esc back")

    def entered(self) -> None:
        """The note is written: digits say why again."""
        self.set_focus(None)

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


class Correct(Dialog[bool]):
    """The answer of a decided proposal, put right; the day of the answer stays."""

    def __init__(self, customer_id: int, proposal_id: int, name: str) -> None:
        super().__init__(_("Correct · {name}").format(name=name), customer_id, proposal_id)
        self._proposal_id = proposal_id

    def rows(self) -> Iterator[Widget]:
        decided = [s for s in ProposalStatus if s is not ProposalStatus.PRESENTED]
        status = Select(choices(decided), value=decided[0], allow_blank=False)
        yield from self.row("status", _("Answer"), status)
        reason: Select[object] = Select(choices(DeclineReason), prompt="–")
        yield from self.row("reason", _("Why declined"), reason)
        yield from self.row("note", _("Note"), Input())
        channel: Select[object] = Select(choices(ContactChannel), prompt="–")
        yield from self.row("channel", field("channel"), channel)

    async def prepare(self) -> None:
        await self.fill(await bridge_of(self).read(verbs.outcomes.look, self._proposal_id))

    async def save(self) -> bool:
        status = self.query_one("#field-status", Select).value
        reason = self.query_one("#field-reason", Select).value
        channel = self.query_one("#field-channel", Select).value
        assert isinstance(status, ProposalStatus)
        answer = verbs.proposals.Answer(
            status,
            reason if isinstance(reason, DeclineReason) else None,
            self.query_one("#field-note", Input).value,
            channel=channel if isinstance(channel, ContactChannel) else None,
        )
        await self.write(verbs.outcomes.correct, self._proposal_id, answer, self.opened_with)
        return True
