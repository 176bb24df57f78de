-- What postings of one domain pay: the quartiles, of the whole and of each experience level.
--
-- Parameters:
--   @domain  STRING  a domain, as job_postings has it
--   @region  STRING  a region, as job_postings has it; '' for all
--   @level   STRING  the experience level that the whole is limited to; '' for all
-- Gives one row for the whole (level is NULL) and one a level, over the last 12 months of data:
--   level, postings (that say what they pay), lower_usd, median_usd, upper_usd (a year)
WITH
  latest AS (
    SELECT MAX(posted_on) AS data_date
    FROM job_postings
  ),
  postings AS (
    SELECT
      p.salary_usd,
      CASE
        WHEN p.experience_years < 3 THEN 'starting'
        WHEN p.experience_years < 6 THEN 'experienced'
        WHEN p.experience_years < 10 THEN 'senior'
        WHEN p.experience_years >= 10 THEN 'expert'
      END AS level
    FROM job_postings AS p
    CROSS JOIN latest
    WHERE p.domain = @domain
      AND (@region = '' OR p.region = @region)
      AND p.salary_usd IS NOT NULL
      AND p.posted_on > DATE_SUB(latest.data_date, INTERVAL 12 MONTH)
  )
SELECT
  CAST(NULL AS STRING) AS level,
  COUNT(*) AS postings,
  APPROX_QUANTILES(salary_usd, 4)[OFFSET(1)] AS lower_usd,
  APPROX_QUANTILES(salary_usd, 4)[OFFSET(2)] AS median_usd,
  APPROX_QUANTILES(salary_usd, 4)[OFFSET(3)] AS upper_usd
FROM postings
WHERE @level = '' OR level = @level
UNION ALL
SELECT
  level,
  COUNT(*) AS postings,
  APPROX_QUANTILES(salary_usd, 4)[OFFSET(1)] AS lower_usd,
  APPROX_QUANTILES(salary_usd, 4)[OFFSET(2)] AS median_usd,
  APPROX_QUANTILES(salary_usd, 4)[OFFSET(3)] AS upper_usd
FROM postings
WHERE level IS NOT NULL
GROUP BY level
