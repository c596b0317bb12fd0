-- +goose Up
CREATE TABLE watches (
  person text COLLATE "C" NOT NULL,
  request bigint NOT NULL,
  PRIMARY KEY (person, request)
);
CREATE INDEX watches_request ON watches (request, person);
