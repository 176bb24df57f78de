"""Translate queues between protos and records, and merge an update by its mask.

Output-only fields (state, purge time, burst) are never read from a caller; a field that the mask
names and the caller leaves unset goes back to its default.
"""

from dataclasses import replace

from google.cloud import tasks_v2
from google.protobuf.field_mask_pb2 import FieldMask

from infra.local.cloud_tasks import errors
from infra.local.cloud_tasks.records import HttpTarget, Queue, QueueState
from infra.local.cloud_tasks.rules import protos, queue_rules
from infra.local.cloud_tasks.rules.protos import Message

QUEUE: Message = tasks_v2.Queue.pb()
_STATES = {QueueState.RUNNING: 1, QueueState.PAUSED: 2}
_SCHEMES = {"http": 1, "https": 2}
_IF_NOT_EXISTS, _ALWAYS = 1, 2


def queue_of(message: Message) -> Queue:
    """Read a `Queue` message, defaults filled in.

    Raises:
        ApiError: A value is out of range.
    """
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


def stored_queue_of(message: Message) -> Queue:
    """Read a `Queue` message that `queue_message` wrote, output-only fields included."""
    queue = queue_of(message)
    paused = message.state == _STATES[QueueState.PAUSED]
    return replace(
        queue,
        state=QueueState.PAUSED if paused else QueueState.RUNNING,
        purge_time=protos.instant_of(message, "purge_time"),
    )


def merged(current: Queue, update: Message, mask: FieldMask) -> Queue:
    """Return a queue with the fields of an update that its mask names; no mask means all.

    Raises:
        ApiError: The mask names a field that is not there, or a value is out of range.
    """
    if not mask.paths:
        return _keep_output(current, queue_of(update))
    if not mask.IsValidForDescriptor(QUEUE.DESCRIPTOR):
        raise errors.invalid("UpdateQueueRequest.update_mask names a field that Queue lacks.")
    message = queue_message(current)
    mask.MergeMessage(update, message, replace_message_field=True, replace_repeated_field=True)
    message.name = current.name
    return _keep_output(current, queue_of(message))


def queue_message(queue: Queue) -> Message:
    """Write a `Queue` message."""
    limits = queue.rate_limits
    message = QUEUE(name=queue.name, state=_STATES[queue.state])
    message.rate_limits.max_dispatches_per_second = limits.max_dispatches_per_second
    message.rate_limits.max_burst_size = limits.max_burst_size
    message.rate_limits.max_concurrent_dispatches = limits.max_concurrent_dispatches
    protos.write_retry(queue.retry, message.retry_config)
    if queue.purge_time is not None:
        message.purge_time.FromDatetime(queue.purge_time)
    if queue.http_target is not None:
        _write_target(queue.http_target, message.http_target)
    if queue.log_sampling_ratio:
        message.stackdriver_logging_config.sampling_ratio = queue.log_sampling_ratio
    return message


def _keep_output(current: Queue, changed: Queue) -> Queue:
    return replace(changed, state=current.state, purge_time=current.purge_time)


def _target_of(message: Message) -> HttpTarget:
    uri = message.uri_override
    # An unspecified scheme is HTTPS, an unspecified mode is ALWAYS.
    scheme = "http" if uri.scheme == _SCHEMES["http"] else "https"
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


def _write_target(target: HttpTarget, message: Message) -> None:
    _write_uri(target, message.uri_override)
    if target.method is not None:
        message.http_method = protos.METHODS[target.method]
    for key, value in target.headers.items():
        message.header_overrides.add(header={"key": key, "value": value})
    protos.write_authorization(target.authorization, message)


def _write_uri(target: HttpTarget, message: Message) -> None:
    if target.scheme is not None:
        message.scheme = _SCHEMES[target.scheme]
    if target.host is not None:
        message.host = target.host
    if target.port is not None:
        message.port = target.port
    if target.path is not None:
        message.path_override.path = target.path
    if target.query is not None:
        message.query_override.query_params = target.query
    message.uri_override_enforce_mode = _ALWAYS if target.always else _IF_NOT_EXISTS
