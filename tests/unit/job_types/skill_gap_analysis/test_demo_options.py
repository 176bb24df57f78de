"""What the demo's `--role` asks for."""

from infra.local.demo.options import read_options


def test_role_makes_exactly_one_order() -> None:
    """With a role there is one order, of that role and those skills."""
    asked = ["--role", "Data Engineer", "--skills", "Python, SQL,,Docker ", "--industry", "Media"]
    [order] = read_options(asked).orders
    assert order.title == "Data Engineer, Media"
    assert order.body == {
        "type": "skill-gap-analysis",
        "targetRole": "Data Engineer",
        "currentSkills": ["Python", "SQL", "Docker"],
        "industry": "Media",
    }


def test_skills_may_be_absent() -> None:
    """Who can do nothing yet may ask too; an absent industry is not sent."""
    [order] = read_options(["--role=Data Engineer"]).orders
    assert order.body["currentSkills"] == []
    assert "industry" not in order.body
