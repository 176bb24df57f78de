-- What postings of one domain ask for, in the last 12 months of data and in the 12 before.
--
-- Parameters:
--   @domain          STRING  a domain, as job_postings has it
--   @region          STRING  a region, as job_postings has it; '' for all
--   @level           STRING  an experience level, as below; '' for all
--   @smallest_count  INT64   skills that fewer postings of both years ask for are left out
--   @data_date       DATE    the last day there are postings of, which the warehouse gives
-- Gives one row a skill:
--   postings, earlier_postings  postings in the last 12 months, and in the 12 before
--   asked, earlier_asked        those of them that ask for the skill
WITH
  postings AS (
    SELECT
      p.skills,
      p.posted_on > DATE_SUB(@data_date, INTERVAL 12 MONTH) AS is_recent
    FROM job_postings AS p
    WHERE p.domain = @domain
      AND (@region = '' OR p.region = @region)
      AND (
        @level = ''
        OR CASE
          WHEN p.experience_years < 3 THEN 'starting'
          WHEN p.experience_years < 6 THEN 'experienced'
          WHEN p.experience_years < 10 THEN 'senior'
          WHEN p.experience_years >= 10 THEN 'expert'
        END = @level
      )
      AND p.posted_on > DATE_SUB(@data_date, INTERVAL 24 MONTH)
  ),
  totals AS (
    SELECT
      COUNTIF(is_recent) AS postings,
      COUNTIF(NOT is_recent) AS earlier_postings
    FROM postings
  ),
  counts AS (
    SELECT
      skill,
      COUNTIF(is_recent) AS asked,
      COUNTIF(NOT is_recent) AS earlier_asked
    FROM postings
    CROSS JOIN UNNEST(skills) AS skill
    GROUP BY skill
    HAVING COUNT(*) >= @smallest_count
  )
SELECT
  counts.skill,
  counts.asked,
  counts.earlier_asked,
  totals.postings,
  totals.earlier_postings
FROM counts
CROSS JOIN totals
ORDER BY counts.asked DESC, counts.skill
