-- A reversal counts from the day of what it takes back; `booked` is when the bank booked it.
ALTER TABLE transactions ADD COLUMN booked INTEGER;
ALTER TABLE transactions ADD COLUMN reverses_id INTEGER REFERENCES transactions (id);
DROP INDEX ix_transactions_account_day;
CREATE INDEX ix_transactions_account_day
    ON transactions (account_id, day, kind, minor, channel, reverses_id);
CREATE INDEX ix_transactions_reverses_id ON transactions (reverses_id)
    WHERE reverses_id IS NOT NULL;
CREATE INDEX ix_transactions_interaction_id ON transactions (interaction_id)
    WHERE interaction_id IS NOT NULL;

ALTER TABLE proposals ADD COLUMN cost_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposals ADD COLUMN cost_days INTEGER NOT NULL DEFAULT 365;

ALTER TABLE products ADD COLUMN pricing TEXT NOT NULL DEFAULT 'floating';
UPDATE products SET pricing = 'fixed' WHERE kind = 'term_deposit';

-- Rates by currency, the empty one for any; SQLite changes a key only with the whole table.
CREATE TABLE product_rates_new (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    currency TEXT NOT NULL DEFAULT '',
    valid_from INTEGER NOT NULL,
    ftp_ppm INTEGER,
    rate_ppm INTEGER,
    trailer_ppm INTEGER NOT NULL,
    fee_share_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, currency, valid_from),
    FOREIGN KEY(product) REFERENCES products (code)
);
INSERT INTO product_rates_new
    SELECT id, created_at, updated_at, product, '', valid_from, ftp_ppm, rate_ppm, trailer_ppm,
        fee_share_ppm FROM product_rates;
DROP TABLE product_rates;
ALTER TABLE product_rates_new RENAME TO product_rates;

CREATE TABLE product_bases (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    currency TEXT NOT NULL,
    basis INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, currency),
    FOREIGN KEY(product) REFERENCES products (code)
);

CREATE TABLE product_tranches (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    days INTEGER NOT NULL,
    share_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, valid_from, days),
    FOREIGN KEY(product) REFERENCES products (code)
);

CREATE TABLE product_risks (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    rating TEXT NOT NULL,
    collateral TEXT NOT NULL,
    weight_ppm INTEGER NOT NULL,
    ccf_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, valid_from),
    FOREIGN KEY(product) REFERENCES products (code)
);

CREATE TABLE curve_nodes (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    currency TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    days INTEGER NOT NULL,
    rate_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (currency, valid_from, days)
);

CREATE TABLE exchange_rates (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    currency TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    billionths INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (currency, valid_from)
);

CREATE TABLE ratings (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    default_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code, valid_from)
);

CREATE TABLE collaterals (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    loss_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code, valid_from)
);

CREATE TABLE capital_terms (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    ratio_ppm INTEGER NOT NULL,
    hurdle_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (valid_from)
);

CREATE TABLE account_ratings (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    rating TEXT NOT NULL,
    collateral TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account_id, day),
    FOREIGN KEY(account_id) REFERENCES accounts (id)
);

CREATE TABLE account_holders (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    share_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account_id, day, customer_id),
    FOREIGN KEY(account_id) REFERENCES accounts (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);

CREATE INDEX ix_account_holders_customer_id ON account_holders (customer_id);

-- Derived: the capital charge (below zero) and the capital it binds, in minor units × days.
CREATE TABLE capital (
    customer_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    charge INTEGER NOT NULL,
    bound INTEGER NOT NULL,
    PRIMARY KEY (customer_id, month, account_id)
) WITHOUT ROWID;

-- What past months became, and through which deed.
CREATE TABLE restatements (
    customer_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    deed_id INTEGER NOT NULL,
    before INTEGER NOT NULL,
    after INTEGER NOT NULL,
    PRIMARY KEY (customer_id, month, deed_id)
) WITHOUT ROWID;

-- Derived: what is still to come of purchases by card, and how many customers that rests on.
CREATE TABLE spending (
    customer_id INTEGER PRIMARY KEY,
    repeats INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    mean_minor INTEGER NOT NULL,
    expected REAL NOT NULL,
    alive REAL NOT NULL,
    spend_minor INTEGER NOT NULL,
    customers INTEGER NOT NULL
);
