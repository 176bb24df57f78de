-- How many postings there are of each name that may be asked for: roles, domains, regions, skills.
--
-- Parameters: none.
-- Gives: kind ("role", "domain", "region" or "skill"), name (as the postings have it), postings (all that there are).
-- A skill that is in the list of skills and in no posting has no row. A few hundred rows.
SELECT 'role' AS kind, role AS name, COUNT(*) AS postings FROM job_postings GROUP BY role
UNION ALL
SELECT 'domain' AS kind, domain AS name, COUNT(*) AS postings FROM job_postings WHERE domain IS NOT NULL GROUP BY domain
UNION ALL
SELECT 'region' AS kind, region AS name, COUNT(*) AS postings FROM job_postings WHERE region IS NOT NULL GROUP BY region
UNION ALL
SELECT 'skill' AS kind, skill AS name, COUNT(*) AS postings FROM job_postings CROSS JOIN UNNEST(skills) AS skill GROUP BY skill
ORDER BY kind, name
