-- +goose Up
-- What is wrong with a connection stands beside its document, which holds a tool's
-- whole catalogue: every page asks for it.
ALTER TABLE connections ADD COLUMN trouble text NOT NULL DEFAULT '';
CREATE INDEX connections_trouble ON connections (id) WHERE trouble <> '';
UPDATE connections SET trouble = CAST(jsonb_build_object('Stopped', CAST(doc AS jsonb)->'Stopped', 'StoppedAt', CAST(doc AS jsonb)->'StoppedAt',
  'LastError', CAST(doc AS jsonb)->'LastError', 'ErrorAt', CAST(doc AS jsonb)->'ErrorAt', 'PolledAt', CAST(doc AS jsonb)->'PolledAt', 'NotBefore', CAST(doc AS jsonb)->'NotBefore') AS text)
WHERE coalesce(CAST(doc AS jsonb)->>'Stopped', '') <> '' OR coalesce(CAST(doc AS jsonb)->>'LastError', '') <> '';
