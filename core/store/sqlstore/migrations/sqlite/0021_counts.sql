-- +goose Up
CREATE INDEX requests_open_soon ON requests (soon, seq, restricted) WHERE is_open = 1;
DROP INDEX requests_open_assignee;
CREATE INDEX requests_open_assignee ON requests (assignee, soon, seq, restricted) WHERE is_open = 1;
DROP INDEX requests_open_client;
CREATE INDEX requests_open_client ON requests (client, soon, seq, restricted) WHERE is_open = 1;
DROP INDEX requests_promise;
CREATE INDEX requests_promise ON requests (promise_at, seq, restricted) WHERE promise_at IS NOT NULL;
