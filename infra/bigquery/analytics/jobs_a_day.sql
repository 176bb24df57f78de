-- How many jobs ended on each day (UTC), by type and by what became of them.
SELECT
  DATE(happenedAt) AS day,
  type,
  COUNT(*) AS jobs,
  COUNTIF(status = 'succeeded') AS succeeded,
  COUNTIF(status = 'failed') AS failed,
  COUNTIF(status = 'cancelled') AS cancelled,
  COUNT(DISTINCT ownerHash) AS owners
FROM `${dataset}.job_ends`
GROUP BY day, type
