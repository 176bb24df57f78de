-- Each end of a job once: Pub/Sub and the worker may both deliver the same one again.
SELECT *
FROM `${dataset}.job_events`
WHERE status IN ('succeeded', 'failed', 'cancelled')
QUALIFY ROW_NUMBER() OVER (PARTITION BY eventId ORDER BY publish_time) = 1
