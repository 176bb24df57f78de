"""What the tests check answers with refuses what does not fit, and passes nothing over."""

import pytest

from tests.support.json_schema import Schema, faults

_DOCUMENT = {"$defs": {"Name": {"type": "string", "minLength": 2}}}
_NAME = {"$ref": "#/$defs/Name"}


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": "object"}, {}, []),
        ({"type": "integer"}, 1, True),
        ({"type": "integer"}, 0, 1.5),
        ({"type": "number"}, 1.5, "1.5"),
        ({"type": ["string", "null"]}, None, 0),
        ({"const": "a"}, "a", "b"),
        ({"const": True}, True, False),
        ({"enum": ["a", "b"]}, "b", "c"),
        ({"required": ["a"]}, {"a": None}, {"b": 1}),
        ({"minimum": 0}, 0, -1),
        ({"maximum": 1}, 1, 1.1),
        ({"minLength": 1}, "x", ""),
        ({"maxLength": 1}, "🙂", "xx"),
        ({"pattern": "^[a-z]+$"}, "abc", "aBc"),
        ({"format": "date-time"}, "2026-11-23T12:00:00Z", "2026-11-23T12:00:00"),
        ({"format": "date"}, "2026-11-23", "23.11.2026"),
        ({"format": "uri-reference"}, "/api/docs#x", "a b"),
        ({"minItems": 1}, [0], []),
        ({"maxItems": 1}, [0], [0, 1]),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 1}]),
        ({"items": {"type": "string"}}, ["a"], ["a", 1]),
        ({"properties": {"a": {"type": "string"}}}, {"b": 1}, {"a": 1}),
        ({"properties": {"a": {}}, "additionalProperties": False}, {"a": 1}, {"a": 1, "b": 1}),
        ({"additionalProperties": {"type": "string"}}, {"x": "y"}, {"x": 1}),
        ({"allOf": [{"minimum": 0}, {"maximum": 1}]}, 1, 2),
        ({"anyOf": [{"type": "string"}, {"minimum": 5}]}, 5, 4),
        ({"oneOf": [{"minimum": 5}, {"maximum": 5}]}, 4, 5),
        (_NAME, "ab", "a"),
        ({"properties": {"names": {"items": _NAME}}}, {"names": ["ab"]}, {"names": ["ab", "a"]}),
    ],
    ids=str,
)
def test_each_keyword_refuses_what_does_not_fit(
    schema: Schema, right: object, wrong: object
) -> None:
    """One value that fits, and one that does not."""
    assert faults(schema, right, _DOCUMENT) == []
    assert faults(schema, wrong, _DOCUMENT) != []


def test_a_fault_says_where_it_is() -> None:
    """The place as one would write it."""
    schema = {"properties": {"names": {"items": _NAME}}}
    assert faults(schema, {"names": ["ab", "a"]}, _DOCUMENT) == [
        "$.names[1]: 'a' is shorter than 2"
    ]


def test_a_keyword_that_is_not_known_is_not_passed_over() -> None:
    """A check that does not happen shall not look like one that passed."""
    with pytest.raises(KeyError, match="multipleOf"):
        faults({"multipleOf": 2}, 3, {})
