"""Whose an account is and how safe, with the day that this takes effect; how a loan is repaid."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input, Select

from rmdesk.desk.views import AccountLine
from rmdesk.errors import BadDate, BadInput, ManyCustomers, NoSuchCustomer
from rmdesk.i18n import _
from rmdesk.i18n.prices import COLUMNS
from rmdesk.i18n.words import words
from rmdesk.terms import AssetClass, ProductKind, Schedule
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from rmdesk.desk.accounts import Rated

_PERCENT = 10_000


class AccountForm(Dialog[bool]):
    """Stores what was changed: rating, collateral, class, schedule, owners with their shares."""

    def __init__(self, customer_id: int, account: AccountLine) -> None:
        title = f"{account.product} {account.number}"
        super().__init__(title, customer_id, account.id)
        self._customer_id, self._account = customer_id, account

    def rows(self) -> Iterator[Widget]:
        account = self._account
        known = verbs.accounts.form_texts(self._rated, account.share_ppm)
        yield from self.row("from", _("From"), Input(placeholder="2026-12-01"))
        yield from self.row("rating", _(COLUMNS["rating"]), Input(account.rating))
        yield from self.row("collateral", _(COLUMNS["collateral"]), Input(account.collateral))
        yield from self.row("asset_class", _(COLUMNS["asset_class"]), self._class_choice())
        if account.kind is ProductKind.LOAN:
            yield from self.row("schedule", _("Schedule"), self._schedule_choice())
        yield from self.row("share", _("This customer has %"), Input(known["share"]))
        hint = _("a name, bank id or number that fits just one")
        yield from self.row("other", _("The rest has"), Input(placeholder=hint))

    async def save(self) -> bool:
        account = self._account
        asset_class = self.query_one("#field-asset_class", Select).value
        rated = verbs.accounts.Rated(
            self._typed("rating"),
            self._typed("collateral"),
            asset_class if isinstance(asset_class, AssetClass) else None,
        )
        share, other = self._share(), await self._other()
        shared = verbs.accounts.Shared(self._customer_id, share, other)
        scheduled = verbs.accounts.Scheduled(self._chosen_schedule())
        dated = (
            shared if share != account.share_ppm or other is not None else None,
            rated if rated != self._rated else None,
        )
        # A schedule is the contract's; alone it needs no day.
        only_schedule = dated == (None, None) and scheduled.schedule is not account.schedule
        await self.write(
            verbs.accounts.change,
            account.id,
            account.opened or date.min if only_schedule else self._day(),
            *dated,
            self.opened_with,
            scheduled if scheduled.schedule is not account.schedule else None,
        )
        return True

    def _schedule_choice(self) -> Select[Schedule]:
        """Return the choice of schedules; blank is not known."""
        options = [(words(code), code) for code in Schedule]
        return Select(options, value=self._account.schedule or Select.NULL, prompt="–")

    def _chosen_schedule(self) -> Schedule | None:
        found = self.query("#field-schedule")
        value = found.first(Select).value if found else self._account.schedule
        return value if isinstance(value, Schedule) else None

    @property
    def _rated(self) -> "Rated":
        account = self._account
        return verbs.accounts.Rated(account.rating, account.collateral, account.asset_class)

    def _class_choice(self) -> Select[AssetClass]:
        """Return the choice of asset classes; blank is not classified."""
        known = self._account.asset_class
        options = [(words(code), code) for code in AssetClass]
        return Select(options, value=known or Select.NULL, prompt="–")

    def _typed(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Input).value.strip()

    def _day(self) -> date:
        from rmdesk.practice.when import read_iso

        try:
            return read_iso(self._typed("from"))
        except BadDate:
            raise BadInput("from", "date") from None

    def _share(self) -> int:
        try:
            share = Decimal(self._typed("share").rstrip("% ") or "100")
        except InvalidOperation:
            raise BadInput("share", "number") from None
        if not share.is_finite() or not 0 <= share <= 100:
            raise BadInput("share", "range", text="0 … 100 %")
        return int(share * _PERCENT)

    async def _other(self) -> int | None:
        if not (text := self._typed("other")):
            return None
        try:
            return await bridge_of(self).read(verbs.names.the_one, text)
        except (NoSuchCustomer, ManyCustomers):
            raise BadInput("other", "unknown_customer") from None
