-- +goose Up
-- What is wrong with a connection stands beside its document, which holds a tool's
-- whole catalogue: every page asks for it.
ALTER TABLE connections ADD COLUMN trouble TEXT NOT NULL DEFAULT '';
CREATE INDEX connections_trouble ON connections (id, trouble) WHERE trouble <> '';
UPDATE connections SET trouble = json_object('Stopped', doc ->> '$.Stopped', 'StoppedAt', doc ->> '$.StoppedAt', 'LastError', doc ->> '$.LastError',
  'ErrorAt', doc ->> '$.ErrorAt', 'PolledAt', doc ->> '$.PolledAt', 'NotBefore', doc ->> '$.NotBefore')
WHERE coalesce(doc ->> '$.Stopped', '') <> '' OR coalesce(doc ->> '$.LastError', '') <> '';
