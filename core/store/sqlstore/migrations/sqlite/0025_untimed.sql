-- +goose Up
-- What has no target goes by its priority, then the oldest first; P1 before any target.
UPDATE requests SET soon = CASE WHEN prio = 1 THEN -1 ELSE 1 END * 2305843009213693952 + prio * 4503599627370496 +
  CAST(strftime('%s', json_extract(doc, '$.CreatedAt')) AS INTEGER) * 1000000
  + CAST(substr(rtrim(substr(json_extract(doc, '$.CreatedAt'), 21), 'Z') || '000000', 1, 6) AS INTEGER)
WHERE is_open = 1 AND soon > 2301339409586323456 AND soon <= 2305843009213693952;

-- +goose Down
SELECT 1;
