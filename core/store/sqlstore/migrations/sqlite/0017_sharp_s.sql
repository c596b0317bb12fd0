-- +goose Up
-- The text index has ss for ß now: what was indexed with one is indexed anew.
INSERT INTO text_due (request, gen)
SELECT seq, 1 FROM requests WHERE doc LIKE '%ß%' OR doc LIKE '%ẞ%' OR seq IN (SELECT request FROM notes WHERE doc LIKE '%ß%' OR doc LIKE '%ẞ%')
ON CONFLICT (request) DO UPDATE SET gen=text_due.gen+1;

-- +goose Down
SELECT 1;
