"""Search: names, numbers, notes and what was said, by trigram, so that Chinese works.

Words of three characters and more use the FTS5 index, shorter ones are looked for in its text.
Each customer has one line of keys: names, their pinyin and initials, bank id, account numbers,
phones, e-mails, people, tags; one key a line, so that a hit can be told by where it stands.
"""

import re
from collections.abc import Iterable, Sequence

from rmdesk.store.book import Book
from rmdesk.store.driver import Value

NAME_HITS = 2_000
LOG_HITS = 500
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_TRIGRAM = 3


def name_key(name: str) -> str:
    """What a name is sorted by: pinyin for Chinese, small letters for the rest."""
    return " ".join(_syllables(name)) if _HAN.search(name) else name.casefold()


def name_keys(name: str) -> list[str]:
    """What a name is found by: itself, and for Chinese its pinyin and its initials."""
    keys = [name.casefold()]
    if _HAN.search(name):
        syllables = _syllables(name)
        keys += ["".join(syllables), " ".join(syllables), "".join(s[0] for s in syllables if s)]
    elif " " in name.strip():
        keys.append("".join(word[0] for word in name.casefold().split()))
    return keys


def _syllables(name: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [s.casefold().strip() for s in lazy_pinyin(name) if s.strip()]


def phone_key(phone: str) -> str:
    """A phone as its digits."""
    return re.sub(r"\D", "", phone)


def index_customers(book: Book, customers: Iterable[int]) -> None:
    """Make the search lines of these customers anew."""
    for chunk in _chunks(list(customers), 500):
        marks = ", ".join("?" * len(chunk))
        book.rows(f"DELETE FROM search_customers WHERE rowid IN ({marks})", chunk)
        accounts = _grouped(
            book, f"SELECT customer_id, number FROM accounts WHERE customer_id IN ({marks})", chunk
        )
        people = _grouped(
            book,
            "SELECT customer_id, name || char(10) || phones FROM contacts"
            f" WHERE NOT removed AND customer_id IN ({marks})",
            chunk,
        )
        sql = (
            "SELECT id, notes, name, other_names, legal_representative, coalesce(bank_id, ''),"
            " identity_number, emails, messengers, phones, tags, occupation, employer, addresses"
            f" FROM customers WHERE id IN ({marks})"
        )
        lines = []
        for row in book.rows(sql, chunk):
            customer = row[0]
            assert isinstance(customer, int)
            numbers, persons = accounts.get(customer, []), people.get(customer, [])
            lines.append((customer, _keys([str(v) for v in row[2:]], numbers, persons), row[1]))
        book.connection.executemany(
            "INSERT INTO search_customers (rowid, keys, notes) VALUES (?, ?, lower(?))", lines
        )


def _keys(texts: list[str], accounts: list[str], people: list[str]) -> str:
    names, others, representative, bank_id, identity = texts[:5]
    emails, messengers, phones, tags, occupation, employer, addresses = texts[5:]
    keys = [key for name in (names, *others.split("\n"), representative) for key in name_keys(name)]
    keys += [bank_id, identity, *accounts, *emails.split("\n"), *messengers.split("\n")]
    keys += [phone_key(p) for p in phones.split("\n")]
    for person in people:
        name, *their_phones = person.split("\n")
        keys += [*name_keys(name), *(phone_key(p) for p in their_phones)]
    keys += [f"#{tag}" for tag in tags.split("\n") if tag]
    keys += [occupation, employer, *addresses.split("\n")]
    return "\n" + "\n".join(k.casefold() for k in keys if k) + "\n"


def _grouped(book: Book, sql: str, parameters: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for customer, text in book.rows(sql, tuple(parameters)):
        assert isinstance(customer, int)
        found.setdefault(customer, []).append(str(text))
    return found


def index_log(book: Book, interactions: Iterable[int]) -> None:
    """Make the search lines of these interactions anew."""
    ids = [(i,) for i in interactions]
    book.connection.executemany("DELETE FROM search_log WHERE rowid = ?", ids)
    book.connection.executemany(
        "INSERT INTO search_log (rowid, customer_id, text)"
        " SELECT id, customer_id, lower(text) FROM interactions WHERE id = ?",
        ids,
    )


def find(book: Book, query: str) -> int:
    """Fill `temp.found` with the customers that fit every word of a query; gives how many.

    `relevance` is 0 where a key is the query, 1 where one begins with it, 2 where one ends with
    it, 3 where it stands in a key or the notes, 4 where it was said in the log.
    """
    book.rows(
        "CREATE TEMP TABLE IF NOT EXISTS found (customer_id INTEGER PRIMARY KEY,"
        " relevance INTEGER NOT NULL, said INTEGER)"
    )
    book.rows("DELETE FROM temp.found")
    whole = " ".join(query.casefold().split())
    words = whole.split(" ")
    where, parameters = _where("search_customers", ("keys", "notes"), words)
    relevance = (
        "CASE WHEN instr(keys, char(10) || ?1 || char(10)) THEN 0"
        " WHEN instr(keys, char(10) || ?1) THEN 1 WHEN instr(keys, ?1 || char(10)) THEN 2"
        " ELSE 3 END"
    )
    book.rows(
        f"INSERT INTO temp.found SELECT rowid, {relevance}, NULL FROM search_customers"
        f" WHERE {where} LIMIT {NAME_HITS}",
        (whole, *parameters),
    )
    where, parameters = _where("search_log", ("text",), words)
    book.rows(
        "INSERT OR IGNORE INTO temp.found SELECT customer_id, 4, rowid FROM search_log"
        f" WHERE ?1 <> '' AND {where} ORDER BY rowid DESC LIMIT {LOG_HITS}",
        (whole, *parameters),
    )
    return book.number("SELECT count(*) FROM temp.found")


def _where(table: str, columns: Sequence[str], words: Iterable[str]) -> tuple[str, list[Value]]:
    """The condition that each word stands somewhere; parameters are numbered from 2."""
    long = [w for w in words if len(w) >= _TRIGRAM]
    conditions, parameters = [], list[Value]()
    if long:
        parameters.append(" ".join('"' + w.replace('"', '""') + '"' for w in long))
        conditions.append(f"{table} MATCH ?{len(parameters) + 1}")
    for word in words:
        if len(word) < _TRIGRAM:
            parameters.append(word)
            mark = f"?{len(parameters) + 1}"
            conditions.append("(" + " OR ".join(f"instr({c}, {mark})" for c in columns) + ")")
    return " AND ".join(conditions), parameters


def _chunks(items: list[int], size: int) -> Iterable[tuple[int, ...]]:
    return (tuple(items[i : i + size]) for i in range(0, len(items), size))
