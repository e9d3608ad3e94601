-- A complaint has a record of its own, open until it is closed.
CREATE TABLE complaints (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    received INTEGER NOT NULL,
    channel TEXT,
    about TEXT NOT NULL,
    interaction_id INTEGER,
    closed INTEGER,
    closure TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customers (id),
    FOREIGN KEY(interaction_id) REFERENCES interactions (id)
);

CREATE INDEX ix_complaints_customer_id ON complaints (customer_id);

CREATE INDEX ix_complaints_interaction_id ON complaints (interaction_id);

CREATE INDEX ix_complaints_open ON complaints (received) WHERE closed IS NULL;

-- The day of a risk assessment: without an end date it holds for twelve months from then.
ALTER TABLE customers ADD COLUMN risk_assessed INTEGER;

-- How a proposal was put to the customer, with what care, and to which guardian of a minor.
ALTER TABLE proposals ADD COLUMN channel TEXT;

ALTER TABLE proposals ADD COLUMN cares TEXT NOT NULL DEFAULT '';

ALTER TABLE proposals ADD COLUMN guardian_id INTEGER REFERENCES customers (id);
