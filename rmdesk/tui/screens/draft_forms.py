"""Which form a draft belongs to: what it is called, and how it is opened again."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from rmdesk.errors import Gone
from rmdesk.i18n import N_, _
from rmdesk.i18n.words import named
from rmdesk.terms import ProposalStatus
from rmdesk.tui import verbs
from rmdesk.tui.bridge import Bridge
from rmdesk.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from rmdesk.desk.drafts import DraftKey
    from rmdesk.desk.offer_views import ProposalLine
    from rmdesk.desk.views import CustomerView

T = TypeVar("T")
_NAMES = {
    "LogForm": N_("Log"),
    "FollowUpForm": N_("Follow-up"),
    "CustomerForm": N_("Customer"),
    "ContactForm": N_("Contact"),
    "AccountForm": N_("Account"),
    "OpinionForm": N_("Customer's opinion"),
    "OpinionEdit": N_("Customer's opinion"),
    "LifeEventForm": N_("Life event"),
    "Move": N_("Move the follow-up"),
    "Relate": N_("Relation"),
    "Answer": N_("Lapsed offer"),
    "Accept": N_("Accepted offer"),
    "Decline": N_("Declined offer"),
    "Correct": N_("Corrected outcome"),
    "TieForm": N_("Results of an offer"),
    "LinkForm": N_("Activity behind a transaction"),
    "OfferForm": N_("Offer"),
    "OfferCopy": N_("Copy of an offer"),
    "PriceForm": N_("Prices"),
    "ComplaintForm": N_("Complaint"),
    "ConsentForm": N_("Consent"),
    "ChannelForm": N_("Channel of a proposal"),
}


def form_name(form: str) -> str:
    """Return what a person reads for a form; its own name where it has no other."""
    name, _space, _what = form.partition(" ")
    return _(_NAMES[name]) if name in _NAMES else name


async def find_form(bridge: Bridge, key: "DraftKey") -> Dialog[Any] | None:
    """Return the form of a draft, ready to be shown; None where it opens from its own place only.

    Raises Gone where what it is about is no longer there.
    """
    name, _space, what = key.form.partition(" ")
    if name in ("OfferForm", "OfferCopy"):
        return await _offer_form(bridge, name, what)
    if name == "PriceForm":
        return await _price_form(bridge, what, key.subject_id)
    if key.subject_id is not None and name in _OF_SUBJECT:
        return await _OF_SUBJECT[name](bridge, key.customer_id or 0, key.subject_id)
    return await _of_customer(bridge, name, key.customer_id)


def _one(found: "Any") -> Any:
    """The first that is found. Raises Gone."""
    for item in found:
        return item
    raise Gone


async def _of_customer(bridge: Bridge, name: str, customer: int | None) -> Dialog[Any] | None:
    from rmdesk.tui.screens.customer_form import ContactForm, CustomerForm
    from rmdesk.tui.screens.followup_form import FollowUpForm
    from rmdesk.tui.screens.log_form import LogForm
    from rmdesk.tui.screens.opinion_form import LifeEventForm, OpinionForm
    from rmdesk.tui.screens.relate import Relate

    if name == "CustomerForm":
        return CustomerForm(customer)
    if name == "FollowUpForm":
        return FollowUpForm(customer)
    if customer is None:
        return None
    view = await bridge.read(verbs.customers.look, customer)
    match name:
        case "LogForm":
            return LogForm(view)
        case "ContactForm":
            return ContactForm(customer, None)
        case "OpinionForm":
            return OpinionForm(customer)
        case "LifeEventForm":
            return LifeEventForm(customer)
        case "Relate":
            return Relate(customer)
    return _of_conduct(name, customer)


def _of_conduct(name: str, customer: int) -> Dialog[Any] | None:
    from rmdesk.tui.screens.complaint_form import ComplaintForm
    from rmdesk.tui.screens.consent_form import ConsentForm

    if name == "ComplaintForm":
        return ComplaintForm(customer)
    return ConsentForm(customer) if name == "ConsentForm" else None


async def _log_form(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.log_form import LogForm

    entry = await bridge.read(verbs.log_entries.look, subject)
    return LogForm(await bridge.read(verbs.customers.look, entry.customer_id), entry)


async def _follow_up_form(_bridge: Bridge, _customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.followup_form import FollowUpForm

    return FollowUpForm(None, subject)


async def _move(_bridge: Bridge, _customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.move import Move

    return Move(subject)


async def _contact_form(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.customer_form import ContactForm

    view = await bridge.read(verbs.details.look, customer)
    return ContactForm(customer, _one(c for c in view.contacts if c.id == subject))


async def _account_form(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.account_form import AccountForm

    view = await bridge.read(verbs.details.look, customer)
    return AccountForm(customer, _one(a for a in view.accounts if a.id == subject))


async def _opinion_edit(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.opinion_form import OpinionEdit

    lines = await bridge.read(verbs.opinions.list_opinions, customer)
    return OpinionEdit(customer, _one(line for line in lines if line.id == subject))


async def _life_event(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.opinion_form import LifeEventForm

    lines = await bridge.read(verbs.opinions.list_life_events, customer)
    return LifeEventForm(customer, _one(line for line in lines if line.id == subject))


async def _link_form(bridge: Bridge, _customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.link_form import LinkForm

    return LinkForm(await bridge.read(verbs.linking.look, subject))


async def _complaint_form(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
    from rmdesk.tui.screens.complaint_form import ComplaintForm

    return ComplaintForm(customer, await bridge.read(verbs.complaints.look, subject))


def _about_proposal(
    make: "Callable[[CustomerView, ProposalLine], Dialog[Any]]",
) -> Callable[[Bridge, int, int], Awaitable[Dialog[Any]]]:
    """How a form about a proposal is opened again."""

    async def found(bridge: Bridge, customer: int, subject: int) -> Dialog[Any]:
        view = await bridge.read(verbs.customers.look, customer)
        proposals = (*view.offers.open, *view.offers.past)
        return make(view, _one(line for line in proposals if line.id == subject))

    return found


def _answer(view: "CustomerView", line: "ProposalLine") -> Dialog[Any]:
    from rmdesk.tui.screens.answer import Answer

    return Answer(view.id, line.id, ProposalStatus.LAPSED, named(line.names))


def _accept(view: "CustomerView", line: "ProposalLine") -> Dialog[Any]:
    from rmdesk.tui.screens.answer import Accept

    return Accept(view.id, line.id, named(line.names), view.today)


def _decline(view: "CustomerView", line: "ProposalLine") -> Dialog[Any]:
    from rmdesk.tui.screens.answer import Decline

    return Decline(view.id, line.id, named(line.names))


def _correct(view: "CustomerView", line: "ProposalLine") -> Dialog[Any]:
    from rmdesk.tui.screens.answer import Correct

    return Correct(view.id, line.id, named(line.names))


def _channel(view: "CustomerView", line: "ProposalLine") -> Dialog[Any]:
    from rmdesk.tui.screens.presenting import ChannelForm

    return ChannelForm(view.id, line)


def _tie(view: "CustomerView", line: "ProposalLine") -> Dialog[Any]:
    from rmdesk.tui.screens.tie_form import TieForm

    return TieForm(view.id, line.id, named(line.names))


_OF_SUBJECT: dict[str, Callable[[Bridge, int, int], Awaitable[Dialog[Any]]]] = {
    "LogForm": _log_form,
    "FollowUpForm": _follow_up_form,
    "Move": _move,
    "ContactForm": _contact_form,
    "AccountForm": _account_form,
    "OpinionEdit": _opinion_edit,
    "LifeEventForm": _life_event,
    "LinkForm": _link_form,
    "Answer": _about_proposal(_answer),
    "Accept": _about_proposal(_accept),
    "Decline": _about_proposal(_decline),
    "Correct": _about_proposal(_correct),
    "TieForm": _about_proposal(_tie),
    "ChannelForm": _about_proposal(_channel),
    "ComplaintForm": _complaint_form,
}


async def _offer_form(bridge: Bridge, name: str, code: str) -> Dialog[Any]:
    from rmdesk.tui.screens.offer_form import OfferForm

    if not code:
        return OfferForm(None, new=True)
    offers = await bridge.read(verbs.offer_catalogue.written)
    return OfferForm(_one(o for o in offers if o.code == code), new=name == "OfferCopy")


async def _price_form(bridge: Bridge, table: str, line_id: int | None) -> Dialog[Any]:
    from rmdesk.tui.screens.prices import PriceForm

    found = _one(t for t in await bridge.read(verbs.prices.tables) if t.name == table)
    if line_id is None:
        return PriceForm(found, None)
    return PriceForm(found, _one(line for line in found.lines if line.id == line_id))
