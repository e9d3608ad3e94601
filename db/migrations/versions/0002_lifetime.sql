-- Lifetime values are estimates: made anew once a month, and dropped with all that is derived.
CREATE TABLE lifetimes (
    customer_id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    segment TEXT NOT NULL,
    own REAL NOT NULL,
    like_mean REAL NOT NULL,
    weight REAL NOT NULL,
    variance REAL NOT NULL,
    survival TEXT NOT NULL,
    value_12 INTEGER NOT NULL,
    value_36 INTEGER NOT NULL,
    value_60 INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL
);

CREATE TABLE lifetime_fit (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    day INTEGER NOT NULL,
    month INTEGER NOT NULL,
    model TEXT NOT NULL,
    parameters TEXT NOT NULL
);

CREATE INDEX ix_interactions_account_id ON interactions (account_id) WHERE account_id IS NOT NULL;

CREATE INDEX ix_interactions_customer_at ON interactions (customer_id, at);
