-- +goose Up
ALTER TABLE links ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX links_held ON links (connection, request, pos) WHERE held > 0;

CREATE TABLE written (
  day TEXT NOT NULL,
  connection TEXT NOT NULL,
  team TEXT NOT NULL,
  tickets INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  fields INTEGER NOT NULL,
  PRIMARY KEY (day, connection, team)
) STRICT, WITHOUT ROWID;
