-- +goose Up
DROP INDEX links_ticket;
CREATE UNIQUE INDEX links_ticket ON links (connection, container, ticket_id) WHERE ticket_id <> '' AND health <> 'detached';
CREATE INDEX links_letgo ON links (connection, container, ticket_id) WHERE ticket_id <> '' AND health = 'detached';
