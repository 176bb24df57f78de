-- What the postings of one role ask for: how often, whether more often than before, and what it pays.
--
-- Parameters:
--   @role       STRING  a role, as job_postings has it
--   @domain     STRING  a domain, as job_postings has it; '' for all
--   @data_date  DATE    the last day there are postings of, which the warehouse gives
-- Gives one row a skill:
--   postings, earlier_postings  postings of the role in the domain: in the last 12 months, in the 12 before
--   asked, earlier_asked        those of them that ask for the skill
--   median_pay_usd              the middle of the yearly pay of `postings`; NULL where fewer than 20 say it
--   pay_difference_usd          what postings with the skill pay more than those without it, a year
--   pay_error_usd               the standard error of that difference (Welch); NULL where a side has fewer than 20
--   data_date                   the last day there are postings of
--
-- Months are counted back from data_date and not from today, so that the same data gives the same answer.
-- Pay is compared over all domains and 24 months, because a difference needs many postings. So that
-- seniority and domain are not taken for the worth of a skill, each posting's pay is first compared with
-- the mean of its peers: same role, same domain, similar experience.
WITH
  postings AS (
    SELECT
      p.skills,
      p.salary_usd,
      p.posted_on > DATE_SUB(@data_date, INTERVAL 12 MONTH) AS is_recent,
      @domain = '' OR p.domain = @domain AS is_in_domain,
      p.salary_usd - AVG(p.salary_usd) OVER (
        PARTITION BY
          p.domain,
          CASE
            WHEN p.experience_years < 3 THEN 'starting'
            WHEN p.experience_years < 6 THEN 'experienced'
            WHEN p.experience_years < 10 THEN 'senior'
            WHEN p.experience_years >= 10 THEN 'expert'
          END
      ) AS pay_over_peers
    FROM job_postings AS p
    WHERE p.role = @role
      AND p.posted_on > DATE_SUB(@data_date, INTERVAL 24 MONTH)
  ),
  totals AS (
    SELECT
      COUNTIF(is_in_domain AND is_recent) AS postings,
      COUNTIF(is_in_domain AND NOT is_recent) AS earlier_postings,
      COUNT(pay_over_peers) AS pay_count,
      SUM(pay_over_peers) AS pay_sum,
      SUM(pay_over_peers * pay_over_peers) AS pay_squares
    FROM postings
  ),
  -- PERCENTILE_CONT is exact, so that the same data gives the same median in every warehouse; it has no
  -- GROUP BY, so each posting gets it, and one is enough.
  pay AS (
    SELECT IF(COUNT(salary_usd) OVER () < 20, NULL, PERCENTILE_CONT(salary_usd, 0.5) OVER ()) AS median_pay_usd
    FROM postings
    WHERE is_in_domain AND is_recent
    LIMIT 1
  ),
  with_skill AS (
    SELECT
      skill,
      COUNTIF(is_in_domain AND is_recent) AS asked,
      COUNTIF(is_in_domain AND NOT is_recent) AS earlier_asked,
      COUNT(pay_over_peers) AS pay_count,
      SUM(pay_over_peers) AS pay_sum,
      SUM(pay_over_peers * pay_over_peers) AS pay_squares
    FROM postings
    CROSS JOIN UNNEST(skills) AS skill
    GROUP BY skill
  ),
  -- The postings without the skill are all less those with it: one pass instead of one a skill.
  sides AS (
    SELECT
      w.skill,
      w.asked,
      w.earlier_asked,
      t.postings,
      t.earlier_postings,
      CAST(ROUND(pay.median_pay_usd) AS INT64) AS median_pay_usd,
      w.pay_count AS count_with,
      t.pay_count - w.pay_count AS count_without,
      SAFE_DIVIDE(w.pay_sum, w.pay_count) AS mean_with,
      SAFE_DIVIDE(t.pay_sum - w.pay_sum, t.pay_count - w.pay_count) AS mean_without,
      SAFE_DIVIDE(w.pay_squares, w.pay_count) AS square_with,
      SAFE_DIVIDE(t.pay_squares - w.pay_squares, t.pay_count - w.pay_count) AS square_without
    FROM with_skill AS w
    CROSS JOIN totals AS t
    CROSS JOIN pay
  )
SELECT
  sides.skill,
  sides.asked,
  sides.earlier_asked,
  sides.postings,
  sides.earlier_postings,
  sides.median_pay_usd,
  sides.mean_with - sides.mean_without AS pay_difference_usd,
  IF(
    sides.count_with < 20 OR sides.count_without < 20,
    NULL,
    SQRT(
      GREATEST(sides.square_with - sides.mean_with * sides.mean_with, 0) / (sides.count_with - 1)
      + GREATEST(sides.square_without - sides.mean_without * sides.mean_without, 0) / (sides.count_without - 1)
    )
  ) AS pay_error_usd,
  @data_date AS data_date
FROM sides
WHERE sides.asked > 0
ORDER BY sides.asked DESC, sides.skill
