"""What is drawn of a view, in words: the same for the screen and the command line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmdesk.i18n import _, dates, faults, money, ngettext, reasons
from rmdesk.i18n.words import cause, words
from rmdesk.terms import (
    AccountStatus,
    CustomerKind,
    InteractionKind,
    Recurrence,
    Section,
    ValueView,
)

if TYPE_CHECKING:
    from rmdesk.desk.complaint_views import ComplaintLine
    from rmdesk.desk.doctor import Finding
    from rmdesk.desk.offer_views import ProposalLine, SuggestionLine
    from rmdesk.desk.prices import Effect
    from rmdesk.desk.store_checks import StoreExamination
    from rmdesk.desk.value_views import ValueLine, ValueReport
    from rmdesk.desk.views import (
        AccountLine,
        FollowUpLine,
        LifetimeLine,
        LogEntry,
        TodayLine,
    )
    from rmdesk.offers.approach import Approach
    from rmdesk.offers.eligibility import Block

_EXPIRIES = {
    "document_expires": lambda: _("identity document expires"),
    "risk_until": lambda: _("risk assessment ends"),
    "review_due": lambda: _("review is due"),
}


def account_line(account: AccountLine, today: date) -> str:
    """Return an account on one line: number, product, balance, and what `account_notes` says."""
    balance = f"{money.amount(account.balance, account.currency)} {account.currency}"
    return "  ".join((account.number, account.product, balance, *account_notes(account, today)))


def account_notes(account: AccountLine, today: date) -> list[str]:
    """Return what is to be said of an account beside its balance, each in a few words."""
    parts = []
    if account.imported and account.is_running:
        parts.append(as_of(account.imported, today))
    if share := account_share(account):
        parts.append(share)
    if account.rate_ppm is not None:
        parts.append(money.percent(account.rate_ppm, 2))
    if account.limit:
        limit = money.whole(account.limit, account.currency)
        parts.append(_("limit {amount}").format(amount=limit))
    if account.matures and account.is_running:
        parts.append(_("until {day}").format(day=dates.full(account.matures)))
    if account.schedule and account.is_running:
        parts.append(words(account.schedule))
    parts += [code for code in (account.rating, account.collateral) if code]
    if account.asset_class:
        parts.append(words(account.asset_class))
    if account.closed:
        parts.append(_("closed {day}").format(day=dates.full(account.closed)))
    elif account.status is not AccountStatus.OPEN:
        parts.append(words(account.status))
    return parts


def as_of(day: date, today: date) -> str:
    """Return of when figures are that came from the bank."""
    return _("as of {day}").format(day=dates.day(day, today))


def account_share(account: AccountLine) -> str:
    """How much of an account is the customer's, where that is not all of it."""
    if account.share_ppm == 1_000_000:
        return ""
    if not account.share_ppm:
        return _("moved to another customer")
    return _("{share} of it").format(share=money.percent(account.share_ppm))


def follow_up_when(line: FollowUpLine, today: date) -> str:
    """When a follow-up is due, and how late it is."""
    text = dates.day(line.due, today)
    if line.due_minutes is not None:
        text += f" {dates.clock(line.due_minutes)}"
    if line.due < today:
        text += f" ({dates.late(line.due, today)})"
    if line.recurrence is not Recurrence.NONE:
        text += f" ↻ {words(line.recurrence)}"
    return text


def log_line(entry: LogEntry, today: date, currency: str) -> str:
    """A log entry on one line."""
    first = entry.text.partition("\n")[0]
    outcome = f" ({words(entry.outcome)})" if entry.outcome else ""
    day = dates.day(entry.at.date(), today)
    return f"{day}  {words(entry.kind)}{outcome}  {first}  {money.amount(entry.cost, currency)}"


def why(suggestion: SuggestionLine, currency: str) -> list[str]:
    """The reasons of a suggestion, each with its figure."""
    found = [
        reasons.reason(r.measure, r.op, r.value, r.figure, currency) for r in suggestion.reasons
    ]
    return [text for text in dict.fromkeys(found) if text]


def how_sure(suggestion: SuggestionLine) -> str:
    """On what the chance of a yes stands."""
    chance = suggestion.chance
    if not chance.outcomes:
        own = _("not proposed yet")
    else:
        own = _("{yes} of {n} said yes").format(yes=chance.accepted, n=chance.outcomes)
        own += f", {_('too few to tell')}" if chance.untried else ""
    if chance.family_outcomes <= chance.outcomes:
        return own
    text = _("{own}; {yes} of {n} in its family")
    return text.format(own=own, yes=chance.family_accepted, n=chance.family_outcomes)


def likely(suggestion: SuggestionLine) -> str:
    """The chance of a yes, and where it lies four times of five."""
    chance = suggestion.chance
    low, high = money.percent(chance.low_ppm), money.percent(chance.high_ppm)
    return _("{chance} likely ({low}–{high})").format(
        chance=money.percent(chance.ppm), low=low, high=high
    )


def pushes(suggestion: SuggestionLine) -> str:
    """What moves the chance for this customer from what it usually is; the points add up."""
    chance = suggestion.chance
    parts = [_("usually {chance}").format(chance=money.percent(chance.usual_ppm))]
    lines = [reasons.push(p.measure, p.points) for p in suggestion.pushes if p.points]
    return " · ".join(parts + lines)


def why_now(suggestion: SuggestionLine, currency: str) -> str:
    """Why now: what runs out soon, else how long nothing was proposed."""
    if suggestion.now is None:
        return _("nothing proposed yet")
    now = suggestion.now
    text = reasons.reason(now.measure, now.op, now.value, now.figure, currency)
    return _("soon: {what}").format(what=text) if suggestion.urgent else text


def gate_text(block: Block) -> str:
    """Return why an offer must wait."""
    return reasons.gate(block.gate, block.until, block.since, block.asset_class)


def care_texts(approach: Approach) -> list[str]:
    """Return what calls for more care when an offer is put, each in a few words."""
    names = [guardian.name for guardian in approach.guardians]
    return [reasons.care(care, names) for care in approach.cares]


def channel_text(approach: Approach) -> str:
    """Return by which channels an offer may be put, the best one first."""
    return ", ".join(map(words, approach.channels))


def put_by(line: ProposalLine) -> str:
    """Return how a proposal was put: the channel, the guardian spoken to, the care taken."""
    parts = [words(line.channel)] if line.channel else []
    if line.guardian:
        parts.append(_("spoken with {name}").format(name=line.guardian))
    return " · ".join([*parts, *map(words, line.cares)])


def complaint_text(line: ComplaintLine) -> str:
    """Return what a complaint is about, how it came, and how it was settled where it is closed."""
    parts = [words(line.channel)] if line.channel else []
    parts.append(line.about.partition("\n")[0])
    if line.closed is not None:
        closed = _("closed {day}").format(day=dates.full(line.closed))
        parts.append(" ".join(part for part in (closed, line.closure.partition("\n")[0]) if part))
    return " · ".join(parts)


def today_text(line: TodayLine, book_currency: str, today: date) -> str:
    """What a line of Today says beside the day and the customer."""
    currency = line.currency or book_currency
    moved = money.whole(line.minor or 0, currency, sign=line.section is Section.LARGE_MOVEMENT)
    if currency != book_currency:
        moved += f" {currency}"
    match line.section:
        case Section.BIRTHDAY:
            return _birthday(line)
        case Section.EXPIRY:
            return _EXPIRIES[line.detail]()
        case Section.OUT_OF_TOUCH:
            if line.detail == "never":
                return _("never spoken to")
            text = ngettext("silent for {n} day", "silent for {n} days", line.count)
            return text.format(n=line.count)
        case (
            Section.LARGE_MOVEMENT
            | Section.MATURITY
            | Section.INSTALMENT
            | Section.MISSED_INSTALMENT
        ):
            known = f"  {as_of(line.as_of, today)}" if line.as_of else ""
            return f"{moved}  {line.text}{known}"
        case _:
            time = f"{dates.clock(line.due_minutes)} " if line.due_minutes is not None else ""
            again = f"  ↻ {words(Recurrence(line.detail))}" if line.detail else ""
            return f"{time}{line.text}{again}"


def _birthday(line: TodayLine) -> str:
    if line.detail == CustomerKind.ORGANISATION:
        text = ngettext("founded {n} year ago", "founded {n} years ago", line.count)
    else:
        text = ngettext("turns {n}", "turns {n}", line.count)
    text = text.format(n=line.count)
    return f"{line.text} {text}" if line.text else text


def effect_line(found: Effect) -> str:
    """Return what a change of prices does to the book's last twelve months."""
    before, now = (money.whole(m, found.currency) for m in (found.before, found.now))
    difference = money.whole(found.now - found.before, found.currency, sign=True)
    text = _("The book's last 12 months: {before} → {now} ({difference}).")
    said = text.format(before=before, now=now, difference=difference)
    if found.charge_now != found.charge_before:
        more = money.whole(found.charge_now - found.charge_before, found.currency, sign=True)
        said += " " + _("Capital charge {difference}.").format(difference=more)
    return said


def finding_line(finding: Finding, currency: str) -> str:
    """What the doctor found."""
    subject = finding.subject
    if finding.fault == "no_cost":
        subject = words(InteractionKind(subject))
    return faults.sentence(
        finding.fault,
        subject,
        finding.count,
        finding.minor,
        finding.currency or currency,
        finding.day,
        finding.other_day,
        finding.share_ppm,
    )


def compared_line(store: StoreExamination) -> str:
    """Return how many customers the doctor compared with a rebuild, where that was not all."""
    if store.compared == store.customers:
        return ""
    if not store.compared:
        return _(
            "No customer was compared with a rebuild: the store is damaged, or its figures are"
            " being recalculated."
        )
    text = _(
        "{n} of {count} customers were compared with a rebuild; rmdesk doctor --deep compares all."
    )
    return text.format(n=f"{store.compared:,}", count=f"{store.customers:,}")


def returns(raroc_ppm: int | None, cost_income_ppm: int | None) -> str:
    """Return on capital and cost-income ratio, as far as there are any."""
    parts = []
    if raroc_ppm is not None:
        parts.append(_("RAROC {share}").format(share=money.percent(raroc_ppm, 1)))
    if cost_income_ppm is not None:
        parts.append(_("cost-income {share}").format(share=money.percent(cost_income_ppm, 1)))
    return " · ".join(parts)


def lifetime_line(lifetime: LifetimeLine, currency: str) -> str:
    """What a customer is still to bring, with its interval: lifetime 612k (470k–780k)."""
    value, low, high = (
        money.short(minor, currency) for minor in (lifetime.minor, lifetime.low, lifetime.high)
    )
    return _("lifetime {value} ({low}–{high})").format(value=value, low=low, high=high)


def counted_to(report: ValueReport) -> str:
    """Say up to which day a period is counted that runs past today; empty for any other."""
    if report.counted_to is None:
        return ""
    if report.counted_to < report.first:
        return _("nothing counted yet")
    return _("counted to {day}").format(day=dates.full(report.counted_to))


def value_part(line: ValueLine) -> str:
    """Say which part of a contribution a line is; empty where it is of several."""
    if line.attributed:
        return _("attributed")
    return words(line.component) if line.component else ""


def value_label(line: ValueLine, view: ValueView) -> str:
    """What a line of a contribution is about."""
    match view:
        case ValueView.MONTH:
            return dates.month(date.fromisoformat(line.key))
        case ValueView.COMPONENT:
            return words(line.component) if line.component else line.key
        case ValueView.PRODUCT:
            return line.label or line.key or _("no product")
    if not line.key:
        return _("without an activity")
    return "  ".join(part for part in (cause(line.cause), line.label) if part)
