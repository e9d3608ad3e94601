ALTER TABLE proposals ADD COLUMN score_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposals ADD COLUMN traits TEXT NOT NULL DEFAULT '{}';
CREATE INDEX ix_proposals_presented_at ON proposals (presented_at);

ALTER TABLE accounts ADD COLUMN proposal_id INTEGER REFERENCES proposals (id);
ALTER TABLE transactions ADD COLUMN proposal_id INTEGER REFERENCES proposals (id);
CREATE INDEX ix_transactions_proposal_id ON transactions (proposal_id)
    WHERE proposal_id IS NOT NULL;

-- An offer as it is written; empty in a store that was brought up, and filled when it is opened.
CREATE TABLE offers (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    family TEXT NOT NULL,
    move TEXT NOT NULL,
    conditions TEXT NOT NULL,
    expected TEXT NOT NULL,
    cost TEXT NOT NULL,
    cost_days TEXT NOT NULL,
    presenting TEXT NOT NULL,
    chance TEXT NOT NULL,
    sells TEXT NOT NULL,
    risk TEXT NOT NULL,
    credit INTEGER NOT NULL,
    trigger TEXT NOT NULL,
    excludes TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    factor TEXT NOT NULL,
    level TEXT NOT NULL,
    retired INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE offer_texts (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    offer TEXT NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    points TEXT NOT NULL,
    documents TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (offer, language)
);
CREATE INDEX ix_offer_texts_offer ON offer_texts (offer);

CREATE TABLE offer_rules (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    presented_rest_days INTEGER NOT NULL,
    declined_rest_days INTEGER NOT NULL,
    at_most_in_rest INTEGER NOT NULL,
    complaint_days INTEGER NOT NULL,
    surprise_rest_days INTEGER NOT NULL,
    a_week INTEGER NOT NULL,
    surprise_minor INTEGER NOT NULL,
    festivals TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (valid_from)
);

CREATE TABLE offer_exclusions (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    offer TEXT NOT NULL,
    note TEXT NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (customer_id, offer),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_offer_exclusions_customer_id ON offer_exclusions (customer_id);

CREATE TABLE opinions (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    aspect TEXT NOT NULL,
    day INTEGER NOT NULL,
    score INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_opinions_customer_id ON opinions (customer_id);

CREATE TABLE life_events (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_life_events_customer_id ON life_events (customer_id);

-- What stood before the manager, and why: data, though nobody typed it.
CREATE TABLE showings (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    offer TEXT NOT NULL,
    day INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    score_minor INTEGER NOT NULL,
    expected_minor INTEGER NOT NULL,
    chance_ppm INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    model TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (customer_id, offer, day),
    FOREIGN KEY(customer_id) REFERENCES customers (id)
);

-- Derived: what was learnt of outcomes, and how common each kind of product is among the like.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    marker TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE TABLE peer_holdings (
    kind TEXT NOT NULL,
    tier TEXT NOT NULL,
    product_kind TEXT NOT NULL,
    share_ppm INTEGER NOT NULL,
    PRIMARY KEY (kind, tier, product_kind)
);
