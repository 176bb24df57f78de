"""The providers' schemas are read as they are written: Go's literals, without Go."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.infra.extract_provider import merge
from tests.infra.go_literals import read
from tests.infra.provider_documents import DOCUMENTED, documented
from tests.infra.provider_source import Source

#: A resource as the provider's generator writes it, cut down, with a brace in a text.
RESOURCE = """
package things

func ResourceThing() *schema.Resource {
	return &schema.Resource{
		Create: func(d *schema.ResourceData, meta interface{}) error {
			return nil
		},
		Schema: map[string]*schema.Schema{
			"mode": {
				Type:         schema.TypeString,
				Optional:     true,
				ValidateFunc: verify.ValidateEnum([]string{"ON", "OFF", ""}),
				Description: `One of two.
}
`,
				Default:       "ON",
				ConflictsWith: []string{"rules.0.limit"},
			},
			"rules": {
				Type:     schema.TypeList,
				Required: true,
				MinItems: 1,
				MaxItems: 1,
				Elem:     thingRulesSchema(),
			},
			"tags": {
				Type:     schema.TypeSet,
				Optional: true,
				Elem: &schema.Schema{
					Type:         schema.TypeString,
					ValidateFunc: validation.StringInSlice([]string{"A"}, false),
				},
			},
			"url": {Type: schema.TypeString, Computed: true},
		},
		Timeouts: &schema.ResourceTimeout{Create: schema.DefaultTimeout(20 * time.Minute)},
	}
}

func thingRulesSchema() *schema.Resource {
	return &schema.Resource{
		Schema: map[string]*schema.Schema{
			"limit": {
				Type:         schema.TypeInt, // a whole number
				Optional:     true,
				ValidateFunc: validation.IntBetween(-1, 100),
			},
		},
	}
}
"""
LISTED = '\t"google_thing":    things.ResourceThing(),\n'


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """Return a source tree with the resource above."""
    (tmp_path / "provider").mkdir()
    (tmp_path / "provider" / "provider_mmv1_resources.go").write_text(LISTED)
    (tmp_path / "services" / "things").mkdir(parents=True)
    (tmp_path / "services" / "things" / "resource_thing.go").write_text(RESOURCE)
    return Source(tmp_path)


def test_a_schema_is_read(source: Source) -> None:
    """Enums, ranges, numbers of blocks and relations; what only the service sets is left out."""
    assert source.schema("resources", "google_thing") == {
        "mode": {"type": "String", "values": ["ON", "OFF", ""], "conflicts": ["rules.limit"]},
        "rules": {
            "type": "List",
            "min": 1,
            "max": 1,
            "below": {"limit": {"type": "Int", "range": [-1, 100]}},
        },
        "tags": {"type": "Set", "of": "String", "values": ["A"]},
    }


def test_what_the_source_does_not_list_is_unknown(source: Source) -> None:
    """A resource of the package alone has the package's facts only."""
    assert source.schema("resources", "google_other") == {}


PACKAGE: Mapping[str, Any] = {
    "mode": {"type": "string"},
    "rules!": {"below": {"limit": {"type": "number"}}, "max": 1},
    "tags": {"type": "list(string)"},
}


def test_the_two_are_merged(source: Source) -> None:
    """The package says what is required, the source what is refused."""
    facts = source.schema("resources", "google_thing")
    assert merge(PACKAGE, facts, "x") == {
        "mode": {"type": "string", "values": ["ON", "OFF", ""], "conflicts": ["rules.limit"]},
        "rules!": {
            "below": {"limit": {"type": "integer", "range": [-1, 100]}},
            "min": 1,
            "max": 1,
        },
        "tags": {"type": "list(string)", "values": ["A"]},
    }


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("mode", {"type": "number"}),
        ("mode", {"below": {}}),
        ("rules!", {"below": {"limit": {"type": "number"}}}),
        ("rules!", {"below": {}, "max": 1}),
        ("tags", {"type": "string"}),
    ],
)
def test_a_contradiction_stops_it(source: Source, name: str, argument: Mapping[str, Any]) -> None:
    """Where package and source differ, one of them is of another release: nothing is written."""
    facts = source.schema("resources", "google_thing")
    with pytest.raises(ValueError, match="source"):
        merge({**PACKAGE, name: argument}, facts, "x")


def test_what_only_the_source_has_stops_it(source: Source) -> None:
    """An argument is not lost because the package gives it another name."""
    facts = source.schema("resources", "google_thing")
    with pytest.raises(ValueError, match=r"only the source has \['mode'\]"):
        merge({name: each for name, each in PACKAGE.items() if name != "mode"}, facts, "x")


def test_a_documented_limit_has_its_place() -> None:
    """A path in `DOCUMENTED` leads into the blocks."""
    assert documented("google_firebaserules_ruleset") == {
        "source": {
            "below": {"language": DOCUMENTED["google_firebaserules_ruleset"]["source.language"]}
        }
    }


def test_only_a_literal_is_read() -> None:
    """A schema that a function computes is no literal, and is said to be none."""
    with pytest.raises(TypeError, match="no literal"):
        read("tpgresource.DatasourceSchemaFromResourceSchema(x)")
