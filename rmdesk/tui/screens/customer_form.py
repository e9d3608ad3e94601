"""A customer's form, and a contact's: fields as data, a like customer shown before a second one."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from rmdesk import terms
from rmdesk.desk.views import ContactLine
from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.i18n.words import field, words
from rmdesk.terms import CustomerKind
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.form_fields import read_fields
from rmdesk.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from rmdesk.desk.forms import FieldSpec

# Choices from a list; other codes (C1 … C5) are as quickly typed.
_CHOICES = {"kind": terms.CustomerKind, "sex": terms.Sex, "stage": terms.Stage}
_HINTS = {
    "born": "1979-05-23",
    "since": "2014-05-23",
    "risk_assessed": "2026-05-23",
    "risk_until": "2027-05-23",
    "document_expires": "2031-05-23",
    "review_due": "2027-05-23",
    "consent": "phone; message; email; post; visit",
    "risk_class": "C1 … C5",
    "tags": "vip; children",
}


class FieldsForm(Dialog[int]):
    """A dialog whose fields are given as data; gives the id of what was saved."""

    def __init__(self, title: str, customer_id: int | None, subject_id: int | None = None) -> None:
        super().__init__(title, customer_id, subject_id)
        self._specs: tuple[FieldSpec, ...] = ()

    def fields(self, specs: "tuple[FieldSpec, ...]", known: Mapping[str, str]) -> Iterator[Widget]:
        """A row for each field, with what is known in it."""
        self._specs = specs
        for spec in specs:
            label = field(spec.name) + (" *" if spec.required else "")
            yield from self.row(spec.name, label, _field(spec, known.get(spec.name, "")))

    def typed(self) -> dict[str, str]:
        """Return the texts of the fields."""
        texts = read_fields(self)
        return {spec.name: texts[spec.name] for spec in self._specs}


def _field(spec: "FieldSpec", known: str) -> Widget:
    codes = _CHOICES.get(spec.name)
    if codes is not None:
        options = [(words(code), code.value) for code in codes]
        known = known or (options[0][1] if spec.name == "kind" else known)
        known = known or (terms.Stage.PROSPECT.value if spec.name == "stage" else known)
        if known:
            return Select(options, value=known, prompt="–", allow_blank=spec.name == "sex")
        return Select(options, prompt="–")
    if spec.long:
        return TextArea(known, tab_behavior="focus")
    return Input(known, placeholder=_HINTS.get(spec.name, ""))


class CustomerForm(FieldsForm):
    """Make a customer, or change one. Name and phone are enough for a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open_alike", show=False, priority=True)
    ]

    def __init__(self, customer_id: int | None) -> None:
        title = _("New customer") if customer_id is None else _("Edit customer")
        super().__init__(title, customer_id)
        self._alike: tuple[Any, ...] = ()
        # What was typed into fields that only the other kind of customer has.
        self._typed_before: dict[str, str] = {}

    def rows(self) -> Iterator[Widget]:
        yield Static("", id="alike", classes="error", markup=False)
        if self.customer_id is None:
            yield from self.fields(verbs.forms.customer_fields(CustomerKind.PERSON), {})

    async def prepare(self) -> None:
        if self.customer_id is None:
            return
        view = await bridge_of(self).read(verbs.details.look, self.customer_id)
        specs = verbs.forms.customer_fields(view.kind)
        await self.query_one(".dialog").mount_all(list(self.fields(specs, view.fields)))
        self.set_focus(self.query_one("#field-name"))

    @on(Select.Changed, "#field-kind")
    async def _kind_changed(self, event: Select.Changed) -> None:
        await self._show_kind(CustomerKind(str(event.value)))

    async def _show_kind(self, kind: CustomerKind) -> None:
        """Show a person's fields or an organisation's; what was typed stays."""
        specs = verbs.forms.customer_fields(kind)
        if specs == self._specs:
            return
        known = self._typed_before = self._typed_before | self.typed()
        known["kind"] = kind.value
        box = self.query_one(".dialog")
        await box.remove_children(".row")
        await box.remove_children(".error.-field")
        await box.mount_all(list(self.fields(specs, known)))
        self.set_focus(self.query_one("#field-kind"))

    async def fill(self, texts: Mapping[str, str]) -> None:
        if texts.get("kind"):
            await self._show_kind(CustomerKind(texts["kind"]))
        await super().fill(texts)

    async def save(self) -> int | None:
        bridge, typed = bridge_of(self), self.typed()
        if self.customer_id is not None:
            await self.write(verbs.editing.edit, self.customer_id, typed, self.opened_with)
            self.notify(_("Saved. u takes it back."), timeout=3)
            return self.customer_id
        if not self._alike and typed["name"].strip():
            self._alike = await bridge.read(verbs.editing.alike, typed)
            if self._alike:
                self._show_alike()
                return None
        number = await self.write(verbs.editing.create, typed)
        self.notify(_("Saved. u takes it back."), timeout=3)
        return number

    def _show_alike(self) -> None:
        lines = [_("In the book already? enter opens the first; ctrl+s saves a second one.")]
        for found in self._alike:
            parts = (found.name, *found.phones, found.bank_id)
            same = _("same {field}").format(field=field(found.by).lower())
            lines.append("  " + " · ".join(p for p in parts if p) + f"  ({same})")
        place = self.query_one("#alike", Static)
        place.update(Content("\n".join(lines)))
        place.add_class("-shown")
        self.query_one(".dialog").scroll_home(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open_alike":
            return bool(self._alike)
        return super().check_action(action, parameters)

    def action_open_alike(self) -> None:
        self.ready = False
        self._open_alike()

    @work(group="leave", exclusive=True)
    async def _open_alike(self) -> None:
        with suppress(DeskError):
            await self.save_draft()
        self.dismiss(self._alike[0].id)


class ContactForm(FieldsForm):
    """A person to talk to at an organisation."""

    def __init__(self, customer_id: int, contact: ContactLine | None) -> None:
        title = _("New contact") if contact is None else _("Contact")
        super().__init__(title, customer_id, contact.id if contact else None)
        self._customer_id = customer_id
        self._contact = contact

    def rows(self) -> Iterator[Widget]:
        known: dict[str, str] = {}
        if (contact := self._contact) is not None:
            known = {
                "name": contact.name,
                "role": contact.role,
                "phones": "; ".join(contact.phones),
                "emails": "; ".join(contact.emails),
                "born": contact.born.isoformat() if contact.born else "",
                "notes": contact.notes,
            }
        yield from self.fields(verbs.forms.contact_fields(), known)

    async def save(self) -> int:
        number = self._contact.id if self._contact else None
        typed, opened_with = self.typed(), self.opened_with
        return await self.write(
            verbs.editing.save_contact, self._customer_id, number, typed, opened_with
        )
