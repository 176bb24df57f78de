-- What jobs of each type and day (UTC) cost in US dollars, and what was spent for it.
SELECT
  DATE(happenedAt) AS day,
  type,
  COUNT(*) AS jobs,
  SUM(usage.costUsd) AS cost_usd,
  SAFE_DIVIDE(SUM(usage.costUsd), COUNT(*)) AS cost_usd_a_job,
  SUM(usage.inputTokens) AS input_tokens,
  SUM(usage.cachedTokens) AS cached_tokens,
  SUM(usage.outputTokens) AS output_tokens,
  SUM(usage.thinkingTokens) AS thinking_tokens,
  SUM(usage.bytesBilled) AS bytes_billed
FROM `${dataset}.job_ends`
GROUP BY day, type
