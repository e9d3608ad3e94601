-- What an offer does, line by line; a formula of before is a gain as it was estimated.
ALTER TABLE offers RENAME COLUMN expected TO effects;

UPDATE offers SET effects = 'gain ' || effects;

ALTER TABLE offers RENAME COLUMN credit TO was_credit;

ALTER TABLE offers ADD COLUMN credit TEXT NOT NULL DEFAULT '';

UPDATE offers SET credit = 'new' WHERE was_credit;

ALTER TABLE offers DROP COLUMN was_credit;

ALTER TABLE offers ADD COLUMN minimum TEXT NOT NULL DEFAULT '';

ALTER TABLE offers ADD COLUMN passes TEXT NOT NULL DEFAULT '';
