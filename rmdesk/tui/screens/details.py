"""What else is known of a customer: fields, contacts, relations, accounts."""

from datetime import date
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.desk.opinions import LifeEventLine, OpinionLine
from rmdesk.desk.views import AccountLine, ContactLine, DetailsView, RelationLine
from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.words import field, words
from rmdesk.terms import AccountStatus, ContactChannel
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, copy_text, tell
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.sentences import account_notes, complaint_text
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

_CODED = ("kind", "sex", "stage")
_REMOVABLE = (ContactLine, RelationLine, ComplaintLine, OpinionLine, LifeEventLine)


class DetailsScreen(FullScreen[int]):
    """Gives the id of a related customer to go to, None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", show=False),
        Binding("a", "add_contact", show=False),
        Binding("r", "relate", show=False),
        Binding("delete,D", "remove", show=False),
        Binding("y", "copy", show=False),
        Binding("o", "owners", show=False),
        Binding("h", "history", show=False),
        Binding("c", "complain", show=False),
    ]

    def __init__(self, customer_id: int) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._view: DetailsView | None = None
        self._opinions: tuple[OpinionLine, ...] = ()
        self._events: tuple[LifeEventLine, ...] = ()

    def hints(self) -> list[Hint]:
        return [
            ("enter", N_("open"), ""),
            ("e", N_("edit"), "screen.edit"),
            ("a", N_("add contact"), "screen.add_contact"),
            ("r", N_("relation"), "screen.relate"),
            ("y", N_("copy"), "screen.copy"),
            ("o", N_("owners, rating, schedule"), "screen.owners"),
            ("c", N_("complaint"), "screen.complain"),
            ("del", N_("remove"), "screen.remove"),
            ("h", N_("history"), "screen.history"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the details anew."""
        try:
            read, customer = bridge_of(self).read, self._customer_id
            self._opinions = await read(verbs.opinions.list_opinions, customer)
            self._events = await read(verbs.opinions.list_life_events, customer)
            self._view = await read(verbs.details.look, customer)
        except DeskError as error:
            tell(self, error)
            self.leave(None)
            return
        self.head(self._view.name, words(self._view.kind))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        assert self._view is not None
        view, found = self._view, list[tuple[Row, object]]()

        def section(title: str, rows: list[tuple[Row, object]]) -> None:
            if rows:
                found.append(([Cell(f" {title}", "heading")], None))
                found.extend(rows)

        section(_("Known"), _fields(view))
        section(_("Contacts"), [(_contact(c), c) for c in view.contacts])
        section(_("Relations"), [(_relation(r), r) for r in view.relations])
        section(_("Accounts"), _accounts(view, places))
        section(_("Complaints"), [(_complaint(c), c) for c in view.complaints])
        section(_("Opinions, 1 to 5"), [(_opinion(o), o) for o in self._opinions])
        section(_("Life events"), [(_life_event(e), e) for e in self._events])
        return found

    def _thing(self) -> object:
        return self.query_one(Rows).thing

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        thing = self._thing()
        if isinstance(thing, RelationLine):
            self.dismiss(thing.other_id)
        elif isinstance(thing, ContactLine):
            self._contact_form(thing)
        elif isinstance(thing, AccountLine):
            self.action_owners()
        else:
            self.action_edit()

    def action_history(self) -> None:
        from rmdesk.tui.screens.history_screen import HistoryScreen

        if self._view is not None:
            self.app.push_screen(HistoryScreen(self._customer_id, self._view.name))

    def action_owners(self) -> None:
        from rmdesk.tui.screens.account_form import AccountForm

        thing = self._thing()
        if isinstance(thing, AccountLine):
            self.app.push_screen(AccountForm(self._customer_id, thing), self._changed)
        else:
            self.notify(_("Put the cursor on an account."), severity="warning")

    def action_edit(self) -> None:
        """Change the complaint, opinion or life event under the cursor; else the customer."""
        from rmdesk.tui.screens.customer_form import CustomerForm
        from rmdesk.tui.screens.opinion_form import LifeEventForm, OpinionEdit

        thing = self._thing()
        if isinstance(thing, ComplaintLine):
            self._complaint_form(thing)
            return
        if isinstance(thing, OpinionLine):
            self.app.push_screen(OpinionEdit(self._customer_id, thing), self._changed)
            return
        if isinstance(thing, LifeEventLine):
            self.app.push_screen(LifeEventForm(self._customer_id, thing), self._changed)
            return
        self.app.push_screen(CustomerForm(self._customer_id), self._changed)

    def action_complain(self) -> None:
        """Record a new complaint."""
        self._complaint_form(None)

    def _complaint_form(self, line: ComplaintLine | None) -> None:
        from rmdesk.tui.screens.complaint_form import ComplaintForm

        self.app.push_screen(ComplaintForm(self._customer_id, line), self._changed)

    def action_add_contact(self) -> None:
        self._contact_form(None)

    def _contact_form(self, contact: ContactLine | None) -> None:
        from rmdesk.tui.screens.customer_form import ContactForm

        self.app.push_screen(ContactForm(self._customer_id, contact), self._changed)

    def action_relate(self) -> None:
        from rmdesk.tui.screens.relate import Relate

        self.app.push_screen(Relate(self._customer_id), self._changed)

    def _changed(self, result: object) -> None:
        if result:
            self.load()

    @work
    async def action_remove(self) -> None:
        thing = self._thing()
        if not isinstance(thing, _REMOVABLE):
            text = _("Put the cursor on a contact, relation, complaint, opinion or life event.")
            self.notify(text, severity="warning")
            return
        verb = {
            ContactLine: verbs.editing.remove_contact,
            RelationLine: verbs.editing.remove_relation,
            ComplaintLine: verbs.complaints.remove,
            OpinionLine: verbs.opinions.remove_opinion,
            LifeEventLine: verbs.opinions.remove_life_event,
        }[type(thing)]
        try:
            await bridge_of(self).write(verb, thing.id)
        except DeskError as error:
            tell(self, error)
            return
        self.notify(_("Removed. u brings it back."))
        self.load()

    def action_copy(self) -> None:
        thing = self._thing()
        text = ""
        if isinstance(thing, ContactLine):
            text = thing.phones[0] if thing.phones else ""
        elif isinstance(thing, tuple):
            text = str(thing[1])
        elif isinstance(thing, AccountLine):
            text = thing.number
        copy_text(self, text)


def _fields(view: DetailsView) -> list[tuple[Row, object]]:
    found: list[tuple[Row, object]] = []
    for name, text in view.fields.items():
        if not text:
            continue
        shown = text
        if name in _CODED:
            codes = verbs.forms.CODES[name]
            shown = words(codes(text))
        elif name in verbs.forms.DAYS:
            shown = dates.full(date.fromisoformat(text))
        elif name == "consent" and text == "-":
            shown = _("none at all")
        elif name == "consent":
            shown = ", ".join(words(ContactChannel(code)) for code in text.split("; "))
        cells = [Cell(f"   {fit(field(name), 24)}", "dim"), Cell(shown)]
        found.append((cells, (name, text)))
    return found


def _contact(contact: ContactLine) -> Row:
    parts = [*contact.phones, *contact.emails]
    if contact.born:
        parts.append(_("born {day}").format(day=dates.full(contact.born)))
    return [
        Cell(f"   {fit(contact.name, 18)}", "bright"),
        Cell(fit(contact.role, 20), "dim"),
        Cell("  ".join([*parts, contact.notes])),
    ]


def _relation(relation: RelationLine) -> Row:
    return [
        Cell(f"   {fit(words(relation.kind), 24)}", "dim"),
        Cell(relation.other_name, "bright"),
        Cell(f"  {relation.note}", "dim"),
    ]


def _opinion(line: OpinionLine) -> Row:
    return [
        Cell(f"   {fit(dates.full(line.day), 18)}", "dim"),
        Cell(fit(words(line.aspect), 24)),
        Cell(str(line.score), "bright"),
    ]


def _complaint(line: ComplaintLine) -> Row:
    return [
        Cell(f"   {fit(dates.full(line.received), 18)}", "dim"),
        Cell(complaint_text(line), "bad" if line.is_open else ""),
    ]


def _life_event(line: LifeEventLine) -> Row:
    return [
        Cell(f"   {fit(dates.full(line.day), 18)}", "dim"),
        Cell(fit(words(line.kind), 24), "bright"),
        Cell(line.note),
    ]


def _accounts(view: DetailsView, places: int) -> list[tuple[Row, object]]:
    found: list[tuple[Row, object]] = []
    for account in view.accounts:
        balance = money.amount(account.balance, account.currency)
        if account.currency != view.currency:
            balance += f" {account.currency}"
        late = account.status in (AccountStatus.IN_ARREARS, AccountStatus.WRITTEN_OFF)
        late = late or (account.asset_class is not None and account.asset_class.is_watch)
        row = [
            Cell(f"   {fit(account.number, 20)} ", "dim"),
            Cell(
                fit(account.product, 24 if places > 90 else 16),
                "" if account.is_running else "dim",
            ),
            Cell(fit(balance, 17, right=True), "bad" if account.balance < 0 else "bright"),
            Cell("  " + "  ".join(account_notes(account, view.today)), "bad" if late else "dim"),
        ]
        found.append((row, account))
    return found
