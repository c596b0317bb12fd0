-- +goose Up
CREATE TABLE watches (
  person TEXT NOT NULL,
  request INTEGER NOT NULL,
  PRIMARY KEY (person, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX watches_request ON watches (request, person);
