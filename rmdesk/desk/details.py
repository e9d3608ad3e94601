"""What else is known of a customer: the form's fields, contacts, relations, accounts."""

from rmdesk import currencies
from rmdesk.desk import complaints, forms, stored
from rmdesk.desk.views import AccountLine, ContactLine, DetailsView, RelationLine
from rmdesk.errors import Gone
from rmdesk.store.book import Book
from rmdesk.terms import (
    AccountStatus,
    AssetClass,
    CustomerKind,
    ProductKind,
    RelationKind,
    Schedule,
)


def look(book: Book, customer_id: int) -> DetailsView:
    """The details of one customer. Raises Gone."""
    rows = book.rows("SELECT * FROM customers WHERE id = ?", (customer_id,))
    if not rows:
        raise Gone
    names = [str(r[1]) for r in book.rows("PRAGMA table_info(customers)")]
    row = dict(zip(names, rows[0], strict=True))
    currency = book.card().currency
    return DetailsView(
        today=book.clock.today(),
        id=customer_id,
        name=str(row["name"]),
        kind=CustomerKind(str(row["kind"])),
        currency=currency,
        fields=forms.texts(forms.CUSTOMER, row, currencies.digits(currency)),
        contacts=contacts(book, customer_id),
        relations=relations(book, customer_id),
        accounts=accounts(book, customer_id),
        complaints=complaints.list_of_customer(book, customer_id),
    )


def contacts(book: Book, customer_id: int) -> tuple[ContactLine, ...]:
    """The people to talk to at an organisation."""
    rows = book.rows(
        "SELECT id, name, role, phones, emails, born, notes FROM contacts"
        " WHERE customer_id = ? AND NOT removed ORDER BY name",
        (customer_id,),
    )
    return tuple(
        ContactLine(
            id=stored.number(number),
            name=str(name),
            role=str(role),
            phones=stored.words(phones),
            emails=stored.words(emails),
            born=stored.some_day(born),
            notes=str(notes),
        )
        for number, name, role, phones, emails, born, notes in rows
    )


def relations(book: Book, customer_id: int) -> tuple[RelationLine, ...]:
    """Whom a customer is tied to, whichever side it was written from."""
    rows = book.rows(
        "SELECT r.id, r.customer_id = ?1, c.id, c.name, r.kind, r.note FROM relations r"
        " JOIN customers c ON c.id = CASE WHEN r.customer_id = ?1 THEN r.other_id"
        " ELSE r.customer_id END"
        " WHERE (r.customer_id = ?1 OR r.other_id = ?1) AND NOT r.removed ORDER BY c.name, r.id",
        (customer_id,),
    )
    return tuple(
        RelationLine(
            id=stored.number(number),
            other_id=stored.number(other),
            other_name=str(name),
            kind=RelationKind(str(kind)).inverse if ours else RelationKind(str(kind)),
            note=str(note),
        )
        for number, ours, other, name, kind, note in rows
    )


_ACCOUNTS = """
WITH mine AS (
    SELECT id FROM accounts WHERE customer_id = :customer
    UNION SELECT account_id FROM account_holders WHERE customer_id = :customer
), held AS (
    SELECT account_id, max(day) AS day FROM account_holders
    WHERE account_id IN (SELECT id FROM mine) AND day <= :today GROUP BY 1
)
SELECT a.id, a.number, p.name, p.kind, a.opened, a.closed, a.matures, a.rate_ppm, a.limit_minor,
    a.status,
    (SELECT coalesce(sum(minor), 0) FROM transactions WHERE account_id = a.id AND day <= :today)
    + (SELECT coalesce(sum(minor), 0) FROM adjustments
       WHERE account_id = a.id AND day <= :today),
    a.currency,
    CASE WHEN h.day IS NULL THEN (a.customer_id = :customer) * 1000000 ELSE coalesce(
        (SELECT share_ppm FROM account_holders WHERE account_id = a.id AND day = h.day
         AND customer_id = :customer), 0) END,
    coalesce(r.rating, ''), coalesce(r.collateral, ''),
    (SELECT max(day) FROM account_imports WHERE account_id = a.id),
    coalesce(r.asset_class, ''), a.schedule
FROM mine JOIN accounts a ON a.id = mine.id JOIN products p ON p.code = a.product
LEFT JOIN held h ON h.account_id = a.id
LEFT JOIN account_ratings r ON r.account_id = a.id AND r.day = (
    SELECT max(day) FROM account_ratings WHERE account_id = a.id AND day <= :today)
ORDER BY a.closed IS NOT NULL, a.status = 'closed', a.opened, a.number
"""


def accounts(book: Book, customer_id: int) -> tuple[AccountLine, ...]:
    """The accounts of which a customer owns or owned a part, with their balances today.

    Those that run first.
    """
    parameters = {"today": book.clock.today().toordinal(), "customer": customer_id}
    rows = book.rows(_ACCOUNTS, parameters)
    return tuple(
        AccountLine(
            id=stored.number(row[0]),
            number=str(row[1]),
            product=str(row[2]),
            kind=ProductKind(str(row[3])),
            opened=stored.some_day(row[4]),
            closed=stored.some_day(row[5]),
            matures=stored.some_day(row[6]),
            rate_ppm=stored.some(row[7]),
            limit=stored.some(row[8]),
            status=AccountStatus(str(row[9])),
            balance=stored.number(row[10]),
            currency=str(row[11]),
            share_ppm=stored.number(row[12]),
            rating=str(row[13]),
            collateral=str(row[14]),
            imported=stored.some_day(row[15]),
            asset_class=AssetClass(str(row[16])) if row[16] else None,
            schedule=Schedule(str(row[17])) if row[17] else None,
        )
        for row in rows
    )
