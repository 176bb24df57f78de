-- What postings of one domain pay: the quartiles, of the whole and of each experience level.
--
-- Parameters:
--   @domain     STRING  a domain, as job_postings has it
--   @region     STRING  a region, as job_postings has it; '' for all
--   @level      STRING  the experience level that the whole is limited to; '' for all
--   @data_date  DATE    the last day there are postings of, which the warehouse gives
-- Gives one row for the whole (level is NULL) and one a level, over the last 12 months of data:
--   level, postings (that say what they pay), lower_usd, median_usd, upper_usd (a year)
WITH
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
    WHERE p.domain = @domain
      AND (@region = '' OR p.region = @region)
      AND p.salary_usd IS NOT NULL
      AND p.posted_on > DATE_SUB(@data_date, INTERVAL 12 MONTH)
  )
-- PERCENTILE_CONT is exact, so that the same data gives the same answer in every warehouse; it has no
-- GROUP BY, so each posting gets its group's quartiles, and DISTINCT leaves one row a group.
SELECT DISTINCT
  CAST(NULL AS STRING) AS level,
  COUNT(*) OVER () AS postings,
  PERCENTILE_CONT(salary_usd, 0.25) OVER () AS lower_usd,
  PERCENTILE_CONT(salary_usd, 0.5) OVER () AS median_usd,
  PERCENTILE_CONT(salary_usd, 0.75) OVER () AS upper_usd
FROM postings
WHERE @level = '' OR level = @level
UNION ALL
SELECT DISTINCT
  level,
  COUNT(*) OVER (PARTITION BY level) AS postings,
  PERCENTILE_CONT(salary_usd, 0.25) OVER (PARTITION BY level) AS lower_usd,
  PERCENTILE_CONT(salary_usd, 0.5) OVER (PARTITION BY level) AS median_usd,
  PERCENTILE_CONT(salary_usd, 0.75) OVER (PARTITION BY level) AS upper_usd
FROM postings
WHERE level IS NOT NULL
