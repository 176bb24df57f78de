"""Write the text of a skill-gap analysis from its findings, by rules.

What is said depends on what the figures show, and every figure is one of the findings' own.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from functions.job_types.common.names import MatchKind
from functions.job_types.skill_gap_analysis.findings import (
    AdjacentRole,
    Gap,
    LearningPath,
    PathStep,
    RequiredSkill,
    SkillGapFindings,
    StepReason,
    Tier,
)
from functions.job_types.skill_gap_analysis.text import SkillGapText
from infra.local.stand_ins.offline_model import english
from infra.local.stand_ins.offline_model.skill_gap_reasons import (
    QUICK_HOURS,
    explain_gaps,
    points_of,
)

#: From this score on the reader is "most of the way".
HIGH_SCORE = 70
#: Below this one what they have is a start.
FAIR_SCORE = 40
#: How many names of one kind stand in a sentence before it says "and more".
NAMED = 3


def write(facts: SkillGapFindings) -> SkillGapText:
    """Write the text."""
    return SkillGapText(
        headline=_headline(facts),
        overview="\n\n".join(filter(None, _paragraphs(facts))),
        gap_reasons=tuple(explain_gaps(facts)),
        next_step=_next_step(facts),
    )


# --- headline -----------------------------------------------------------------------------------


def _headline(facts: SkillGapFindings) -> str:
    role, gaps, value = _role(facts), facts.gaps, facts.match_score.value
    if not gaps:
        return f"You cover everything that {_postings(facts)} regularly ask for."
    core = [gap for gap in gaps if gap.tier is Tier.CORE]
    if not facts.met_skills:
        return _first_of_all(facts)
    if not core:
        return f"You have the core of {english.with_article(role)}; what is missing is breadth."
    if value >= HIGH_SCORE:
        left = english.count_of(len(core), "core skill")
        return f"You are most of the way to {role}: {left} to go, above all {core[0].skill}."
    return f"You cover {value}% of what {_postings(facts)} ask for; {gaps[0].skill} comes first."


def _first_of_all(facts: SkillGapFindings) -> str:
    first, role = facts.gaps[0], _role(facts)
    share = english.percent(first.demand_share)
    if not facts.current_skills:
        return f"Start with {first.skill}: {share} of {_postings(facts)} ask for it."
    return (
        f"None of your skills counts towards {role} yet; {first.skill}, which {share} of the"
        " postings want, is the place to start."
    )


# --- overview -----------------------------------------------------------------------------------


def _paragraphs(facts: SkillGapFindings) -> Iterator[str]:
    yield " ".join(_standing(facts))
    yield " ".join(_way_ahead(facts.learning_path, facts))
    yield _neighbours(facts)
    yield " ".join(_small_print(facts))


def _standing(facts: SkillGapFindings) -> Iterator[str]:
    yield _what_carries(facts)
    listed_in_vain = _not_asked_for(facts)
    if listed_in_vain:
        one = len(listed_in_vain) == 1
        yield (
            f"{_some(listed_in_vain)} {'does' if one else 'do'} not count here: fewer than one in"
            f" ten of these postings asks for {'it' if one else 'any of them'}."
        )
    if facts.gaps:
        yield _where_the_points_are(facts)


def _what_carries(facts: SkillGapFindings) -> str:
    met, value = facts.met_skills, facts.match_score.value
    if not met:
        wanted = facts.required_skills[:NAMED]
        return (
            f"{_postings(facts)} regularly ask for"
            f" {english.count_of(len(facts.required_skills), 'skill')}, most of all"
            f" {english.join_and([_with_share(skill) for skill in wanted])}."
            + (" None of what you listed is among them." if facts.current_skills else "")
        )
    if not facts.gaps:
        return (
            f"All {len(met)} skills that at least one in ten of the {facts.sample.postings:,}"
            f" {_postings(facts)} ask for are yours, so the score is 100. From here on an employer"
            " chooses by depth, not by the list."
        )
    best = [f"{skill.skill} ({english.percent(skill.demand_share)})" for skill in met[:NAMED]]
    carried = _carried(len(best), value)
    more = f", with {english.number(len(met) - NAMED)} more" if len(met) > NAMED else ""
    return (
        f"{english.join_and(best)} {carried}{more}: together they are worth {value} of 100"
        " points, each weighing as much as the share of postings that ask for it."
        if len(met) > 1
        else f"{best[0]} {carried}: it alone is worth {value} of 100 points."
    )


def _carried(count: int, value: int) -> str:
    if value >= FAIR_SCORE:
        return "carries you" if count == 1 else "carry you"
    return "is your start" if count == 1 else "are your start"


def _where_the_points_are(facts: SkillGapFindings) -> str:
    missing = {part.tier: part.possible_points - part.points for part in facts.match_score.parts}
    core = [gap.skill for gap in facts.gaps if gap.tier is Tier.CORE]
    if not facts.met_skills:
        return _how_concentrated(facts, core)
    if not core:
        return (
            "You have every skill that at least half of the postings name, so applying now is"
            " reasonable; each of the others is one that most employers do without."
        )
    is_central = missing[Tier.CORE] >= sum(missing.values()) / 2
    if is_central or len(core) > NAMED:
        verb = "is" if len(core) == 1 else "are"
        return (
            f"What you lack is central: {_some(core)} {verb} in at least every second posting, so"
            f" {_they(core)} before everything else."
        )
    others = round(sum(missing.values()) - missing[Tier.CORE])
    return (
        f"Of the central skills you lack only {_some(core)}. The other {others} missing points are"
        " spread over skills that fewer than half of the postings name: a few of them learnt well"
        " count for more than a little of each."
    )


def _how_concentrated(facts: SkillGapFindings, core: Sequence[str]) -> str:
    part = next((p for p in facts.match_score.parts if p.tier is Tier.CORE), None)
    if part is None:
        return "No single skill is in every second posting, so there is more than one way in."
    return (
        f"The {english.count_of(len(core), 'skill')} that at least half of them name"
        f" {'makes' if len(core) == 1 else 'make'} up {round(part.possible_points)} of the 100"
        " points, so a beginner need not learn everything to be considered."
    )


def _way_ahead(path: LearningPath, facts: SkillGapFindings) -> Iterator[str]:
    if not path.steps:
        return
    last = path.steps[-1]
    extra = [step.skill for step in path.steps if step.reason is StepReason.PREREQUISITE]
    yield (
        f"The learning path closes the {_largest(path)} in about {path.total_hours} hours,"
        f" {english.count_of(path.total_weeks, 'week')} at {path.hours_per_week} hours a week,"
        f" and takes the score from {facts.match_score.value} to {last.score_after}."
    )
    if extra:
        verb = "is" if len(extra) == 1 else "are"
        yield f"{_some(extra)} {verb} on it because later steps build on {_them(extra)}."
    bargain = _bargain(facts)
    if bargain is not None:
        yield (
            f"If time is short, take {bargain.skill} out of turn: {bargain.learn_hours} hours for"
            f" {points_of(bargain, facts)} points is the best return on the list."
        )


def _largest(path: LearningPath) -> str:
    count = sum(step.reason is StepReason.REQUIRED for step in path.steps)
    if not path.later:
        return "only gap" if count == 1 else f"{english.number(count)} gaps"
    return f"{english.number(count)} largest gaps"


def _bargain(facts: SkillGapFindings) -> Gap | None:
    """Return the gap with the most points an hour, if it can be learnt now and is not first."""
    ready = [gap for gap in facts.gaps if gap.learn_hours and not gap.missing_prerequisites]
    best = max(ready, key=lambda gap: gap.demand_share / gap.learn_hours, default=None)
    first = facts.learning_path.steps[0].skill if facts.learning_path.steps else None
    worth_it = best is not None and best.skill != first and best.learn_hours <= QUICK_HOURS
    return best if worth_it else None


def _neighbours(facts: SkillGapFindings) -> str:
    if not facts.met_skills or not facts.gaps:
        return ""
    if not facts.adjacent_roles:
        return (
            f"Among similar roles none fits your skills better than {_role(facts)} does, so you"
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


def _small_print(facts: SkillGapFindings) -> Iterator[str]:
    yield from _how_understood(facts)
    sample = facts.sample
    made_up = " made-up" if facts.data_source == "sample data" else ""
    yield (
        f"The figures are from {sample.postings:,}{made_up} {_postings(facts)} over the twelve"
        f" months to {_day(sample.data_date)} ({facts.data_source})."
    )
    if facts.industry.asked and sample.domain is None:
        yield (
            f"{facts.industry.matched} alone has too few, so they cover all industries."
            if facts.industry.matched
            else "No industry in the data is near the one you named, so they cover all."
        )


def _how_understood(facts: SkillGapFindings) -> Iterator[str]:
    if facts.target_role.how is MatchKind.NEAR:
        yield f"You asked for \u201c{facts.target_role.asked}\u201d, read here as {_role(facts)}."
    near = [
        f"\u201c{skill.asked}\u201d as {skill.matched}"
        for skill in facts.current_skills
        if skill.how is MatchKind.NEAR
    ]
    if near:
        yield f"Reading {_some(near)} is a guess; correct your list if it is wrong."
    unknown = [f"\u201c{skill.asked}\u201d" for skill in facts.current_skills if not skill.matched]
    if unknown:
        are, them = ("is", "it was") if len(unknown) == 1 else ("are", "they were")
        yield f"{_some(unknown)} {are} not in the data, so {them} left out."


# --- next step ----------------------------------------------------------------------------------


def _next_step(facts: SkillGapFindings) -> str:
    if not facts.learning_path.steps:
        return _keep_up(facts)
    first = facts.learning_path.steps[0]
    return " ".join((_begin(first, facts), _done_when(first, facts)))


def _begin(step: PathStep, facts: SkillGapFindings) -> str:
    pace = facts.learning_path.hours_per_week
    start = f"Begin with {step.skill}: {step.hours} hours, until the end of week {step.last_week}"
    if step.reason is StepReason.REQUIRED:
        return f"{start} at {pace} hours a week."
    following = facts.learning_path.steps[1].skill
    return f"{start}; few postings ask for it by name, but {following} builds on it."


def _done_when(step: PathStep, facts: SkillGapFindings) -> str:
    companions = [skill.skill for skill in facts.met_skills if skill.skill != step.skill][:2]
    together = f" that also uses your {english.join_and(companions)}" if companions else ""
    if step.score_after > facts.match_score.value:
        return (
            f"You are done when you can show one finished piece of work with it{together}; your"
            f" score is then {step.score_after}."
        )
    return f"You are done when you can show one finished piece of work with it{together}."


def _keep_up(facts: SkillGapFindings) -> str:
    rising = [
        skill
        for skill in facts.required_skills
        if skill.demand_change_is_clear and (skill.demand_change or 0) > 0
    ]
    best = max(rising, key=lambda skill: skill.demand_change or 0, default=None)
    if best is None:
        top = facts.required_skills[0]
        return (
            f"Show depth where it is asked for most: put your strongest piece of work with"
            f" {top.skill}, which {english.percent(top.demand_share)} of the postings want, at the"
            " top of your applications."
        )
    before = english.percent(best.demand_share - (best.demand_change or 0))
    return (
        f"Go deeper into {best.skill}: its demand rose from {before} to"
        f" {english.percent(best.demand_share)} of the postings in a year, more than any other"
        f" skill's. Put a finished piece of work with it at the top of your applications."
    )


# --- words --------------------------------------------------------------------------------------


def _role(facts: SkillGapFindings) -> str:
    return facts.target_role.matched or facts.target_role.asked


def _postings(facts: SkillGapFindings) -> str:
    where = f" in {facts.sample.domain}" if facts.sample.domain else ""
    return f"{_role(facts)} postings{where}"


def _with_share(skill: RequiredSkill) -> str:
    return f"{skill.skill} ({english.percent(skill.demand_share)})"


def _not_asked_for(facts: SkillGapFindings) -> list[str]:
    required = {skill.skill for skill in facts.required_skills}
    used = {skill.shown_by for skill in facts.met_skills}
    known = [skill.matched for skill in facts.current_skills if skill.matched]
    return [skill for skill in known if skill not in required | used]


def _some(names: Sequence[str]) -> str:
    """Join the first few names, and say how many more there are."""
    if len(names) <= NAMED:
        return english.join_and(names)
    return english.join_and([*names[:NAMED], f"{english.number(len(names) - NAMED)} more"])


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _they(names: Sequence[str]) -> str:
    return "it comes" if len(names) == 1 else "they come"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
