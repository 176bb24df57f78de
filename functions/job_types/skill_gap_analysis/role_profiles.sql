-- What the postings of every role ask for, so that roles can be compared with each other.
--
-- Parameters:
--   @domain             STRING   a domain, as job_postings has it; '' for all
--   @smallest_sample    INT64    roles with fewer postings are left out: their shares say little
--   @smallest_share     FLOAT64  skills that fewer of a role's postings ask for are left out
--   @data_date          DATE     the last day there are postings of, which the warehouse gives
-- Gives one row a role and skill, over the last 12 months of data:
--   postings (of the role), median_pay_usd (a year), share (of those postings that ask for the skill),
--   data_date (the last day there are postings of)
WITH
  postings AS (
    SELECT
      p.role,
      p.skills,
      -- Exact, so that the same data gives the same median in every warehouse. It has no GROUP BY: each
      -- posting gets its role's.
      PERCENTILE_CONT(p.salary_usd, 0.5) OVER (PARTITION BY p.role) AS median_pay_usd
    FROM job_postings AS p
    WHERE (@domain = '' OR p.domain = @domain)
      AND p.posted_on > DATE_SUB(@data_date, INTERVAL 12 MONTH)
  ),
  roles AS (
    SELECT
      role,
      COUNT(*) AS postings,
      CAST(ROUND(MAX(median_pay_usd)) AS INT64) AS median_pay_usd
    FROM postings
    GROUP BY role
    HAVING COUNT(*) >= @smallest_sample
  ),
  role_skills AS (
    SELECT role, skill, COUNT(*) AS asked
    FROM postings
    CROSS JOIN UNNEST(skills) AS skill
    GROUP BY role, skill
  )
SELECT
  r.role,
  r.postings,
  r.median_pay_usd,
  s.skill,
  s.asked / r.postings AS share,
  @data_date AS data_date
FROM roles AS r
JOIN role_skills AS s ON s.role = r.role
WHERE s.asked / r.postings >= @smallest_share
ORDER BY r.role, s.asked DESC, s.skill
