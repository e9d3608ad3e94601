"""A book in which every free text tries to steer the terminal."""

from pathlib import Path

from rmdesk.store.driver import connect

PAYLOAD = "\x1b]0;owned\x07\x1b[2J\u202e\x9b31m\r\n\u200f\u2066\ufeff\x00\x1b[?1049l\x08"
FORBIDDEN = (
    *("\x1b]0;", "\x1b[2J", "\u202e", "\x9b", "\u200f", "\u2066", "\ufeff", "\x00", "\x08"),
    "[?1049l\x08",
)
LONG = "测\u0301\u0301\u0301\u0301\u0301\u0301" + "\u202e试x" * 3_333
FREE_TEXTS = {
    "customers": "name other_names occupation employer legal_representative notes identity_number"
    " source phones tags tier",
    "contacts": "name role notes",
    "proposals": "note",
    "relations": "note",
    "interactions": "text",
    "standing_orders": "counterparty reference",
    "follow_ups": "text",
    "transactions": "text counterparty",
    "products": "name",
    "tiers": "code name",
    "accounts": "number",
    "offer_texts": "name points",
    "opinions": "note",
    "life_events": "note",
    "deeds": "label",
    "standings": "name tier",
}


def spoil(path: Path) -> None:
    """Put the payload before every free text of a store; one name is 10,000 characters long."""
    book = connect(path, None)
    for table, columns in FREE_TEXTS.items():
        for column in columns.split():
            book.execute(
                f"UPDATE {table} SET {column} = :before || {column} WHERE {column} IS NOT NULL",
                {"before": PAYLOAD},
            )
    for table, key in (("customers", "id"), ("standings", "customer_id")):
        book.execute(
            f"UPDATE {table} SET name = :name WHERE {key} = (SELECT min(id) FROM customers)",
            {"name": LONG},
        )
    book.close()
