-- How a loan is paid back; empty is not stated, and keeps what such a loan was until now.
ALTER TABLE accounts ADD COLUMN schedule TEXT NOT NULL DEFAULT '';

-- The supervisory class, which was one of the ratings until now; empty is not classified.
ALTER TABLE account_ratings ADD COLUMN asset_class TEXT NOT NULL DEFAULT '';

-- The rating stays as well: its default probability is the bank's own.
UPDATE account_ratings SET asset_class = replace(rating, '-', '_')
WHERE replace(rating, '-', '_') IN ('normal', 'special_mention', 'substandard', 'doubtful', 'loss');

-- Defaults are charged once from now on, and interest no longer ends a schedule.
INSERT OR REPLACE INTO derived VALUES ('pending_after', 0);
