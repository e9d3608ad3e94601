"""Every code has its words, amounts and days are written one way."""

from datetime import date
from enum import StrEnum

import pytest

from rmdesk import errors, terms
from rmdesk.currencies import digits
from rmdesk.desk import forms
from rmdesk.errors import BadInput, DeskError, NoStore
from rmdesk.i18n import dates, history, money, reasons, words
from rmdesk.offers.eligibility import Gate
from rmdesk.offers.measures import ABOUT, TRAITS, Measure, Unit
from rmdesk.practice import festivals
from rmdesk.terms import Act, CustomerKind

# Codes that are their own words, or that no person ever reads.
OWN_WORDS = (terms.RiskClass, terms.InterestMode, terms.TransactionChannel)
TODAY = date(2026, 11, 24)


def codes() -> list[StrEnum]:
    kinds = [k for k in vars(terms).values() if isinstance(k, type) and issubclass(k, StrEnum)]
    return [code for kind in kinds if kind not in (StrEnum, *OWN_WORDS) for code in kind]


def test_an_import_of_many_files_is_named_by_its_first() -> None:
    names = [f"{name}.csv" for name in ("accounts", "balances", "contacts", "customers")]
    said = history.operation(Act.IMPORT, ", ".join(names))
    assert said == "Import, 4 files: accounts.csv, balances.csv, contacts.csv …"
    assert history.operation(Act.IMPORT, ", ".join(names[1:])).endswith("customers.csv")


def test_every_code_has_words() -> None:
    for code in codes():
        assert words.words(code), code


def test_every_measure_and_gate_has_a_sentence() -> None:
    for measure in Measure:
        worded = ABOUT[measure].unit is Unit.WORDS
        for op in ("is", "is_not") if worded else ("at_least",):
            text = reasons.reason(measure, op, "x" if worded else 1, 2, "CNY")
            assert text or measure in reasons.SILENT, measure
    assert set(reasons.TRAITS) == {measure.value for measure in TRAITS}
    assert set(reasons.FESTIVALS) == set(festivals.CODES)
    said = reasons.reason("watch", "is", "special_mention", None, "CNY")
    assert said == "on watch: special mention"
    for gate in Gate:
        assert reasons.gate(gate, TODAY)


def test_every_field_has_a_name() -> None:
    specs = [*forms.contact_fields()]
    for kind in CustomerKind:
        specs += forms.customer_fields(kind)
    assert {spec.name for spec in specs} <= set(words.FIELDS)


def test_every_error_says_what_happened_in_a_sentence() -> None:
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, DeskError)]
    for kind in kinds:
        assert len((kind.__doc__ or "").split()) >= 2, kind
    assert words.explain(NoStore(path="/x")) == (
        "There is no store at /x. Make one with: rmdesk init"
    )
    assert words.explain(BadInput("name", "missing")) == "Name is missing"


@pytest.mark.parametrize(
    ("minor", "currency", "full", "short"),
    [
        (1_234_567, "CNY", "12,345.67", "12.3k"),
        (-500, "CNY", "−5.00", "−5"),
        (0, "CNY", "0.00", "0"),
        (1_234_567, "JPY", "1,234,567", "1.2m"),
        (1_234_567, "KWD", "1,234.567", "1.2k"),
        (123_456_789_012, "CNY", "1,234,567,890.12", "1.2bn"),
    ],
)
def test_amounts(minor: int, currency: str, full: str, short: str) -> None:
    assert money.amount(minor, currency) == full
    assert money.short(minor, currency) == short


def test_currencies_are_as_fine_as_they_are() -> None:
    assert [digits(code) for code in ("CNY", "JPY", "KWD")] == [2, 0, 3]


@pytest.mark.parametrize(
    ("day", "near", "far"),
    [
        (date(2026, 11, 24), "today", "today"),
        (date(2026, 11, 27), "27 Nov", "3d"),
        (date(2026, 11, 22), "22 Nov", "−2d"),
        (date(2025, 6, 1), "Jun 2025", "−77w"),
    ],
)
def test_days(day: date, near: str, far: str) -> None:
    assert dates.day(day, TODAY) == near
    assert dates.distance(day, TODAY) == far


def test_codes_in_reasons_are_said_in_words() -> None:
    for measure, value, said in (
        ("watch", "in_arrears", "on watch: in arrears"),
        ("watch", "special_mention", "on watch: special mention"),
        ("stage", "after_sales", "stage after-sales"),
        ("tag", "car", "tagged #car"),
    ):
        assert reasons.reason(measure, "is", value, None, "CNY") == said
    assert set(reasons.CODES) <= set(reasons.WORDED)
