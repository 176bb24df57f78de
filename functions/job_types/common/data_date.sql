-- The last day there are postings of: what every other query's months are counted back from.
--
-- Parameters: none.
-- Gives one row: data_date; NULL if there are no postings.
--
-- The warehouse asks it before a query that has a parameter @data_date. As a constant there, and not as
-- a part of that query, it lets BigQuery leave out the months that are not asked for.
SELECT MAX(posted_on) AS data_date
FROM job_postings
