-- History: what an operation took back, and digests that chain each one to the one before it.
ALTER TABLE deeds ADD COLUMN takes_back INTEGER;

CREATE INDEX ix_deeds_takes_back ON deeds (takes_back) WHERE takes_back IS NOT NULL;

ALTER TABLE deeds ADD COLUMN change_count INTEGER NOT NULL DEFAULT 0;

ALTER TABLE deeds ADD COLUMN row_count INTEGER NOT NULL DEFAULT 0;

ALTER TABLE deeds ADD COLUMN purged INTEGER;

ALTER TABLE deeds ADD COLUMN digest TEXT NOT NULL DEFAULT '';

ALTER TABLE deeds ADD COLUMN chain TEXT NOT NULL DEFAULT '';

ALTER TABLE changes ADD COLUMN digest TEXT NOT NULL DEFAULT '';

ALTER TABLE changes ADD COLUMN purged INTEGER;

-- When the row had been changed before, so that taking back restores that too.
ALTER TABLE changes ADD COLUMN stamp INTEGER;

CREATE INDEX ix_changes_row ON changes ("table", row_id);

-- Where the chain ends, so that a dropped end is noticed.
CREATE TABLE history_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    deeds INTEGER NOT NULL,
    chain TEXT NOT NULL
);

-- Which operations touched a customer, its accounts or anything else about it.
CREATE TABLE deed_customers (
    customer_id INTEGER NOT NULL,
    deed_id INTEGER NOT NULL,
    PRIMARY KEY (customer_id, deed_id)
) WITHOUT ROWID;

-- What was typed into a form and not saved yet: not a change of the book, so not in the history.
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
