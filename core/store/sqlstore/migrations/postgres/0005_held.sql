-- +goose Up
ALTER TABLE links ADD COLUMN held bigint NOT NULL DEFAULT 0;
CREATE INDEX links_held ON links (connection, request, pos) WHERE held > 0;

CREATE TABLE written (
  day text NOT NULL,
  connection text NOT NULL,
  team text NOT NULL,
  tickets bigint NOT NULL,
  comments bigint NOT NULL,
  fields bigint NOT NULL,
  PRIMARY KEY (day, connection, team)
);
