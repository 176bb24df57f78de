"""Say which roles near by fit a person better. Pure."""

from functions.job_types.skill_gap_analysis.findings import AdjacentRole, SkillGapFindings
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.words import role_of


def neighbours(facts: SkillGapFindings) -> str:
    """Say which roles near by fit better, and at what price; empty if there is nothing to say."""
    if not facts.met_skills or not facts.gaps:
        return ""
    if not facts.adjacent_roles:
        return (
            f"Among similar roles none fits your skills better than {role_of(facts)} does, so you"
            " would gain nothing by aiming sideways."
        )
    best, *others = facts.adjacent_roles
    closer = (
        f"{english.capitalise(english.with_article(best.role))} is closer to what you can do:"
        f" {best.score} points against {facts.match_score.value}."
    )
    also = english.join_and([f"{role.role} ({role.score})" for role in others])
    return f"{closer} {_trade(best, facts)}" + (f" {also} would also fit better." if also else "")


def _trade(role: AdjacentRole, facts: SkillGapFindings) -> str:
    missing = role.missing_skills[:2]
    lacking = f", and you would still need {english.join_and(missing)}" if missing else ""
    target_pay = facts.sample.median_pay_usd
    if target_pay is None:
        return f"Its median pay is {english.money(role.median_pay_usd)}{lacking}."
    if role.median_pay_usd >= target_pay:
        return (
            f"It pays no less (a median of {english.money(role.median_pay_usd)} against"
            f" {english.money(target_pay)}){lacking}."
        )
    return (
        f"The price is pay: a median of {english.money(role.median_pay_usd)} a year against"
        f" {english.money(target_pay)}{lacking}."
    )
