-- What an offer does, line by line; a formula of before is a gain as it was estimated.
ALTER TABLE offers RENAME COLUMN expected TO effects;

UPDATE offers SET effects = 'gain ' || effects;

ALTER TABLE offers RENAME COLUMN credit TO was_credit;

ALTER TABLE offers ADD COLUMN credit TEXT NOT NULL DEFAULT '';

UPDATE offers SET credit = 'new' WHERE was_credit;

ALTER TABLE offers DROP COLUMN was_credit;

ALTER TABLE offers ADD COLUMN minimum TEXT NOT NULL DEFAULT '';

ALTER TABLE offers ADD COLUMN passes TEXT NOT NULL DEFAULT '';

-- What a proposal was expected to bring, of what that consisted, and what it gives up a year.
-- What was expected before was before what is given up and before the cost of a yes.
ALTER TABLE proposals ADD COLUMN basis TEXT NOT NULL DEFAULT '';

ALTER TABLE proposals ADD COLUMN gives_up_minor INTEGER NOT NULL DEFAULT 0;

ALTER TABLE proposals ADD COLUMN effects TEXT NOT NULL DEFAULT '[]';

ALTER TABLE showings ADD COLUMN basis TEXT NOT NULL DEFAULT '';
