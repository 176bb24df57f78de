"""Limits that the services have and the provider does not check: its documents say them.

Without them a value passes `terraform plan` and is refused halfway through an apply. `seconds` is
how long a text such as `30s` may say. Read in the 6.50.0 documents of each argument, which the
packages hold as well.
"""

from collections.abc import Mapping
from typing import Any

_PORT = {"range": [1, 65535]}
_PROBES = {
    f"template.containers.{probe}.{kind}.port": _PORT
    for probe in ("liveness_probe", "startup_probe")
    for kind in ("grpc", "http_get", "tcp_socket")
}
#: cloud.google.com/run/docs/configuring: request-timeout, concurrency.
_RUN_SECONDS, _CONCURRENCY = [0, 3600], [0, 1000]

DOCUMENTED: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "google_apikeys_key": {"name": {"pattern": "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"}},
    "google_cloud_run_v2_service": {
        **_PROBES,
        "template.containers.env.value": {"length": [0, 32768]},
        "template.containers.ports.container_port": _PORT,
        "template.max_instance_request_concurrency": {"range": _CONCURRENCY},
        "template.timeout": {"seconds": _RUN_SECONDS},
        "traffic.percent": {"range": [0, 100]},
    },
    "google_cloud_scheduler_job": {
        "attempt_deadline": {"seconds": [15, 1800]},
        "retry_config.retry_count": {"range": [0, 5]},
    },
    "google_cloud_tasks_queue": {
        "rate_limits.max_concurrent_dispatches": {"range": [1, 5000]},
        "rate_limits.max_dispatches_per_second": {"range": [0, 500]},
        "stackdriver_logging_config.sampling_ratio": {"range": [0, 1]},
    },
    "google_cloudfunctions2_function": {
        "service_config.max_instance_request_concurrency": {"range": _CONCURRENCY},
        "service_config.timeout_seconds": {"range": _RUN_SECONDS},
    },
    "google_firestore_backup_schedule": {"retention": {"seconds": [86400, 14 * 7 * 86400]}},
    "google_firebaserules_ruleset": {
        "source.language": {
            "values": ["LANGUAGE_UNSPECIFIED", "FIREBASE_RULES", "EVENT_FLOW_TRIGGERS"]
        }
    },
    "google_identity_platform_config": {
        "quota.sign_up_quota_config.quota": {"range": [1, 1000]},
    },
    "google_monitoring_uptime_check_config": {
        "http_check.port": _PORT,
        "period": {"values": ["60s", "300s", "600s", "900s"]},
        "timeout": {"seconds": [1, 60]},
    },
    "google_pubsub_subscription": {
        "ack_deadline_seconds": {"range": [10, 600]},
        "dead_letter_policy.max_delivery_attempts": {"range": [5, 100]},
        "message_retention_duration": {"seconds": [600, 31 * 86400]},
        "retry_policy.maximum_backoff": {"seconds": [0, 600]},
        "retry_policy.minimum_backoff": {"seconds": [0, 600]},
    },
    "google_pubsub_topic": {"message_retention_duration": {"seconds": [600, 31 * 86400]}},
}


def documented(name: str) -> dict[str, Any]:
    """Return a resource's limits in the form of the source's facts."""
    facts: dict[str, Any] = {}
    for path, limits in DOCUMENTED.get(name, {}).items():
        *above, last = path.split(".")
        level = facts
        for block in above:
            level = level.setdefault(block, {}).setdefault("below", {})
        level.setdefault(last, {}).update(limits)
    return facts
