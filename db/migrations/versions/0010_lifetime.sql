-- Lifetime values divide into running contracts and open-ended money, and say how far the months
-- wander. They are estimates, so the old ones are dropped: the next refresh makes them.
DROP TABLE lifetimes;

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
    high INTEGER NOT NULL,
    -- The chance to be here in a year, in millionths.
    here_12 INTEGER NOT NULL,
    step REAL NOT NULL,
    level REAL NOT NULL,
    trend REAL NOT NULL,
    seen INTEGER NOT NULL,
    -- The running contracts, as JSON; empty for none.
    contracts TEXT NOT NULL
);

DELETE FROM lifetime_fit
