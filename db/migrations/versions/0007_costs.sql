-- Everything new is empty or zero: the figures of a store change only when the manager takes
-- the parameters that come with the program.

-- What an account of a product costs a month while it runs.
CREATE TABLE account_costs (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    month_minor INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, valid_from),
    FOREIGN KEY(product) REFERENCES products (code)
);

-- Overhead by driver: a share of income, and an amount for each account and month.
CREATE TABLE overheads (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    income_ppm INTEGER NOT NULL,
    account_minor INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (valid_from)
);

-- Tax on the interest of loans, and on fees.
CREATE TABLE taxes (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    interest_ppm INTEGER NOT NULL,
    fees_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (valid_from)
);

-- By how much a year later contribution counts less in lifetime values.
CREATE TABLE discount_rates (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    discount_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (valid_from)
);

-- A product's own probability of default; without one that of its rating counts.
ALTER TABLE product_risks ADD COLUMN default_ppm INTEGER;

-- How much of a year's income operational risk binds at the minimum ratio (Basel: alpha).
ALTER TABLE capital_terms ADD COLUMN operational_ppm INTEGER NOT NULL DEFAULT 0
