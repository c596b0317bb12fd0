-- +goose Up
DROP INDEX links_due;
CREATE INDEX links_due ON links (lane, due_at, id, connection) WHERE due_at IS NOT NULL;
CREATE INDEX links_failing ON links (connection) WHERE due_at IS NOT NULL AND attempts > 0;
