-- History: what a deed took back, and digests that chain every deed to the one before it.
ALTER TABLE deeds ADD COLUMN takes_back INTEGER;

ALTER TABLE deeds ADD COLUMN digest TEXT NOT NULL DEFAULT '';

ALTER TABLE deeds ADD COLUMN chain TEXT NOT NULL DEFAULT '';

ALTER TABLE changes ADD COLUMN digest TEXT NOT NULL DEFAULT '';

ALTER TABLE changes ADD COLUMN purged INTEGER;

CREATE INDEX ix_changes_row ON changes ("table", row_id);

-- What was typed into a form and not saved yet: it is no change of the book, and in no history.
CREATE TABLE drafts (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    form TEXT NOT NULL,
    customer_id INTEGER,
    subject_id INTEGER,
    fields TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_drafts_form ON drafts (form, coalesce(customer_id, 0), coalesce(subject_id, 0));

-- When each account was last in an extract, and the import before that, so that undo can go back.
CREATE TABLE account_imports (
    account_id INTEGER NOT NULL,
    deed_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (account_id, deed_id)
) WITHOUT ROWID;
