-- Which errors jobs of each type and day (UTC) failed with, and what share of all ends that is.
SELECT
  DATE(happenedAt) AS day,
  type,
  code,
  COUNT(*) AS jobs,
  SAFE_DIVIDE(COUNT(*), SUM(COUNT(*)) OVER (PARTITION BY DATE(happenedAt), type)) AS share
FROM `${dataset}.job_ends`
GROUP BY day, type, status, code
QUALIFY status = 'failed'
