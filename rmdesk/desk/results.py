"""What became of what was proposed, by offer and family; and whether chances were right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rmdesk.desk import earnings, offer_catalogue, stored
from rmdesk.store.book import Book
from rmdesk.terms import ContactChannel, OfferFamily, ProposalStatus

YEAR_DAYS = 365
BANDS = 10
_MILLION = 1_000_000
_SQL = "SELECT id, offer, status, expected_minor, chance_ppm, decided_at FROM proposals"
_BY_CHANNEL = (
    "SELECT channel, count(*), sum(status = 'accepted'), sum(status IN ('declined', 'lapsed'))"
    " FROM proposals GROUP BY 1"
)


@dataclass(frozen=True)
class ResultLine:
    """What became of the proposals of an offer, or (`offer` empty) of a whole family.

    Of the accepted ones `expected` is what they should have brought so far, a year's contribution
    by the days since, at most one year; `earned` what they did bring in complete months, None where
    nothing is known to have come of any of them.
    """

    family: OfferFamily
    offer: str
    names: Mapping[str, str]
    presented: int
    open: int
    accepted: int
    declined: int
    lapsed: int
    expected: int
    earned: int | None


@dataclass(frozen=True)
class GivenBand:
    """Of the proposals that were given such a chance (millionths), how many were accepted."""

    low_ppm: int
    high_ppm: int
    count: int
    given_ppm: int
    accepted: int


@dataclass(frozen=True)
class ChannelLine:
    """How many proposals were put by a channel, None where that was not recorded."""

    channel: ContactChannel | None
    presented: int
    accepted: int
    declined: int


@dataclass(frozen=True)
class Results:
    """All offers that were ever presented, family by family, by channel, and the calibration."""

    currency: str
    lines: tuple[ResultLine, ...]
    bands: tuple[GivenBand, ...]
    channels: tuple[ChannelLine, ...] = ()


@dataclass(slots=True)
class _Sum:
    counts: defaultdict[ProposalStatus, int] = field(default_factory=lambda: defaultdict(int))
    expected: int = 0
    earned: int | None = None


def look(book: Book) -> Results:
    """The results of all proposals so far."""
    offers, earned = offer_catalogue.every(book), earnings.earned(book)
    today = book.clock.today()
    sums: defaultdict[tuple[OfferFamily, str], _Sum] = defaultdict(_Sum)
    given: list[tuple[int, bool]] = []
    for number, code, status, expected, chance, decided in book.rows(_SQL):
        if (item := offers.get(str(code))) is None:
            continue
        became = ProposalStatus(str(status))
        for key in ((item.family, ""), (item.family, item.code)):
            sums[key].counts[became] += 1
            if became is ProposalStatus.ACCEPTED:
                since = stored.moment(decided).date()
                sums[key].expected += _so_far(stored.number(expected), since, today)
                if (brought := earned.get(stored.number(number))) is not None:
                    sums[key].earned = (sums[key].earned or 0) + brought
        if became is not ProposalStatus.PRESENTED:
            given.append((stored.number(chance), became is ProposalStatus.ACCEPTED))
    order = list(OfferFamily)
    lines = [
        _line(family, code, offers[code].names if code else {}, found)
        for (family, code), found in sorted(
            sums.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1])
        )
    ]
    return Results(book.card().currency, tuple(lines), tuple(_bands(given)), _channels(book))


def _channels(book: Book) -> tuple[ChannelLine, ...]:
    """Return what became of the proposals of each channel, in the channels' order."""
    found = {
        ContactChannel(str(channel)) if channel else None: [*map(stored.number, counts)]
        for channel, *counts in book.rows(_BY_CHANNEL)
    }
    return tuple(ChannelLine(c, *found[c]) for c in (*ContactChannel, None) if c in found)


def _so_far(expected: int, since: date, today: date) -> int:
    return expected * min(YEAR_DAYS, max(0, (today - since).days)) // YEAR_DAYS


def _line(family: OfferFamily, code: str, names: Mapping[str, str], found: _Sum) -> ResultLine:
    counts = found.counts
    return ResultLine(
        family=family,
        offer=code,
        names=names,
        presented=sum(counts.values()),
        open=counts[ProposalStatus.PRESENTED],
        accepted=counts[ProposalStatus.ACCEPTED],
        declined=counts[ProposalStatus.DECLINED],
        lapsed=counts[ProposalStatus.LAPSED],
        expected=found.expected,
        earned=found.earned,
    )


def _bands(given: Iterable[tuple[int, bool]]) -> list[GivenBand]:
    bands: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    for chance, accepted in given:
        bands[min(BANDS - 1, chance * BANDS // _MILLION)].append((chance, accepted))
    return [
        GivenBand(
            place * _MILLION // BANDS,
            (place + 1) * _MILLION // BANDS,
            len(inside),
            sum(chance for chance, _accepted in inside) // len(inside),
            sum(accepted for _chance, accepted in inside),
        )
        for place, inside in sorted(bands.items())
    ]
