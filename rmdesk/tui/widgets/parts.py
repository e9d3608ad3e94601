"""The parts of the customer panel: contribution, suggestions, log and follow-ups."""

from collections.abc import Iterator, Sequence
from datetime import date

from textual import events
from textual.content import Content
from textual.reactive import reactive

from rmdesk.desk.offer_views import SuggestionLine
from rmdesk.desk.views import CustomerView, FollowUpLine, LogEntry, Share
from rmdesk.i18n import _, dates, money
from rmdesk.i18n.words import named, words
from rmdesk.terms import Recurrence
from rmdesk.tui.sentences import how_sure, lifetime_line, why
from rmdesk.tui.text import bar, fit, spark, width
from rmdesk.tui.widgets.lines import Cell, Lines


class Part(Lines):
    """One box of the panel: lines made from the view, anew when it or the width changes."""

    view: reactive[CustomerView | None] = reactive(None, always_update=True, repaint=False)
    can_take_focus = False

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="part")
        self.can_focus = self.can_take_focus
        self._drawn: list[Sequence[Cell]] = []
        self._drawn_for = -1

    def watch_view(self) -> None:
        self._drawn_for = -1
        self.border_title = Content(self.title())
        self.rebuild(0)

    def title(self) -> str:
        """What stands in the box's border."""
        return ""

    def draw(self, view: CustomerView, width: int) -> Iterator[Sequence[Cell]]:
        """The lines of a customer."""
        raise NotImplementedError

    def _lines(self) -> list[Sequence[Cell]]:
        places = self.scrollable_content_region.width
        if places != self._drawn_for:
            self._drawn_for = places
            self._drawn = list(self.draw(self.view, places)) if self.view and places > 4 else []
        return self._drawn

    def length(self) -> int:
        return len(self._lines())

    def line(self, number: int, width: int) -> Sequence[Cell]:
        return self._lines()[number]

    def shows_cursor(self) -> bool:
        return self.has_focus

    def on_resize(self, event: events.Resize) -> None:
        self.rebuild()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class ContributionPart(Part):
    """What the customer earned the bank over the last twelve complete months."""

    def title(self) -> str:
        if self.view is None or (day := self.view.as_of) is None:
            return _("Contribution · 12 months")
        text = _("Contribution · 12 months · as of {day}")
        return text.format(day=dates.day(day, self.view.today))

    def draw(self, view: CustomerView, width: int) -> Iterator[Sequence[Cell]]:
        total = money.whole(view.contribution, view.currency)
        place = _("no. {rank} of {count}").format(rank=view.rank, count=view.customers)
        style = "bad" if view.contribution < 0 else "bright"
        yield [
            Cell(f" {total} ", style),
            Cell(f"{view.currency}  {place}  ", "dim"),
            Cell(spark(view.trend, 12), "deposit_margin"),
            Cell(
                "  " + money.change(view.contribution, view.previous),
                "good" if view.contribution >= view.previous else "bad",
            ),
        ]
        most = max((abs(share.minor) for share in view.components), default=0)
        for share in view.components:
            yield _component(share, most, width, view.currency)
        if not view.components:
            yield [Cell(" " + _("Nothing to calculate from yet."), "dim")]
        this = money.whole(view.this_month, view.currency)
        text = _("this month so far {amount}")
        if view.as_of is not None:
            text = _("this month so far {amount}, on data of {day}")
        day = dates.day(view.as_of or view.today, view.today)
        parts = [text.format(amount=this, day=day)]
        if view.charge:
            after = money.short(view.contribution + view.charge, view.currency)
            parts.append(_("after capital {amount}").format(amount=after))
        if view.lifetime is not None:
            parts.append(lifetime_line(view.lifetime, view.currency))
        for text in _in_lines(parts, width - 1):
            yield [Cell(" " + text, "dim")]


def _in_lines(parts: Sequence[str], places: int) -> Iterator[str]:
    """Yield the parts with dots between them, on a line more where they do not fit on one."""
    line = ""
    for part in parts:
        longer = f"{line} · {part}" if line else part
        if line and width(longer) > places:
            yield line
            longer = part
        line = longer
    yield line


def _component(share: Share, most: int, width: int, currency: str) -> list[Cell]:
    amount = money.whole(share.minor, currency)
    name = share.component.value
    return [
        Cell(f" {fit(words(share.component), 13)}", name),
        Cell(fit(amount, 12, right=True)),
        Cell("  " + bar(share.minor, most, width - 30), name),
    ]


class SuggestionPart(Part):
    """At most three offers, each with its reasons; what is open stands first."""

    def title(self) -> str:
        return _("Suggested")

    def draw(self, view: CustomerView, width: int) -> Iterator[Sequence[Cell]]:
        number = 0
        for proposal in view.offers.open:
            number += 1
            since = _("presented {day}").format(day=dates.day(proposal.presented, view.today))
            name = fit(named(proposal.names), max(10, width - len(since) - 7))
            yield [
                Cell(f" {number} "),
                Cell("○ ", "warn"),
                Cell(name, "bright"),
                Cell(since, "dim"),
            ]
        for suggestion in view.offers.suggestions:
            number += 1
            yield from _suggestion(number, suggestion, width, view.currency)
        if not number:
            waiting = len(view.offers.waiting)
            text = _("{n} offers wait: o says why").format(n=waiting) if waiting else ""
            yield [Cell(" " + (text or _("Nothing fits now.")), "dim")]


def _suggestion(
    number: int, suggestion: SuggestionLine, places: int, currency: str
) -> Iterator[list[Cell]]:
    worth = _("{amount}/yr").format(amount=money.short(suggestion.expected, currency, sign=True))
    chance = money.percent(suggestion.chance.ppm)
    right = f"{fit(worth, 11, right=True)} {fit(chance, 5, right=True)} "
    name = fit(named(suggestion.names), max(10, places - 3 - len(right)))
    style = "good" if suggestion.expected >= 0 else "bad"
    yield [Cell(f" {number} "), Cell(name, "bright"), Cell(right, style)]
    cares = [words(care) for care in suggestion.approach.cares]
    reasons = " · ".join([*cares, *why(suggestion, currency), how_sure(suggestion)])
    yield [Cell("   "), Cell(fit(reasons, places - 4), "dim")]


class LogPart(Part):
    """The log, the latest first; Enter opens all of it."""

    can_take_focus = True

    def title(self) -> str:
        return _("Log · {n}").format(n=len(self.view.log)) if self.view else _("Log")

    def draw(self, view: CustomerView, width: int) -> Iterator[Sequence[Cell]]:
        for entry in view.log:
            yield self._entry(entry, width, view)
        if not view.log:
            yield [Cell(" " + _("Nothing yet. Log a talk with i."), "dim")]

    def _entry(self, entry: LogEntry, places: int, view: CustomerView) -> list[Cell]:
        worth = entry.cost + entry.brought
        cost = fit(money.short(worth, view.currency), 6, right=True) if places >= 36 else ""
        outcome = f"({words(entry.outcome)}) " if entry.outcome and places >= 44 else ""
        return [
            Cell(" " + fit(dates.day(entry.at.date(), view.today), 9), "dim"),
            Cell(fit(words(entry.kind), 8), "accent"),
            Cell(fit(outcome + entry.text, places - 19 - width(cost)) + " "),
            Cell(cost, "good" if entry.brought > 0 else "dim"),
        ]


class FollowUpPart(Part):
    """What was promised; the one with the cursor is the one that keys act on."""

    can_take_focus = True

    def title(self) -> str:
        count = len(self.view.follow_ups) if self.view else 0
        return _("Follow-ups · {n}").format(n=count) if count else _("Follow-ups")

    def draw(self, view: CustomerView, width: int) -> Iterator[Sequence[Cell]]:
        for line in view.follow_ups:
            yield _follow_up(line, width, view.today)
        if not view.follow_ups:
            yield [Cell(" " + _("None. Set one with f."), "dim")]


def _follow_up(line: FollowUpLine, places: int, today: date) -> list[Cell]:
    """Sign, day where there is room, text, and how far it is."""
    style = "bad" if line.due < today else "warn" if line.due == today else "dim"
    time = f" {dates.clock(line.due_minutes)}" if line.due_minutes is not None else ""
    when = fit(dates.day(line.due, today) + time, 13) if places >= 44 else ""
    again = " ↻" if line.recurrence is not Recurrence.NONE else ""
    far = fit(dates.distance(line.due, today), 6, right=True)
    return [
        Cell(" ! " if line.due < today else " ○ ", style),
        Cell(when, style),
        Cell(fit(line.text + again, places - 9 - len(when))),
        Cell(far, style),
    ]
