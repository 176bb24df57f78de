-- Who has the most postings in one domain.
--
-- Parameters:
--   @domain     STRING  a domain, as job_postings has it
--   @region     STRING  a region, as job_postings has it; '' for all
--   @level      STRING  an experience level, as below; '' for all
--   @data_date  DATE    the last day there are postings of, which the warehouse gives
-- Gives the eight largest, over the last 12 months of data:
--   employer, postings, employers (how many there are in all)
WITH
  employers AS (
    SELECT p.employer, COUNT(*) AS postings
    FROM job_postings AS p
    WHERE p.domain = @domain
      AND p.employer IS NOT NULL
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
      AND p.posted_on > DATE_SUB(@data_date, INTERVAL 12 MONTH)
    GROUP BY p.employer
  )
SELECT
  employer,
  postings,
  COUNT(*) OVER () AS employers
FROM employers
ORDER BY postings DESC, employer
LIMIT 8
