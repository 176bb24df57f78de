"""Translate queues between protos and records, and merge an update by its mask.

Output-only fields (state, purge time, burst) are never read from a caller; a field that the mask
names and the caller leaves unset goes back to its default.
"""

from dataclasses import asdict, replace

from google.cloud import tasks_v2
from google.protobuf.field_mask_pb2 import FieldMask

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.records import HttpTarget, Queue
from infra.local.cloud_tasks.rules import protos, queue_rules
from infra.local.cloud_tasks.rules.protos import Fields, Message

_QUEUE: Message = tasks_v2.Queue.pb()
_HTTP, _IF_NOT_EXISTS = 1, 1


def queue_of(message: Message) -> Queue:
    """Read a `Queue` message, defaults filled in."""
    limits = message.rate_limits
    return Queue(
        name=message.name,
        rate_limits=queue_rules.rate_limits(
            rate=limits.max_dispatches_per_second, concurrent=limits.max_concurrent_dispatches
        ),
        retry=queue_rules.retry_policy(protos.retry_of(message.retry_config)),
        http_target=_target_of(message.http_target) if message.HasField("http_target") else None,
        log_sampling_ratio=message.stackdriver_logging_config.sampling_ratio,
    )


def merged(current: Queue, update: Message, mask: FieldMask) -> Queue:
    """Return a queue with the fields of an update that its mask names; no mask means all."""
    if not mask.paths:
        return _keep_output(current, queue_of(update))
    if not mask.IsValidForDescriptor(_QUEUE.DESCRIPTOR):
        raise errors.invalid("UpdateQueueRequest.update_mask names a field that Queue lacks.")
    message = queue_message(current)
    mask.MergeMessage(update, message, replace_message_field=True, replace_repeated_field=True)
    message.name = current.name
    return _keep_output(current, queue_of(message))


def queue_message(queue: Queue) -> Message:
    """Write a `Queue` message."""
    ratio = queue.log_sampling_ratio
    return _QUEUE(
        name=queue.name,
        state=queue.state.value,
        rate_limits=asdict(queue.rate_limits),
        retry_config=protos.retry_fields(queue.retry),
        purge_time=queue.purge_time,
        http_target=queue.http_target and _target_fields(queue.http_target),
        stackdriver_logging_config={"sampling_ratio": ratio} if ratio else None,
    )


def _keep_output(current: Queue, changed: Queue) -> Queue:
    return replace(changed, state=current.state, purge_time=current.purge_time)


def _target_of(message: Message) -> HttpTarget:
    uri = message.uri_override
    # An unspecified scheme is HTTPS, an unspecified mode is ALWAYS.
    scheme = "http" if uri.scheme == _HTTP else "https"
    return HttpTarget(
        scheme=scheme if uri.HasField("scheme") else None,
        host=uri.host if uri.HasField("host") else None,
        port=uri.port if uri.HasField("port") else None,
        path=uri.path_override.path if uri.HasField("path_override") else None,
        query=uri.query_override.query_params if uri.HasField("query_override") else None,
        always=uri.uri_override_enforce_mode != _IF_NOT_EXISTS,
        method=protos.METHOD_NAMES.get(message.http_method),
        headers={item.header.key: item.header.value for item in message.header_overrides},
        authorization=protos.authorization_of(message),
    )


def _target_fields(target: HttpTarget) -> Fields:
    headers = [{"header": {"key": key, "value": value}} for key, value in target.headers.items()]
    return {
        "uri_override": {
            "scheme": target.scheme and target.scheme.upper(),
            "host": target.host,
            "port": target.port,
            "path_override": None if target.path is None else {"path": target.path},
            "query_override": None if target.query is None else {"query_params": target.query},
            "uri_override_enforce_mode": "ALWAYS" if target.always else "IF_NOT_EXISTS",
        },
        "http_method": target.method,
        "header_overrides": headers,
        **protos.authorization_fields(target.authorization),
    }
