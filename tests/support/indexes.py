"""Whether Firestore has the index that a query needs: the emulator never asks, the service does.

The rules are the service's: equality filters alone, or one sorted field alone, are served by the
indexes that each field has by itself, unless an override drops them; everything else needs a
composite index, or several that end in the same sorted fields, merged. Queries over a collection
group need an index of that scope, also for one field.
"""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.types import StructuredQuery

from infra.local.cloud.emulators import ROOT

FILE = ROOT / "infra" / "firestore.indexes.json"
_NAME = "__name__"
_Operator = StructuredQuery.FieldFilter.Operator
_Direction = StructuredQuery.Direction
_CONTAINS = "CONTAINS"
#: Of a range without an order: a count's, which sorts nothing; every list of ours says its order.
_EITHER = "EITHER"
#: One of a list is asked for as several equalities, one after the other.
_EQUALITIES = {_Operator.EQUAL: "", _Operator.IN: "", _Operator.ARRAY_CONTAINS: _CONTAINS}


class MissingIndexError(AssertionError):
    """A query would be refused by Firestore; the message says which index it wants."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """All of a query that decides which index it needs."""

    collection: str
    #: COLLECTION or COLLECTION_GROUP.
    scope: str
    #: Field and "", or CONTAINS where it is looked for in a list.
    equalities: frozenset[tuple[str, str]]
    #: Field and direction, the most important first; the document's name is not among them.
    orders: tuple[tuple[str, str], ...]


def shape_of(query: StructuredQuery) -> Shape:
    """Read a query's shape."""
    (source,) = query.from_
    equalities, ranges = set(), []
    for each in _filters(query.where):
        if each.op in _EQUALITIES:
            equalities.add((each.field.field_path, _EQUALITIES[each.op]))
        else:
            ranges.append(each.field.field_path)
    orders = [
        (order.field.field_path, _Direction(order.direction).name) for order in query.order_by
    ]
    if ranges and not orders:
        orders = [(ranges[0], _EITHER)]
    if len(orders) > 1 and orders[-1] == (_NAME, orders[-2][1]):
        orders.pop()
    return Shape(
        collection=source.collection_id,
        scope="COLLECTION_GROUP" if source.all_descendants else "COLLECTION",
        equalities=frozenset(equalities),
        orders=tuple(orders),
    )


def _filters(where: StructuredQuery.Filter) -> Iterator[StructuredQuery.FieldFilter]:
    if "field_filter" in where:
        yield where.field_filter
    elif "composite_filter" in where:
        for each in where.composite_filter.filters:
            yield from _filters(each)


@cache
def declared() -> Mapping[str, Any]:
    """Return `infra/firestore.indexes.json`."""
    found: Mapping[str, Any] = json.loads(FILE.read_bytes())
    return found


def require_index(shape: Shape, indexes: Mapping[str, Any]) -> None:
    """Accept a query whose index is declared.

    Raises:
        MissingIndexError: If it is not.
    """
    fields = [*shape.equalities, *shape.orders]
    if not shape.equalities and shape.orders == ((_NAME, "ASCENDING"),):
        return
    if not shape.orders or len(fields) == 1:
        missing = [field for field in fields if not _has_own_index(shape, field, indexes)]
        if missing:
            raise MissingIndexError(f"{shape.collection}: no single-field index for {missing}")
        return
    if not _covered(shape, _composites(shape, indexes)):
        raise MissingIndexError(f"no composite index for {shape}")


def _has_own_index(shape: Shape, field: tuple[str, str], indexes: Mapping[str, Any]) -> bool:
    """Whether a field has an index by itself, in the query's scope."""
    name, kind = field
    for override in indexes["fieldOverrides"]:
        if (override["collectionGroup"], override["fieldPath"]) == (shape.collection, name):
            return any(
                index["queryScope"] == shape.scope
                and (index.get("arrayConfig") == _CONTAINS) == (kind == _CONTAINS)
                # An equality and the opposite direction are served by the same one.
                for index in override["indexes"]
            )
    return shape.scope == "COLLECTION"


def _composites(shape: Shape, indexes: Mapping[str, Any]) -> Iterator[set[tuple[str, str]]]:
    """Return the equalities of each composite index that ends in the query's sorted fields."""
    for index in indexes["indexes"]:
        if (index["collectionGroup"], index["queryScope"]) != (shape.collection, shape.scope):
            continue
        fields = index["fields"]
        split = len(fields) - len(shape.orders)
        if split >= 0 and _sorts(fields[split:], shape.orders):
            yield {(field["fieldPath"], field.get("arrayConfig", "")) for field in fields[:split]}


def _sorts(fields: Sequence[Mapping[str, str]], orders: Sequence[tuple[str, str]]) -> bool:
    """Whether an index's fields are these, in these directions: the service names it so."""
    return all(
        field["fieldPath"] == name and direction in {_EITHER, field.get("order")}
        for field, (name, direction) in zip(fields, orders, strict=True)
    )


def _covered(shape: Shape, composites: Iterator[set[tuple[str, str]]]) -> bool:
    """Whether some of these together have every equality, and each of them no other."""
    usable = [fields for fields in composites if fields <= shape.equalities]
    return any(
        set(itertools.chain.from_iterable(chosen)) == shape.equalities
        for count in range(1, len(usable) + 1)
        for chosen in itertools.combinations(usable, count)
    )


@contextmanager
def required() -> Iterator[None]:
    """Refuse every query of this process that Firestore would refuse, inside the block."""
    with watched(lambda query: require_index(shape_of(query), declared())):
        yield


@contextmanager
def watched(look: Any) -> Iterator[None]:  # noqa: ANN401 -- called with a StructuredQuery
    """Call `look` with every query of this process before it is sent, inside the block.

    That is, of the client that our code uses; what a test of the rules sends by hand, as a stranger
    would, is no query of ours.
    """
    run_query, aggregate = FirestoreClient.run_query, FirestoreClient.run_aggregation_query

    def run_watched(self: Any, request: Any = None, **options: Any) -> Any:  # noqa: ANN401
        if _is_ours(request, options):
            look(request.structured_query)
        return run_query(self, request=request, **options)

    def aggregate_watched(self: Any, request: Any = None, **options: Any) -> Any:  # noqa: ANN401
        if _is_ours(request, options):
            look(request.structured_aggregation_query.structured_query)
        return aggregate(self, request=request, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FirestoreClient, "run_query", run_watched)
        patch.setattr(FirestoreClient, "run_aggregation_query", aggregate_watched)
        yield


def _is_ours(request: object, options: Mapping[str, Any]) -> bool:
    """Whether the store has made a request: it says the database, and makes the message itself."""
    names_database = "google-cloud-resource-prefix" in dict(options.get("metadata", ()))
    return names_database and not isinstance(request, dict)
