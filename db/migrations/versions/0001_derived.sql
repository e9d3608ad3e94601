-- What is derived can be dropped and built again at any time; the history knows nothing of it.
CREATE TABLE rollup (
    customer_id INTEGER NOT NULL,
    month INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    component TEXT NOT NULL,
    minor INTEGER NOT NULL,
    PRIMARY KEY (customer_id, month, account_id, component)
) WITHOUT ROWID;

CREATE TABLE adjustments (
    account_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    cause TEXT NOT NULL,
    minor INTEGER NOT NULL,
    PRIMARY KEY (account_id, day, cause)
) WITHOUT ROWID;

CREATE TABLE standings (
    customer_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    archived INTEGER NOT NULL,
    tier TEXT NOT NULL,
    tier_rank INTEGER NOT NULL,
    stage TEXT NOT NULL,
    stage_rank INTEGER NOT NULL,
    contribution INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    trend TEXT NOT NULL,
    last_contact INTEGER,
    next_due INTEGER,
    silent_from INTEGER NOT NULL
);

CREATE INDEX ix_standings_contribution ON standings (archived, contribution DESC, customer_id);
CREATE INDEX ix_standings_name ON standings (archived, name_key, customer_id);
CREATE INDEX ix_standings_tier ON standings (archived, tier_rank, contribution DESC, customer_id);
CREATE INDEX ix_standings_stage ON standings (archived, stage_rank, contribution DESC, customer_id);
CREATE INDEX ix_standings_contact ON standings (archived, last_contact, customer_id);
CREATE INDEX ix_standings_due ON standings (archived, coalesce(next_due, 9999999), customer_id);

CREATE INDEX ix_standings_silent ON standings (tier_rank, silent_from)
    WHERE archived = 0 AND next_due IS NULL;

CREATE TABLE derived (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE VIRTUAL TABLE search_customers USING fts5 (keys, notes, tokenize = 'trigram');
CREATE VIRTUAL TABLE search_log
    USING fts5 (customer_id UNINDEXED, text, tokenize = 'trigram');
-- What a trigram cannot find: words of one or two characters in the log.
CREATE VIRTUAL TABLE search_short USING fts5 (
    words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'unicode61'
);
