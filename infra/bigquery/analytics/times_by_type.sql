-- How long jobs of each type and day (UTC) waited and ran, in seconds: the middle, and what 95 of
-- 100 keep to.
SELECT
  DATE(happenedAt) AS day,
  type,
  COUNT(*) AS jobs,
  APPROX_QUANTILES(waitSeconds, 100)[OFFSET(50)] AS wait_p50,
  APPROX_QUANTILES(waitSeconds, 100)[OFFSET(95)] AS wait_p95,
  APPROX_QUANTILES(runSeconds, 100)[OFFSET(50)] AS run_p50,
  APPROX_QUANTILES(runSeconds, 100)[OFFSET(95)] AS run_p95
FROM `${dataset}.job_ends`
GROUP BY day, type
