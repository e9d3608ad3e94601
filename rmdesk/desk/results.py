"""What became of what was proposed, by offer and family; and whether chances were right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rmdesk.desk import offer_catalogue, stored
from rmdesk.desk.proposal_returns import Return, read_returns
from rmdesk.store.book import Book
from rmdesk.terms import ContactChannel, ExpectedBasis, OfferFamily, ProposalStatus

BANDS = 10
_MILLION = 1_000_000
_SQL = "SELECT id, offer, status, chance_ppm FROM proposals"
_BY_CHANNEL = (
    "SELECT channel, count(*), sum(status = 'accepted'), sum(status IN ('declined', 'lapsed'))"
    " FROM proposals GROUP BY 1"
)


@dataclass(frozen=True)
class ResultLine:
    """What became of the proposals of an offer, or (`offer` empty) of a whole family.

    Of the accepted ones `expected` is what they should have brought so far, `earned` what they did
    over the same days (`proposal_returns`), None where nothing is known to have come of any of
    them. `gross` of them are of older versions: before what is given up.
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
    gross: int = 0


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
    gross: int = 0

    def add(self, found: Return) -> None:
        """Add what an accepted proposal brought."""
        self.expected += found.expected
        self.gross += found.basis is ExpectedBasis.GROSS
        if found.earned is not None:
            self.earned = (self.earned or 0) + found.earned


def look(book: Book) -> Results:
    """The results of all proposals so far."""
    offers, returns = offer_catalogue.every(book), read_returns(book)
    sums: defaultdict[tuple[OfferFamily, str], _Sum] = defaultdict(_Sum)
    given: list[tuple[int, bool]] = []
    for number, code, status, chance in book.rows(_SQL):
        if (item := offers.get(str(code))) is None:
            continue
        became = ProposalStatus(str(status))
        for key in ((item.family, ""), (item.family, item.code)):
            sums[key].counts[became] += 1
            if became is ProposalStatus.ACCEPTED:
                sums[key].add(returns[stored.number(number)])
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
        gross=found.gross,
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
