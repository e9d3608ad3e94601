"""The catalogue in the book: changed, retired, exchanged as files, refused by line and reason."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rmdesk.desk import (
    exporting,
    importing,
    offer_catalogue,
    offer_files,
    shipped_offers,
    undoing,
)
from rmdesk.desk.importing import Order
from rmdesk.errors import (
    BadCatalogue,
    BadInput,
    BadOffer,
    FileExists,
    Gone,
    NoSuchFile,
    NotAFile,
    OlderCatalogue,
    TwoVersions,
    Unwritable,
)
from rmdesk.i18n.words import explain
from rmdesk.store.book import Book
from tests.offers.offers import WRITTEN

OFFER = """version = 3

[[offer]]
code = "idle"
name = { en = "Idle money", zh = "闲置资金" }
family = "professional_service"
move = "cross_sell"
when = [
  "idle_balance at_least 500",
]
effects = ["gain 30% * idle_balance * 0.45%"]
cost = 50
chance = 0.2
factor = "product"
level = "material"

[[offer]]
code = "flowers"
name.en = "Flowers"
family = "surprise"
move = "thank"
when = ["days_to_birthday at_most 7"]
effects = ["gain 60"]
factor = "image"
level = "social"
valid_to = 2027-12-31
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_catalogue_is_in_a_new_book(book: Book) -> None:
    shipped = offer_files.read(offer_catalogue.shipped_paths(), 2)
    assert {o.code: o for o in offer_catalogue.written(book)} == {o.code: o for o in shipped.offers}


def test_a_book_without_a_catalogue_is_given_the_shipped_one(book: Book) -> None:
    book.rows("DELETE FROM offers")
    book.rows("DELETE FROM offer_texts")
    offer_catalogue.ensure(book)
    assert len(offer_catalogue.of_book(book)) >= 20


def test_an_offer_is_changed_copied_and_retired_and_each_can_be_taken_back(book: Book) -> None:
    before = {o.code: o for o in offer_catalogue.written(book)}
    one = before["idle-to-fund"]
    changed = replace(one, effects=("gain 7 * headcount",), names={"en": "Other", "zh": "另"})
    offer_catalogue.save(book, changed, new=False)
    assert {o.code: o for o in offer_catalogue.written(book)}["idle-to-fund"] == changed
    offer_catalogue.save(book, replace(one, code="copied"), new=True)
    offer_catalogue.retire(book, "copied")
    assert "copied" not in {o.code for o in offer_catalogue.of_book(book)}
    assert "copied" in offer_catalogue.every(book)
    for _deed in range(3):
        undoing.undo(book)
    assert {o.code: o for o in offer_catalogue.written(book)} == before


def test_what_is_wrong_in_a_form_is_refused_by_field(book: Book) -> None:
    with pytest.raises(BadInput) as refused:
        offer_catalogue.save(book, replace(WRITTEN, when=("shoes at_least 1",)), new=True)
    assert explain(refused.value) == "For whom names “shoes”, which is not a measure with a number"
    with pytest.raises(BadInput):
        offer_catalogue.save(book, replace(WRITTEN, code="idle-to-fund"), new=True)
    with pytest.raises(Gone):
        offer_catalogue.save(book, replace(WRITTEN, code="nobody-has-it"), new=False)


def test_a_file_goes_in_and_comes_out_the_same(book: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "in.toml", OFFER)
    assert offer_catalogue.take_in(book, [path]) == {"new": 2, "changed": 0, "same": 0}
    assert offer_catalogue.take_in(book, [path]) == {"new": 0, "changed": 0, "same": 2}
    count = offer_catalogue.give_out(book, tmp_path / "out.toml")
    again = offer_files.read([tmp_path / "out.toml"], 2)
    assert again.version == 3 and len(again.offers) == count
    assert set(map(repr, again.offers)) == set(map(repr, offer_catalogue.written(book)))
    with pytest.raises(FileExists):
        offer_catalogue.give_out(book, tmp_path / "out.toml")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("idle_balance at_least 500", "shoes at_least 500", 8, "not a measure"),
        (
            "days_to_birthday at_most 7",
            "days_to_birthday at_most soon",
            22,
            "not compare with a number",
        ),
        ('when = ["days_to_birthday at_most 7"]', "when = 7", 22, "list of texts"),
        ('effects = ["gain 60"]\n', "", 17, "is missing"),
        ("gain 30% * idle_balance * 0.45%", "30 * kind", 11, "not a measure"),
        ("gain 60", "send 60 from current to bond-fund", 23, "known: move, lend"),
        ('effects = ["gain 60"]', "expected = 60", 23, "replaced by effects"),
        ("chance = 0.2", "chance = 1.2", 13, "not a probability"),
        ("cost = 50", "cost = true", 12, "not a number"),
        ('code = "flowers"', 'code = "idle"', 18, "twice"),
        ('family = "surprise"', 'family = "gift"', 20, "none of the codes"),
        ("name.en", "name.zh", 19, "is missing"),
        ("cost = 50", "costs = 50", 12, "not a field of an offer"),
        ("valid_to = 2027-12-31", 'valid_to = "soon"', 26, "not a valid date"),
    ],
)
def test_a_wrong_file_is_refused_whole_by_line_and_reason(
    book: Book, tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    before = offer_catalogue.written(book)
    assert old in OFFER
    path = written(tmp_path / "wrong.toml", OFFER.replace(old, new))
    with pytest.raises(BadOffer) as refused:
        offer_catalogue.take_in(book, [path])
    said = explain(refused.value)
    assert f"wrong.toml, line {line}: offer" in said and reason in said
    assert offer_catalogue.written(book) == before


def test_what_is_no_catalogue_is_refused(book: Book, tmp_path: Path) -> None:
    for text, error in (
        ("offer = [", BadCatalogue),
        ("offer = 3", BadOffer),
        ("offers = []", BadOffer),
        ('version = "two"', BadOffer),
    ):
        with pytest.raises(error) as refused:
            offer_catalogue.take_in(book, [written(tmp_path / "w.toml", text)])
        assert explain(refused.value)
    with pytest.raises(NoSuchFile):
        offer_catalogue.take_in(book, [tmp_path / "nowhere.toml"])
    with pytest.raises(NotAFile):
        offer_catalogue.take_in(book, [tmp_path])


def test_two_versions_are_not_taken_together_nor_an_older_one_later(
    book: Book, tmp_path: Path
) -> None:
    third = written(tmp_path / "third.toml", OFFER)
    flowers = OFFER[OFFER.index('[[offer]]\ncode = "flowers"') :].replace("flowers", "roses")
    fourth = written(tmp_path / "fourth.toml", f"version = 4\n{flowers}")
    with pytest.raises(TwoVersions):
        offer_catalogue.take_in(book, [third, fourth])
    offer_catalogue.take_in(book, [fourth])
    with pytest.raises(OlderCatalogue):
        offer_catalogue.take_in(book, [third])


def test_a_catalogue_that_cannot_be_written_is_said_in_words(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        offer_catalogue.give_out(book, tmp_path / "none" / "c.toml")


def test_an_exported_offer_that_was_made_wrong_is_refused_by_column(
    book: Book, tmp_path: Path
) -> None:
    exporting.export(book, tmp_path / "out")
    path = tmp_path / "out" / "offers.csv"
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("idle_balance at_least 50000", "shoes at_least 3", 1), "utf-8")
    found = importing.run(book, Order((path,)))
    (problem,) = next(t for t in found.tables if t.table == "offers").problems
    assert (problem.column, problem.code, problem.value) == ("conditions", "no_measure", "shoes")
    assert not found.written


def test_an_offer_beyond_the_limits_is_refused_where_it_comes_in(book: Book) -> None:
    item = offer_catalogue.written(book)[0]
    for change, field, code in (
        ({"names": {"en": "x" * 301}}, "name", "long"),
        ({"names": {"en": "a\x1b[31m"}}, "name", "control"),
        ({"points": {"en": ("a\u202eb",)}}, "points", "direction"),
        ({"valid_to": date(9999, 12, 31)}, "valid_to", "years"),
        ({"cost_days": "1e9"}, "cost_days", "range"),
        ({"cost_days": "1e999999999"}, "cost_days", "number"),
        ({"cost": "1e999999999"}, "cost", "number"),
        ({"when": ("age at_least 1e999999999",)}, "when", "no_number"),
    ):
        with pytest.raises(BadInput) as refused:
            offer_catalogue.save(book, replace(item, **change), new=False)
        assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    "when",
    [
        ("age at_least 30", "age at_most 29"),
        ("kind is person", "kind is organisation"),
        ("tag is car", "tag is_not car"),
        ("headcount is 5", "headcount at_least 6"),
        ("headcount is 5", "headcount is_not 5"),
    ],
)
def test_conditions_that_nobody_can_meet_together_are_refused(
    book: Book, when: tuple[str, ...]
) -> None:
    with pytest.raises(BadInput) as refused:
        offer_catalogue.save(book, replace(WRITTEN, when=when), new=True)
    assert (refused.value.field, refused.value.code) == ("when", "contradiction")
    assert when[1] in explain(refused.value)


@pytest.mark.parametrize(
    "when",
    [
        ("age at_least 30", "age at_most 30"),
        ("tag is car", "tag is retail"),
        ("tag is car", "tag is_not retail"),
        ("headcount is 5", "headcount at_least 5"),
        ("headcount is_not 5", "headcount at_least 5"),
    ],
)
def test_conditions_that_meet_at_a_boundary_are_taken(book: Book, when: tuple[str, ...]) -> None:
    offer_catalogue.save(book, replace(WRITTEN, when=when), new=True)
    assert {o.code: o.when for o in offer_catalogue.written(book)}[WRITTEN.code] == when


def test_a_book_with_an_older_catalogue_is_given_the_shipped_offers_and_what_they_sell(
    book: Book,
) -> None:
    sold = "('large-cd-1y', 'lombard-loan')"
    for (table,) in book.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if any(column[1] == "product" for column in book.rows(f"PRAGMA table_info({table})")):
            book.rows(f"DELETE FROM {table} WHERE product IN {sold}")
    book.rows(f"DELETE FROM products WHERE code IN {sold}")
    book.rows("DELETE FROM collaterals WHERE code = 'securities'")
    book.rows("DELETE FROM offers WHERE code = 'large-cd'")
    book.rows("UPDATE offers SET effects = 'gain 1' WHERE code = 'lombard-loan'")
    kept = book.rows("SELECT * FROM product_rates ORDER BY id")
    # A grade between two others would change what arrears without a rating cost.
    book.rows("DELETE FROM ratings WHERE code = 'C2'")
    counts = shipped_offers.add_shipped(book)
    assert (counts["new"], counts["changed"]) == (1, 1)
    assert not book.number("SELECT count(*) FROM ratings WHERE code = 'C2'")
    assert book.number(f"SELECT count(*) FROM products WHERE code IN {sold}") == 2
    assert book.number("SELECT loss_ppm FROM collaterals WHERE code = 'securities'") == 150_000
    assert book.rows("SELECT * FROM product_rates ORDER BY id")[: len(kept)] == kept
    again = shipped_offers.add_shipped(book)
    assert (again["new"], again["changed"]) == (0, 0)
