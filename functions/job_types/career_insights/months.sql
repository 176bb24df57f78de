-- How many postings there are in each month: of one domain, and of all domains to compare with.
--
-- Parameters:
--   @domain     STRING  a domain, as job_postings has it
--   @region     STRING  a region, as job_postings has it; '' for all
--   @level      STRING  an experience level, as below; '' for all
--   @data_date  DATE    the last day there are postings of, which the warehouse gives
-- Gives one row a calendar month with postings, of the 24 months to the last day there are postings of:
--   month                                   its first day
--   postings, market_postings               in that month: of the domain, and of all domains
--   recent_postings, earlier_postings       those of the domain in the last 12 months, and in the 12 before
--   recent_market_postings, earlier_market_postings   the same of all domains
--   first_date, data_date                   the first and the last day there are postings of at all
--   window_start                            the first day of the 24 months
--
-- Months are counted back from data_date and not from today, so that the same data gives the same answer.
WITH
  oldest AS (
    SELECT MIN(posted_on) AS first_date
    FROM job_postings
  ),
  postings AS (
    SELECT
      DATE_TRUNC(p.posted_on, MONTH) AS month,
      p.domain = @domain AS is_in_domain,
      p.posted_on > DATE_SUB(@data_date, INTERVAL 12 MONTH) AS is_recent
    FROM job_postings AS p
    WHERE p.posted_on > DATE_SUB(@data_date, INTERVAL 24 MONTH)
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
  ),
  months AS (
    SELECT
      month,
      COUNTIF(is_in_domain) AS postings,
      COUNTIF(is_in_domain AND is_recent) AS recent_postings,
      COUNTIF(is_in_domain AND NOT is_recent) AS earlier_postings,
      COUNT(*) AS market_postings,
      COUNTIF(is_recent) AS recent_market_postings,
      COUNTIF(NOT is_recent) AS earlier_market_postings
    FROM postings
    GROUP BY month
  )
SELECT
  months.month,
  months.postings,
  months.recent_postings,
  months.earlier_postings,
  months.market_postings,
  months.recent_market_postings,
  months.earlier_market_postings,
  oldest.first_date,
  @data_date AS data_date,
  DATE_ADD(DATE_SUB(@data_date, INTERVAL 24 MONTH), INTERVAL 1 DAY) AS window_start
FROM months
CROSS JOIN oldest
ORDER BY months.month
