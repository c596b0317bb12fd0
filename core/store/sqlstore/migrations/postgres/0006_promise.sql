-- +goose Up
ALTER TABLE requests ADD COLUMN promise_at bigint;
UPDATE requests SET promise_at = (extract(epoch FROM (doc::jsonb ->> 'NextUpdateAt')::timestamptz) * 1000000)::bigint
  WHERE is_open = 1 AND doc::jsonb ->> 'NextUpdateAt' > '0002';
CREATE INDEX requests_promise ON requests (promise_at, seq) WHERE promise_at IS NOT NULL;
