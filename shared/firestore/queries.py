"""A query, as a value, and as the message that Firestore takes."""

from dataclasses import dataclass, replace
from typing import Final, Self

from shared.firestore.values import Message, put_value

#: What a field is compared with, by the sign; the numbers are the protocol's.
_OPERATORS: Final = {"<": 1, "<=": 2, ">": 3, ">=": 4, "==": 5, "array_contains": 7, "in": 8}
_ALL_OF: Final = 1
_ASCENDING: Final = 1
_DESCENDING: Final = 2
#: The document's own name, in an order.
NAME: Final = "__name__"


@dataclass(frozen=True, kw_only=True)
class Query:
    """Which documents, in which order."""

    #: The name of the collection.
    collection: str
    #: The path of the document that it lies below; empty for the database itself.
    parent: str = ""
    #: Whether all collections of that name are asked, wherever they lie below the parent.
    is_group: bool = False
    filters: tuple[tuple[str, str, object], ...] = ()
    #: Field, and whether the greatest comes first.
    orders: tuple[tuple[str, bool], ...] = ()
    most: int | None = None
    #: Values of the fields of the order; documents behind those are found.
    behind: tuple[object, ...] = ()
    #: Fields that are returned; all, if none is named.
    fields: tuple[str, ...] = ()

    def where(self, field: str, operator: str, value: object) -> Self:
        """Return the query for those of the documents that have a field of such a value."""
        return replace(self, filters=(*self.filters, (field, operator, value)))

    def order_by(self, field: str, *, descending: bool = False) -> Self:
        """Return the query with one order more, which counts after those that it has."""
        return replace(self, orders=(*self.orders, (field, descending)))

    def limit(self, most: int) -> Self:
        """Return the query for so many documents at the most."""
        return replace(self, most=most)

    def start_after(self, *values: object) -> Self:
        """Return the query for what is behind these values of the fields of its order."""
        return replace(self, behind=values)

    def select(self, *fields: str) -> Self:
        """Return the query for these fields only."""
        return replace(self, fields=fields)

    def put(self, target: Message) -> None:
        """Write it into a message of Firestore's."""
        source = target.from_.add()
        source.collection_id = self.collection
        source.all_descendants = self.is_group
        self._put_filters(target)
        for field, descending in self.orders:
            order = target.order_by.add()
            order.field.field_path = field
            order.direction = _DESCENDING if descending else _ASCENDING
        for value in self.behind:
            put_value(target.start_at.values.add(), value)
        for field in self.fields:
            target.select.fields.add().field_path = field
        if self.most is not None:
            target.limit.value = self.most

    def _put_filters(self, target: Message) -> None:
        if len(self.filters) == 1:
            _put_filter(target.where, *self.filters[0])
            return
        for each in self.filters:
            together = target.where.composite_filter
            together.op = _ALL_OF
            _put_filter(together.filters.add(), *each)


def _put_filter(target: Message, field: str, operator: str, value: object) -> None:
    target.field_filter.field.field_path = field
    target.field_filter.op = _OPERATORS[operator]
    put_value(target.field_filter.value, value)
