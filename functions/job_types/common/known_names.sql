-- Every name that may be asked for, with what it stands for: roles, domains, regions, skills, and their synonyms.
--
-- Parameters: none.
-- Gives: kind ("role", "domain", "region" or "skill"), alias (as people write it), name (as the postings have it).
-- A name is its own alias, so that looking up is one rule. A few hundred rows.
-- A synonym leads only to a name that there are postings of (a skill: that is in the list of skills).
SELECT DISTINCT 'role' AS kind, role AS alias, role AS name FROM job_postings
UNION ALL
SELECT DISTINCT 'domain' AS kind, domain AS alias, domain AS name FROM job_postings WHERE domain IS NOT NULL
UNION ALL
SELECT DISTINCT 'region' AS kind, region AS alias, region AS name FROM job_postings WHERE region IS NOT NULL
UNION ALL
SELECT 'skill' AS kind, skill AS alias, skill AS name FROM skills
UNION ALL
SELECT 'role' AS kind, synonym AS alias, role AS name FROM role_synonyms
WHERE role IN (SELECT role FROM job_postings)
UNION ALL
SELECT 'domain' AS kind, synonym AS alias, domain AS name FROM domain_synonyms
WHERE domain IN (SELECT domain FROM job_postings)
UNION ALL
SELECT 'region' AS kind, synonym AS alias, region AS name FROM region_synonyms
WHERE region IN (SELECT region FROM job_postings)
UNION ALL
SELECT 'skill' AS kind, synonym AS alias, skill AS name FROM skill_synonyms
WHERE skill IN (SELECT skill FROM skills)
ORDER BY kind, name, alias
