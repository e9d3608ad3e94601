"""How suggestions and proposals are drawn, line by line."""

from collections.abc import Iterator, Mapping

from rmdesk.desk.offer_views import ProposalLine, SuggestionLine, WaitingLine
from rmdesk.i18n import _, dates, language, money
from rmdesk.i18n.words import named, words
from rmdesk.terms import ExpectedBasis, ProposalStatus
from rmdesk.tui.offer_sentences import list_effects, why_waiting, worth_said
from rmdesk.tui.screens.full import Row
from rmdesk.tui.sentences import (
    care_texts,
    channel_text,
    how_sure,
    likely,
    pushes,
    put_by,
    why,
    why_now,
)
from rmdesk.tui.text import fit, wrapped
from rmdesk.tui.widgets.lines import Cell

_STYLES = {ProposalStatus.ACCEPTED: "good", ProposalStatus.DECLINED: "bad"}
_INDENT = 5
_LABEL = 11
Line = tuple[Row, object]


def suggestion(number: int, line: SuggestionLine, places: int, currency: str) -> Iterator[Line]:
    """A suggestion: its worth, and below it why, why now, how sure, and what to say."""
    worth = money.whole(line.expected, currency, sign=True)
    figures = _("{worth} a year, {likely}").format(worth=worth, likely=likely(line))
    name = fit(named(line.names), max(12, min(44, places - len(figures) - 8)))
    yield (
        [Cell(f" {number}   ", "accent"), Cell(name, "bright"), Cell(f" {figures}", "good")],
        line,
    )
    kind = _("{family}, {move}").format(family=words(line.family), move=words(line.move))
    lifts = _("{factor}; {level} satisfaction").format(
        factor=words(line.factor), level=words(line.level)
    )
    for label, text, style in (
        (_("care"), " · ".join(care_texts(line.approach)), "warn"),
        (_("why"), " · ".join(why(line, currency)), ""),
        (_("now"), why_now(line, currency), "warn" if line.urgent else ""),
        *_effects(line, currency),
        (_("based on"), how_sure(line), ""),
        (_("chance"), pushes(line), ""),
        (_("worth"), f"{worth_said(line, currency)} · {kind}", "dim"),
        (_("improves"), lifts, "dim"),
        (_("allowed"), channel_text(line.approach), "dim"),
        (_("say"), " ".join(_own(line.points)), "dim"),
        (_("bring"), ", ".join(_own(line.documents)), "dim"),
    ):
        yield from _labelled(label, text, style, places)


def _effects(line: SuggestionLine, currency: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a year brings, line by line."""
    for place, text in enumerate(list_effects(line, currency)):
        yield _("brings") if place == 0 else "", text, ""


def _labelled(label: str, text: str, style: str, places: int) -> Iterator[Line]:
    room = max(16, places - _INDENT - _LABEL - 1)
    for place, part in enumerate(wrapped(text, room)):
        head = fit(label if place == 0 else "", _LABEL)
        yield [Cell(" " * _INDENT), Cell(head, "dim"), Cell(part, style)], None


def _own(texts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Texts in the reader's language, the English ones where there are none."""
    return texts.get(language()[:2]) or texts.get("en", ())


def proposal(lead: str, line: ProposalLine, places: int, currency: str) -> Row:
    """A proposal: what became of it, what it should have brought and what it did."""
    end = dates.full(line.decided or line.presented)
    earned = ""
    if line.status is ProposalStatus.ACCEPTED:
        so_far = "–" if line.earned is None else money.short(line.earned, currency)
        expected = money.short(line.expected_so_far, currency)
        text = _("earned {earned} of {expected} expected")
        earned = text.format(earned=so_far, expected=expected)
        earned += "*  " if line.basis is ExpectedBasis.GROSS else "  "
    name = fit(named(line.names), max(12, min(40, places - 34 - len(earned))))
    return [
        Cell(lead, "warn"),
        Cell(name, "bright"),
        Cell(f" {fit(words(line.status), 10)}", _STYLES.get(line.status, "dim")),
        Cell(f" {end}  ", "dim"),
        Cell(earned, "good" if (line.earned or 0) > 0 else "dim"),
        Cell(" · ".join(part for part in (line.note, put_by(line)) if part)),
    ]


def waiting(line: WaitingLine, places: int, currency: str) -> Row:
    """An offer that must wait, and why."""
    gate = why_waiting(line, currency)
    name = fit(named(line.names), max(12, min(36, places // 3)))
    return [Cell("   – ", "dim"), Cell(name), Cell(f" {gate}", "dim")]
