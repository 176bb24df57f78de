-- Every skill: how long it takes to learn, and what it builds on.
--
-- Parameters: none.
-- Gives: skill, learn_hours (from nothing to a first working knowledge), prerequisites (names of skills).
SELECT skill, learn_hours, prerequisites
FROM skills
ORDER BY skill
