-- How long attempts of each type and day (UTC) waited for their start, and how long the last one of
-- each job ran, in seconds: the middle, and what 95 of 100 keep to.
WITH moments AS (
  SELECT happenedAt, type, status, waitSeconds, NULL AS runSeconds FROM `${dataset}.job_starts`
  UNION ALL
  SELECT happenedAt, type, status, NULL AS waitSeconds, runSeconds FROM `${dataset}.job_ends`
)
SELECT
  DATE(happenedAt) AS day,
  type,
  COUNTIF(status = 'running') AS starts,
  COUNTIF(status != 'running') AS jobs,
  APPROX_QUANTILES(waitSeconds, 100)[OFFSET(50)] AS wait_p50,
  APPROX_QUANTILES(waitSeconds, 100)[OFFSET(95)] AS wait_p95,
  APPROX_QUANTILES(runSeconds, 100)[OFFSET(50)] AS run_p50,
  APPROX_QUANTILES(runSeconds, 100)[OFFSET(95)] AS run_p95
FROM moments
GROUP BY day, type
