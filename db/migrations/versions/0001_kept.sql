-- What the manager keeps: rows of rmdesk.model, ids and all.
CREATE TABLE activity_costs (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    piece_minor INTEGER NOT NULL,
    hour_minor INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (kind, valid_from)
);

CREATE TABLE book (
    id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    device INTEGER NOT NULL,
    demo BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE customers (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    other_names TEXT NOT NULL,
    bank_id TEXT,
    identity_number TEXT NOT NULL,
    born INTEGER,
    sex TEXT,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    messengers TEXT NOT NULL,
    addresses TEXT NOT NULL,
    occupation TEXT NOT NULL,
    employer TEXT NOT NULL,
    legal_representative TEXT NOT NULL,
    headcount INTEGER,
    tier TEXT NOT NULL,
    stage TEXT NOT NULL,
    tags TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    introducer_id INTEGER,
    since INTEGER,
    consent TEXT,
    risk_class TEXT,
    risk_until INTEGER,
    document_expires INTEGER,
    review_due INTEGER,
    archived BOOLEAN NOT NULL,
    notes TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (bank_id),
    FOREIGN KEY(introducer_id) REFERENCES customers (id)
);

CREATE INDEX ix_customers_name ON customers (name);

CREATE INDEX ix_customers_introducer_id ON customers (introducer_id) WHERE introducer_id IS NOT NULL;

CREATE INDEX ix_customers_document_expires ON customers (document_expires)
    WHERE document_expires IS NOT NULL;

CREATE INDEX ix_customers_risk_until ON customers (risk_until) WHERE risk_until IS NOT NULL;

CREATE INDEX ix_customers_review_due ON customers (review_due) WHERE review_due IS NOT NULL;

-- 1721424.5 makes a day number the day count that strftime takes.
CREATE INDEX ix_customers_birthday ON customers (strftime('%m-%d', born + 1721424.5))
    WHERE born IS NOT NULL;

CREATE TABLE deeds (
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    act TEXT NOT NULL,
    actor TEXT NOT NULL,
    customer_id INTEGER,
    label TEXT NOT NULL,
    undone_by INTEGER,
    PRIMARY KEY (id)
);

CREATE INDEX ix_deeds_customer_id ON deeds (customer_id);

CREATE TABLE products (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    basis INTEGER NOT NULL,
    interest TEXT NOT NULL,
    risk TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE tiers (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    rank INTEGER NOT NULL,
    rhythm_days INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE accounts (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    product TEXT NOT NULL,
    currency TEXT NOT NULL,
    opened INTEGER,
    closed INTEGER,
    matures INTEGER,
    rate_ppm INTEGER,
    limit_minor INTEGER,
    principal_minor INTEGER,
    instalment_minor INTEGER,
    status TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id),
    UNIQUE (number),
    FOREIGN KEY(product) REFERENCES products (code)
);

CREATE INDEX ix_accounts_customer_id ON accounts (customer_id);

CREATE INDEX ix_accounts_matures ON accounts (matures);

CREATE INDEX ix_accounts_product ON accounts (product);

CREATE TABLE changes (
    id INTEGER NOT NULL,
    deed_id INTEGER NOT NULL,
    "table" TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    last_row_id INTEGER,
    old TEXT,
    new TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(deed_id) REFERENCES deeds (id)
);

CREATE INDEX ix_changes_deed_id ON changes (deed_id);

CREATE TABLE contacts (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    born INTEGER,
    notes TEXT NOT NULL,
    removed BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);

CREATE INDEX ix_contacts_customer_id ON contacts (customer_id);

CREATE TABLE product_costs (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    channel TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    piece_minor INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, channel, valid_from),
    FOREIGN KEY(product) REFERENCES products (code)
);

CREATE TABLE product_rates (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    product TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    ftp_ppm INTEGER,
    rate_ppm INTEGER,
    trailer_ppm INTEGER NOT NULL,
    fee_share_ppm INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (product, valid_from),
    FOREIGN KEY(product) REFERENCES products (code)
);

CREATE TABLE proposals (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    offer TEXT NOT NULL,
    status TEXT NOT NULL,
    presented_at INTEGER NOT NULL,
    decided_at INTEGER,
    decline_reason TEXT,
    note TEXT NOT NULL,
    rank INTEGER NOT NULL,
    expected_minor INTEGER NOT NULL,
    chance_ppm INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);

CREATE INDEX ix_proposals_customer_id ON proposals (customer_id);

CREATE INDEX ix_proposals_offer ON proposals (offer);

CREATE TABLE relations (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    removed BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id),
    FOREIGN KEY(other_id) REFERENCES customers (id)
);

CREATE INDEX ix_relations_customer_id ON relations (customer_id);

CREATE INDEX ix_relations_other_id ON relations (other_id);

CREATE TABLE balances (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account_id, day),
    FOREIGN KEY(account_id) REFERENCES accounts (id)
);

CREATE TABLE interactions (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    people TEXT NOT NULL,
    text TEXT NOT NULL,
    outcome TEXT,
    account_id INTEGER,
    proposal_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id),
    FOREIGN KEY(account_id) REFERENCES accounts (id),
    FOREIGN KEY(proposal_id) REFERENCES proposals (id)
);

CREATE INDEX ix_interactions_customer_id ON interactions (customer_id);

CREATE TABLE standing_orders (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    minor INTEGER NOT NULL,
    kind TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES accounts (id)
);

CREATE INDEX ix_standing_orders_account_id ON standing_orders (account_id);

CREATE INDEX ix_standing_orders_reference ON standing_orders (reference);

CREATE TABLE follow_ups (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER,
    text TEXT NOT NULL,
    due INTEGER NOT NULL,
    due_minutes INTEGER,
    recurrence TEXT NOT NULL,
    first_due INTEGER NOT NULL,
    status TEXT NOT NULL,
    done_at INTEGER,
    snoozes INTEGER NOT NULL,
    interaction_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id),
    FOREIGN KEY(interaction_id) REFERENCES interactions (id)
);

CREATE INDEX ix_follow_ups_customer_id ON follow_ups (customer_id);

CREATE INDEX ix_follow_ups_due ON follow_ups (due);

CREATE TABLE transactions (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT,
    reference TEXT NOT NULL,
    text TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    interaction_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (account_id, reference),
    FOREIGN KEY(account_id) REFERENCES accounts (id),
    FOREIGN KEY(interaction_id) REFERENCES interactions (id)
);

CREATE INDEX ix_transactions_account_day ON transactions (account_id, day, kind, minor);

CREATE INDEX ix_transactions_day ON transactions (day);
