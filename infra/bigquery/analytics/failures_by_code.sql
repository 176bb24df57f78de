-- Which errors jobs of each type and day (UTC) failed with, and what share of all ends that is.
WITH ends AS (
  -- The day is a column of its own: a window over groups may name only what they are grouped by.
  SELECT DATE(happenedAt) AS day, type, status, code FROM `${dataset}.job_ends`
)
SELECT
  day,
  type,
  code,
  COUNT(*) AS jobs,
  SAFE_DIVIDE(COUNT(*), SUM(COUNT(*)) OVER (PARTITION BY day, type)) AS share
FROM ends
GROUP BY day, type, status, code
QUALIFY status = 'failed'
