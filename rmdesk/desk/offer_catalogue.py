"""The catalogue in the book: read for every look, changed by the manager, exchanged as files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rmdesk import currencies
from rmdesk.desk import offer_files, offer_merging, stored
from rmdesk.desk.offer_files import CatalogueFile
from rmdesk.errors import BadInput, FileExists, Gone, OlderCatalogue
from rmdesk.offers import offer
from rmdesk.offers.catalogue import Catalogue
from rmdesk.offers.offer import Offer, WrittenOffer
from rmdesk.offers.wrong import Wrong
from rmdesk.paths import resource
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import Act, CreditUse, Move, OfferFamily

# What only reads stands before SQLAlchemy is there.
if TYPE_CHECKING:
    from rmdesk.store.session import Writing

_COLUMNS = (
    "code, family, move, conditions, effects, cost, cost_days, presenting, minimum, chance, sells,"
    " risk, credit, passes, trigger, excludes, valid_from, valid_to, factor, level, retired"
)


def digits_of(book: Book) -> int:
    """How fine the minor unit of the book's currency is."""
    return currencies.digits(book.card().currency)


def of_book(book: Book) -> Catalogue:
    """The offers that can be put forward: all but the retired ones."""
    return book.remembered(
        "catalogue", lambda: Catalogue(item for item, retired in _read(book) if not retired)
    )


def every(book: Book) -> dict[str, Offer]:
    """All offers by code, the retired ones as well, for what was once presented."""
    return {item.code: item for item, _retired in _read(book)}


def _read(book: Book) -> tuple[tuple[Offer, bool], ...]:
    """Each offer, and whether it is retired."""

    def read() -> tuple[tuple[Offer, bool], ...]:
        digits = digits_of(book)
        return tuple((offer.read(item, digits), item.retired) for item in written(book))

    return book.remembered("offers", read)


def written(book: Book) -> tuple[WrittenOffer, ...]:
    """All offers as they are written, the retired ones last."""
    rows = book.rows(f"SELECT {_COLUMNS} FROM offers ORDER BY retired, family, code")
    texts = book.rows("SELECT offer, language, name, points, documents FROM offer_texts")
    return tuple(_written(rows, texts))


def _written(offers: Iterable[Row], by_language: Iterable[Row]) -> list[WrittenOffer]:
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    points: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    documents: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for code, language, name, said, papers in by_language:
        names[str(code)][str(language)] = str(name)
        for into, text in ((points, said), (documents, papers)):
            if text:
                into[str(code)][str(language)] = tuple(str(text).split("\n"))
    found = []
    for row in offers:
        *texts, first, last, factor, level, retired = row
        code, family, move, conditions, effects, *rest = (stored.text(text) for text in texts)
        cost, cost_days, presenting, minimum, chance, sells, risk, credit, *ends = rest
        passes, trigger, excludes = ends
        found.append(
            WrittenOffer(
                *(code, family, move, tuple(conditions.split("\n")), tuple(effects.split("\n"))),
                *(cost, cost_days, presenting, minimum, chance, sells, risk, credit, passes),
                *(trigger, excludes, stored.some_day(first), stored.some_day(last)),
                *(str(factor), str(level), bool(retired)),
                *(names[code], points[code], documents[code]),
            )
        )
    return found


def ensure(book: Book) -> None:
    """Put the shipped catalogue into a book that has none: a new one, or one just brought up."""
    if book.value("SELECT EXISTS (SELECT 1 FROM offers)"):
        return
    with book.deed(Act.SET_UP) as writing:
        fill(writing)


def shipped_paths() -> list[Path]:
    """Return the files of the shipped catalogue, one a subject."""
    return sorted(resource("db", "catalogue", "offers").glob("*.toml"))


def fill(writing: "Writing") -> None:
    """Put the shipped catalogue in, as a part of setting a book up."""
    file = offer_files.read(shipped_paths(), digits_of(writing.book))
    for item in file.offers:
        _put(writing, item, file.version)
    writing.flush()


def save(
    book: Book, item: WrittenOffer, new: bool, opened_with: Mapping[str, str] | None = None
) -> None:
    """Keep an offer as it was written in its form, where it differs from `opened_with`.

    Raises BadInput, Gone and ChangedMeanwhile.
    """
    check(book, item)
    taken = bool(book.value("SELECT EXISTS (SELECT 1 FROM offers WHERE code = ?)", (item.code,)))
    if new and taken:
        raise BadInput("code", "taken")
    if not new and not taken:
        raise Gone
    with book.deed(Act.EDIT_OFFER, label=item.code) as writing:
        if opened_with is not None and not new:
            now = next(known for known in written(book) if known.code == item.code)
            item = offer_merging.merge(item, opened_with, now)
            check(book, item)
        _put(writing, item, 0)


def check(book: Book, item: WrittenOffer) -> Offer:
    """The offer that it would be. Raises BadInput."""
    try:
        found = offer.read(item, digits_of(book))
        offer.check_limits(item)
    except Wrong as wrong:
        raise BadInput(wrong.field, wrong.code, text=wrong.text) from None
    return found


def retire(book: Book, code: str, retired: bool = True) -> None:
    """Take an offer out of what is suggested, or bring it back; its past stays. Raises Gone."""
    from rmdesk.model.offer import CatalogueOffer

    number = _number(book, code)
    if number is None:
        raise Gone
    with book.deed(Act.RETIRE_OFFER, label=code) as writing:
        writing.get(CatalogueOffer, number).retired = retired


def take_in(book: Book, paths: Iterable[Path]) -> Mapping[str, int]:
    """Take in catalogue files; gives how many offers are new, changed and the same.

    Offers that stand in none of the files stay as they are. Raises what reading raises, and
    OlderCatalogue where the book has offers of a newer version.
    """
    file = offer_files.read(list(paths), digits_of(book))
    have = book.number("SELECT max(version) FROM offers")
    if file.version and file.version < have:
        raise OlderCatalogue(version=file.version, have=have)
    known = {item.code: item for item in written(book)}
    counts = {"new": 0, "changed": 0, "same": 0}
    with book.deed(Act.IMPORT, label="offers") as writing:
        for item in file.offers:
            kind = "new" if item.code not in known else "changed"
            kind = "same" if known.get(item.code) == item else kind
            counts[kind] += 1
            if kind != "same":
                _put(writing, item, file.version)
    return counts


def give_out(book: Book, path: Path) -> int:
    """Write the whole catalogue to a new file; gives how many offers that are.

    Raises FileExists, Unwritable.
    """
    if path.exists():
        raise FileExists(path=path)
    offers = written(book)
    version = book.number("SELECT max(version) FROM offers")
    offer_files.write(path, CatalogueFile(version, offers))
    return len(offers)


def _number(book: Book, code: str) -> int | None:
    return stored.some(book.value("SELECT id FROM offers WHERE code = ?", (code,)))


def _put(writing: "Writing", item: WrittenOffer, version: int) -> None:
    """Keep an offer: the row that has its code is changed, else there is a new one."""
    from rmdesk.model.offer import CatalogueOffer

    number = _number(writing.book, item.code)
    row = (
        writing.get(CatalogueOffer, number)
        if number is not None
        else CatalogueOffer(code=item.code, family=OfferFamily(item.family), move=Move(item.move))
    )
    row.family, row.move = OfferFamily(item.family), Move(item.move)
    row.conditions, row.effects = "\n".join(item.when), "\n".join(item.effects)
    row.cost, row.cost_days, row.presenting = item.cost, item.cost_days, item.presenting
    row.minimum, row.chance, row.sells, row.risk = item.minimum, item.chance, item.sells, item.risk
    row.credit, row.passes = CreditUse(item.credit), item.passes
    row.trigger, row.excludes = item.trigger, item.excludes
    row.valid_from, row.valid_to = item.valid_from, item.valid_to
    row.factor, row.level, row.retired = item.factor, item.level, item.retired
    row.version = version or row.version
    if number is None:
        writing.add(row)
    _put_texts(writing, item)


def _put_texts(writing: "Writing", item: WrittenOffer) -> None:
    from rmdesk.model.offer import OfferText

    sql = "SELECT language, id FROM offer_texts WHERE offer = ?"
    known = {str(lang): stored.number(n) for lang, n in writing.book.rows(sql, (item.code,))}
    for language, name in item.names.items():
        row = (
            writing.get(OfferText, known.pop(language))
            if language in known
            else writing.add(OfferText(offer=item.code, language=language, name=name))
        )
        row.name = name
        row.points = "\n".join(item.points.get(language, ()))
        row.documents = "\n".join(item.documents.get(language, ()))
    for number in known.values():
        writing.remove(writing.get(OfferText, number))
