-- Each start of an attempt once: Pub/Sub and the worker may both deliver the same one again.
SELECT *
FROM `${dataset}.job_events`
WHERE status = 'running'
QUALIFY ROW_NUMBER() OVER (PARTITION BY eventId ORDER BY publish_time) = 1
