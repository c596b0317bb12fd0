-- +goose Up
ALTER TABLE requests ADD COLUMN promise_at INTEGER;
UPDATE requests SET promise_at = unixepoch(substr(doc ->> '$.NextUpdateAt', 1, 19)) * 1000000
  + CAST(substr(rtrim(substr(doc ->> '$.NextUpdateAt', 21), 'Z') || '000000', 1, 6) AS INTEGER)
  WHERE is_open = 1 AND doc ->> '$.NextUpdateAt' > '0002';
CREATE INDEX requests_promise ON requests (promise_at, seq) WHERE promise_at IS NOT NULL;
