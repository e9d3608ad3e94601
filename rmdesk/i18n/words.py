"""What a person reads for a code. One table for each kind of code, looked up when drawn."""

from collections.abc import Mapping
from enum import StrEnum

from rmdesk import terms as t
from rmdesk.errors import BadInput, BadOffer, BuiltOn, ChangedMeanwhile, DeskError
from rmdesk.i18n import (
    N_,
    _,
    account_words,
    conduct,
    corrections,
    dates,
    import_files,
    language,
    limits,
    offers,
    prices,
    value_words,
)
from rmdesk.i18n.changes import CHANGE_WORDS

_WORDS: tuple[tuple[StrEnum, str], ...] = (
    *account_words.WORDS,
    (t.CustomerKind.PERSON, N_("person")),
    (t.CustomerKind.ORGANISATION, N_("organisation")),
    (t.Sex.FEMALE, N_("female")),
    (t.Sex.MALE, N_("male")),
    (t.Stage.TARGET, N_("target")),
    (t.Stage.PROSPECT, N_("prospect")),
    (t.Stage.CUSTOMER, N_("customer")),
    (t.Stage.AFTER_SALES, N_("after-sales")),
    (t.Stage.DORMANT, N_("dormant")),
    (t.Stage.LOST, N_("lost")),
    (t.ContactChannel.PHONE, N_("phone")),
    (t.ContactChannel.MESSAGE, N_("message")),
    (t.ContactChannel.EMAIL, N_("e-mail")),
    (t.ContactChannel.POST, N_("post")),
    (t.ContactChannel.VISIT, N_("visit")),
    (t.RelationKind.SPOUSE, N_("spouse")),
    (t.RelationKind.PARENT, N_("parent")),
    (t.RelationKind.CHILD, N_("child")),
    (t.RelationKind.SIBLING, N_("sibling")),
    (t.RelationKind.GUARANTOR, N_("guarantor")),
    (t.RelationKind.GUARANTEED, N_("guaranteed")),
    (t.RelationKind.GROUP_COMPANY, N_("group company")),
    (t.RelationKind.OWNER, N_("owner")),
    (t.RelationKind.OWNED, N_("owned company")),
    (t.RelationKind.AUTHORISED, N_("may sign")),
    (t.RelationKind.PRINCIPAL, N_("account owner")),
    (t.RelationKind.INTRODUCER, N_("introduced this one")),
    (t.RelationKind.INTRODUCED, N_("introduced by this one")),
    (t.RelationKind.PARTNER, N_("business partner")),
    (t.TransactionKind.CASH, N_("cash")),
    (t.TransactionKind.TRANSFER, N_("transfer")),
    (t.TransactionKind.CARD, N_("card payment")),
    (t.TransactionKind.SALARY, N_("salary")),
    (t.TransactionKind.PENSION, N_("pension")),
    (t.TransactionKind.HOUSEHOLD, N_("household")),
    (t.TransactionKind.INSURANCE, N_("insurance premium")),
    (t.TransactionKind.LOAN_PAYMENT, N_("loan payment")),
    (t.TransactionKind.INVESTMENT, N_("investment")),
    (t.TransactionKind.INTEREST, N_("interest")),
    (t.TransactionKind.FEE, N_("fee")),
    (t.TransactionKind.PENALTY, N_("penalty")),
    (t.TransactionKind.TAX, N_("tax")),
    (t.TransactionKind.OTHER, N_("other posting")),
    (t.InteractionKind.CALL, N_("call")),
    (t.InteractionKind.VISIT, N_("visit")),
    (t.InteractionKind.MEETING, N_("meeting")),
    (t.InteractionKind.MESSAGE, N_("message")),
    (t.InteractionKind.EMAIL, N_("e-mail")),
    (t.InteractionKind.EVENT, N_("event")),
    (t.InteractionKind.GIFT, N_("gift")),
    (t.Direction.OUT, N_("we began")),
    (t.Direction.IN, N_("customer began")),
    (t.Outcome.REACHED, N_("reached")),
    (t.Outcome.NO_ANSWER, N_("no answer")),
    (t.Outcome.INTERESTED, N_("interested")),
    (t.Outcome.NOT_NOW, N_("not now")),
    (t.Outcome.AGREED, N_("agreed")),
    (t.Outcome.COMPLAINT, N_("complaint")),
    (t.FollowUpStatus.OPEN, N_("open")),
    (t.FollowUpStatus.DONE, N_("done")),
    (t.FollowUpStatus.CANCELLED, N_("cancelled")),
    (t.Recurrence.NONE, N_("once")),
    (t.Recurrence.DAILY, N_("every day")),
    (t.Recurrence.WEEKDAYS, N_("every working day")),
    (t.Recurrence.WEEKLY, N_("every week")),
    (t.Recurrence.MONTHLY, N_("every month")),
    (t.Recurrence.MONTH_END, N_("every month's last day")),
    (t.Recurrence.QUARTERLY, N_("every quarter")),
    (t.Recurrence.YEARLY, N_("every year")),
    (t.ProposalStatus.PRESENTED, N_("presented")),
    (t.ProposalStatus.ACCEPTED, N_("accepted")),
    (t.ProposalStatus.DECLINED, N_("declined")),
    (t.ProposalStatus.LAPSED, N_("lapsed")),
    (t.DeclineReason.NO_NEED, N_("no need")),
    (t.DeclineReason.PRICE, N_("price")),
    (t.DeclineReason.TIMING, N_("not the time")),
    (t.DeclineReason.COMPETITOR, N_("another bank")),
    (t.DeclineReason.TRUST, N_("trust")),
    (t.DeclineReason.OTHER, N_("other")),
    (t.OfferFamily.PROFESSIONAL_SERVICE, N_("professional service")),
    (t.OfferFamily.CREATIVE_SOLUTION, N_("creative solution")),
    (t.OfferFamily.BETTER_PRICE, N_("better price")),
    (t.OfferFamily.SURPRISE, N_("surprise")),
    (t.Move.ACQUIRE, N_("win")),
    (t.Move.REPEAT, N_("repeat")),
    (t.Move.UPGRADE, N_("upgrade")),
    (t.Move.CROSS_SELL, N_("cross-sell")),
    (t.Move.RETAIN, N_("retain")),
    (t.Move.THANK, N_("thank")),
    *value_words.WORDS,
    (t.ValueView.COMPONENT, N_("Component")),
    (t.ValueView.PRODUCT, N_("Product")),
    (t.ValueView.MONTH, N_("Month")),
    (t.ValueView.TRANSACTION, N_("Transaction")),
    (t.ValueView.ACTIVITY, N_("Activity")),
    (
        t.SurvivalModel.CLOSURES,
        N_("from the customers who left, by how long they had been here"),
    ),
    (t.SurvivalModel.ACTIVITY, N_("from the months in which customers acted themselves")),
    (t.SurvivalModel.ASSUMED, N_("assumed: 90 % stay a year; too few have left yet to tell")),
    (t.Section.OVERDUE, N_("Overdue")),
    (t.Section.TODAY, N_("Today")),
    (t.Section.MISSED_INSTALMENT, N_("Instalments missed")),
    (t.Section.LARGE_MOVEMENT, N_("Unusually large movements")),
    (t.Section.MATURITY, N_("Maturing")),
    (t.Section.INSTALMENT, N_("Instalments due")),
    (t.Section.BIRTHDAY, N_("Birthdays")),
    (t.Section.EXPIRY, N_("Documents and reviews")),
    (t.Section.OUT_OF_TOUCH, N_("Out of touch")),
    (t.Section.UPCOMING, N_("Next 7 days")),
    (t.SortKey.CONTRIBUTION, N_("contribution")),
    (t.SortKey.NAME, N_("name")),
    (t.SortKey.LAST_CONTACT, N_("last contact")),
    (t.SortKey.NEXT_FOLLOW_UP, N_("next follow-up")),
    (t.SortKey.TIER, N_("tier")),
    (t.SortKey.STAGE, N_("stage")),
    (t.Act.LOG, N_("Log entry")),
    (t.Act.FOLLOW_UP, N_("New follow-up")),
    (t.Act.EDIT_FOLLOW_UP, N_("Changed follow-up")),
    (t.Act.COMPLETE, N_("Completed follow-up")),
    (t.Act.NO_ANSWER, N_("“No answer”")),
    (t.Act.SNOOZE, N_("Snoozed follow-up")),
    (t.Act.CANCEL, N_("Cancelled follow-up")),
    (t.Act.NEW_CUSTOMER, N_("New customer")),
    (t.Act.EDIT_CUSTOMER, N_("Changed customer")),
    (t.Act.EDIT_PRICES, N_("Changed prices")),
    (t.Act.EDIT_ACCOUNT, N_("Changed account")),
    (t.Act.LINK, N_("Linked posting")),
    (t.Act.ARCHIVE, N_("Archiving")),
    (t.Act.NEW_CONTACT, N_("New contact")),
    (t.Act.EDIT_CONTACT, N_("Changed contact")),
    (t.Act.REMOVE_CONTACT, N_("Removed contact")),
    (t.Act.NEW_RELATION, N_("New relation")),
    (t.Act.REMOVE_RELATION, N_("Removed relation")),
    (t.Act.PRESENT, N_("Presented offer")),
    (t.Act.ACCEPT, N_("Accepted offer")),
    (t.Act.DECLINE, N_("Declined offer")),
    (t.Act.LAPSE, N_("Lapsed offer")),
    (t.Act.EXCLUDE, N_("Excluded offer")),
    (t.Act.EDIT_OFFER, N_("Changed catalogue")),
    (t.Act.RETIRE_OFFER, N_("Retired offer")),
    (t.Act.OPINION, N_("Customer's opinion")),
    (t.Act.LIFE_EVENT, N_("Life event")),
    (t.Act.LINK_PROPOSAL, N_("Linked proposal")),
    (t.Aspect.PRODUCT, N_("products")),
    (t.Aspect.SERVICE, N_("service")),
    (t.Aspect.PERSONNEL, N_("people")),
    (t.Aspect.IMAGE, N_("image")),
    (t.Aspect.MONEY, N_("price")),
    (t.Aspect.TIME, N_("time")),
    (t.Aspect.ENERGY, N_("effort")),
    (t.Aspect.NUISANCE, N_("nuisance")),
    (t.Aspect.MATERIAL, N_("material")),
    (t.Aspect.SPIRITUAL, N_("spiritual")),
    (t.Aspect.SOCIAL, N_("social")),
    (t.Occasion.BIRTHDAY, N_("birthday")),
    (t.Occasion.FOUNDING, N_("founding day")),
    (t.Occasion.ANNIVERSARY, N_("anniversary with us")),
    (t.Occasion.FESTIVAL, N_("festival")),
    (t.Occasion.OTHER, N_("any day")),
    (t.LifeEventKind.MARRIAGE, N_("marriage")),
    (t.LifeEventKind.CHILD, N_("a child is born")),
    (t.LifeEventKind.SCHOOL, N_("a child goes to school")),
    (t.LifeEventKind.HOME, N_("a home of one's own")),
    (t.LifeEventKind.NEW_JOB, N_("a new job")),
    (t.LifeEventKind.PROMOTION, N_("promotion")),
    (t.LifeEventKind.RETIREMENT, N_("retirement")),
    (t.LifeEventKind.INHERITANCE, N_("inheritance")),
    (t.LifeEventKind.LOSS, N_("a death in the family")),
    (t.LifeEventKind.EXPANSION, N_("expansion")),
    (t.LifeEventKind.NEW_SITE, N_("a new site")),
    (t.LifeEventKind.NEW_OWNER, N_("a new owner")),
    (t.Act.IMPORT, N_("Import")),
    (t.Act.EXPORT, N_("Export")),
    (t.Act.SET_UP, N_("Set-up")),
    (t.Act.UNDO, N_("Undo")),
    (t.Act.REDO, N_("Redo")),
    (t.Act.PURGE, N_("Purge")),
    (t.ChangeKind.ADDED, N_("added")),
    (t.ChangeKind.CHANGED, N_("changed")),
    (t.ChangeKind.REMOVED, N_("removed")),
    (t.ChangeKind.PURGED, N_("purged")),
    (t.Damage.ALTERED, N_("altered")),
    (t.Damage.DROPPED, N_("dropped")),
    (t.Damage.INSERTED, N_("inserted")),
    *(*corrections.WORDS, *offers.WORDS, *conduct.WORDS, *CHANGE_WORDS),
)
# Codes of different kinds with the same value are equal, so the kind is part of the key.
_BY_KIND = {(type(code), code.value): words for code, words in _WORDS}

FIELDS = {
    "name": N_("Name"),
    "phones": N_("Phones"),
    "kind": N_("Kind"),
    "bank_id": N_("Bank id"),
    "other_names": N_("Other names"),
    "identity_number": N_("Identity no."),
    "born": N_("Born or founded"),
    "sex": N_("Sex"),
    "emails": N_("E-mails"),
    "messengers": N_("Messengers"),
    "addresses": N_("Addresses"),
    "occupation": N_("Occupation, industry"),
    "employer": N_("Employer"),
    "legal_representative": N_("Legal representative"),
    "headcount": N_("Headcount"),
    "tier": N_("Tier"),
    "stage": N_("Stage"),
    "tags": N_("Tags"),
    "language": N_("Language"),
    "source": N_("Source"),
    "since": N_("In the book since"),
    "consent": N_("Consent"),
    "risk_class": N_("Risk class"),
    "risk_until": N_("Assessed until"),
    "document_expires": N_("Document expires"),
    "review_due": N_("Review due"),
    "notes": N_("Notes"),
    "role": N_("Role"),
    "text": N_("Text"),
    "minutes": N_("Minutes"),
    "at": N_("When"),
    "due": N_("Due"),
    "other": N_("Other customer"),
    "from": N_("From"),
    "first": N_("From"),
    "last": N_("To"),
    "passphrase": N_("Passphrase"),
    **prices.COLUMNS,
    **offers.FIELDS,
    **conduct.FIELDS,
}

PROBLEMS = {
    "missing": N_("is missing"),
    "date": N_("is not a valid date, such as 2026-12-01"),
    "moment": N_("is not a valid date and time, such as 2026-12-01T14:30"),
    "time": N_("is not a valid time, such as 14:30"),
    "number": N_("is not a number"),
    "decimals": N_("has more decimals than fit"),
    "code": N_("is none of the codes"),
    "flag": N_("is neither yes nor no"),
    "phone": N_("is not a phone number"),
    "email": N_("is not an e-mail address"),
    "channels": N_("may hold phone, message, email, post, visit; or - for none"),
    "future": N_("lies in the future"),
    "minutes": N_("must be between 0 and 1440"),
    "taken": N_("belongs to another customer"),
    "tier": N_("is not a tier in the catalogue"),
    "itself": N_("is the customer itself"),
    "unknown_customer": N_("is not a customer in the book"),
    "unknown_account": N_("is not an account in the book"),
    "unknown_product": N_("is not a product in the catalogue"),
    "unknown_posting": N_("is not an earlier transaction of the account"),
    "not_opposite": N_("is zero, or has the sign of the transaction that it reverses"),
    "currency": N_("is not a currency"),
    "basis": N_("must be 360 or 365"),
    "period": N_("lies before the first day"),
    "twice": N_("stands in the files twice"),
    **offers.PROBLEMS,
    **conduct.PROBLEMS,
    **limits.PROBLEMS,
    **import_files.PROBLEMS,
}


def words(code: StrEnum) -> str:
    """What a person reads for a code of `terms`; “once” for the empty recurrence."""
    return _(_BY_KIND[type(code), code.value])


def cause(code: str) -> str:
    """What moved a balance, or what an activity was, in words."""
    for kind in (t.Cause, t.TransactionKind, t.InteractionKind):
        if (kind, code) in _BY_KIND:
            return _(_BY_KIND[kind, code])
    return code


def field(name: str) -> str:
    """What a form's field is called."""
    return _(FIELDS[name]) if name in FIELDS else name


def problem(code: str, text: str = "", figures: Mapping[str, object] | None = None) -> str:
    """Why a field or a cell is refused; `text` is what stands there."""
    return (
        _(PROBLEMS[code]).format(**{"text": text, **(figures or {})}) if code in PROBLEMS else code
    )


def named(names: Mapping[str, str]) -> str:
    """The name in the reader's language, the English one where there is none."""
    return names.get(language()[:2]) or names.get("en") or next(iter(names.values()))


def explain(error: DeskError) -> str:
    """What went wrong and what to do, in the reader's language."""
    if isinstance(error, BadInput):
        why = problem(error.code, str(error.figures.get("text", "")))
        return f"{field(error.field)} {why}"
    if isinstance(error, BadOffer):
        figures = error.figures
        why = problem(str(figures["reason"]), str(figures.get("text", "")))
        return _(error.message_id).format(**figures | {"reason": why})
    if isinstance(error, ChangedMeanwhile):
        return _(error.message_id).format(names=", ".join(map(field, error.fields)))
    if isinstance(error, BuiltOn):
        what = ", ".join(part for part in (words(t.Act(error.act)), error.label) if part)
        return _(error.message_id).format(what=what, when=dates.moment(error.at))
    return _(error.message_id).format(**error.figures)
