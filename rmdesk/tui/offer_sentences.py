"""What a yes is worth, in words with its figures: the same for the screen and the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmdesk.i18n import N_, _, money, ngettext, reasons
from rmdesk.offers.effects import Source, Verb
from rmdesk.offers.eligibility import Gate
from rmdesk.offers.measures import Unit, unit
from rmdesk.terms import OfferFamily
from rmdesk.tui.sentences import gate_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmdesk.desk.offer_views import EffectLine, Figure, SuggestionLine, WaitingLine

SOURCES = {
    Source.CURRENT: N_("the current account"),
    Source.MATURING: N_("what matures"),
    Source.LOANS: N_("the loans"),
    Source.DEPOSITS: N_("the deposits"),
    Source.OUTSIDE: N_("outside the bank"),
}
_POINT = 10_000
# Of what a unit earns: enough that the sum can be worked out again from what is shown.
_PLACES = 3
_PERCENT = re.compile(r"(\d)\s*%")
_LARGE = re.compile(r"(?<![\d.])\d{4,}(?!\d)")
_OPERATORS = re.compile(r"[-+*/(]")
_SIGNS = str.maketrans({"*": "×", "/": "÷", "-": money.MINUS})


def list_effects(suggestion: SuggestionLine, currency: str) -> list[str]:
    """Return what a year brings: a line for each effect, the cost of a yes, and the sum."""
    found = list(effect_texts(suggestion.effects, currency))
    if suggestion.yes_cost:
        cost = money.amount(-suggestion.yes_cost, currency, sign=True)
        found.append(_("{amount}  cost of a yes").format(amount=cost))
    if len(found) > 1:
        total = money.amount(suggestion.expected, currency, sign=True)
        found.append(_("{amount}  in the first year").format(amount=total))
    return found


def effect_texts(effects: Iterable[EffectLine], currency: str) -> Iterator[str]:
    """Yield a line for each effect: what it adds, and how that comes about."""
    for effect in effects:
        total = money.amount(effect.total, currency, sign=True)
        parts = [_does(effect, currency), *_figures_said(effect, currency)]
        if effect.leaving_ppm:
            share = money.percent(effect.leaving_ppm)
            parts.append(_("{share} of it assumed to leave without a yes").format(share=share))
        if effect.account_cost:
            cost = money.amount(-effect.account_cost, currency)
            parts.append(_("its account costs {amount}").format(amount=cost))
        if not effect.known:
            parts.append(_("no such product has prices"))
        yield f"{total}  {'; '.join(parts)}"


def _figures_said(effect: EffectLine, currency: str) -> Iterator[str]:
    """Yield what the figures of an estimate are, so that each of them can be believed or not."""
    if effect.verb is Verb.GAIN:
        for figure in effect.figures:
            yield reasons.reason(figure.measure, "", 0, figure.value, currency)


def _does(effect: EffectLine, currency: str) -> str:
    """Return what an effect does, with its amount and what a unit of it earns."""
    figures = {
        "amount": amount_of(effect, currency),
        "product": effect.product_name or _("the products that mature"),
        "source": _(SOURCES[effect.source]) if effect.source else "",
        "earns": money.percent(effect.earns_ppm, _PLACES),
        "before": money.percent(effect.gives_up_ppm, _PLACES),
    }
    if not effect.known:
        return _("{amount} for {product}").format(**figures)
    match effect.verb:
        case Verb.MOVE if effect.source is Source.OUTSIDE:
            text = _("{amount} from {source} to {product}, earning {earns} a year")
        case Verb.MOVE:
            text = _("{amount} from {source} to {product}, earning {earns} instead of {before}")
        case Verb.LEND:
            text = _(
                "{amount} lent as {product}, drawn all year, earning {earns} after expected loss"
                " and capital"
            )
        case Verb.REPRICE:
            text = _("{amount} of {source} at another rate, earning {earns} instead of {before}")
        case Verb.FEE:
            places = 1 if effect.earns_ppm % _POINT else 0
            figures["earns"] = money.percent(effect.earns_ppm, places)
            text = _("{amount} of fees, of which the bank keeps {earns}")
        case Verb.GAIN:
            text = _("{amount}, an estimate")
    return text.format(**figures)


def amount_of(effect: EffectLine, currency: str) -> str:
    """Return an amount as it was calculated: 40 % × 200,000 = 80,000."""
    amount = money.whole(effect.amount, currency)
    if effect.amount != effect.asked:
        there = _("all that is there: {amount}").format(amount=amount)
        amount = f"{money.whole(effect.asked, currency)}, {there}"
    if not _OPERATORS.search(effect.formula):
        return amount
    return f"{formula_said(effect.formula, effect.figures, currency)} = {amount}"


def formula_said(formula: str, figures: Iterable[Figure], currency: str) -> str:
    """Return a formula with the customer's figures in the place of measures."""
    known = {figure.measure.value: _figure(figure, currency) for figure in figures}
    text = _PERCENT.sub(r"\1 %", formula.strip().translate(_SIGNS))
    text = _LARGE.sub(lambda number: f"{int(number[0]):,}", text)
    return re.sub(r"[a-z_]+", lambda name: known.get(name[0], name[0]), text)


def _figure(figure: Figure, currency: str) -> str:
    if unit(figure.measure) is Unit.MONEY:
        return money.whole(figure.value, currency)
    if unit(figure.measure) is Unit.SHARE:
        return money.percent(figure.value, 1)
    return f"{figure.value:,}"


def worth_said(line: SuggestionLine, currency: str) -> str:
    """Return what proposing an offer is worth, and how that comes about.

    It is the chance times what a yes brings, less what presenting costs; a quarter more where
    something runs out soon. A surprise is given, so its chance does not count.
    """
    parts = [money.amount(line.expected, currency)]
    if line.family is not OfferFamily.SURPRISE:
        parts.insert(0, money.percent(line.chance.ppm, 1))
    sum_said = " × ".join(parts)
    if presenting := line.cost - line.yes_cost:
        cost = money.whole(presenting, currency)
        sum_said = _("{sum} − {cost} to present it").format(sum=sum_said, cost=cost)
    if line.urgent:
        sum_said = _("{sum}, and a quarter more as it is urgent").format(sum=sum_said)
    score = money.whole(line.score, currency, sign=True)
    return _("{score} to propose: {sum}").format(score=score, sum=sum_said)


def why_waiting(line: WaitingLine, currency: str) -> str:
    """Return why an offer is not put forward now."""
    block = line.block
    if block.minor is None:
        return gate_text(block)
    amount = money.amount(abs(block.minor), currency)
    match block.gate:
        case Gate.LOSES:
            text = _("a yes would cost the bank {amount} a year")
        case Gate.BELOW_MINIMUM:
            text = _("less could be moved or lent than the {amount} that it takes")
        case _:
            text = _(
                "a yes brings {amount} a year: too little for its chance and the cost to present it"
            )
    return text.format(amount=amount)


def gross_note(count: int) -> str:
    """Return what the asterisk at an expected amount means, for a number of accepted proposals."""
    text = ngettext(
        "* {n} accepted proposal of an older version: before what is given up and costs",
        "* {n} accepted proposals of an older version: before what is given up and costs",
        count,
    )
    return text.format(n=count)
