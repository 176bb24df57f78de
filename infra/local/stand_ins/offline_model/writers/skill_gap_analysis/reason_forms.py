"""How the reason for a gap can be put: sentences to fill in, by what they are about."""

from collections.abc import Mapping
from enum import StrEnum


class Angle(StrEnum):
    """What can be said about a gap."""

    PAY = "pay"
    LESS_PAY = "less pay"
    RISING = "rising"
    FALLING = "falling"
    DEMAND = "demand"
    UNLOCKS = "unlocks"
    BUILDS_ON = "builds on"
    PREREQUISITE = "prerequisite"
    QUICK = "quick"
    LONG = "long"
    SAME_PAY = "same pay"
    POINTS = "points"


#: First sentences, by angle; taken in turn.
LEAD_FORMS: Mapping[Angle, tuple[str, ...]] = {
    Angle.DEMAND: (
        "{share} of the postings ask for it.",
        "an employer wants it in {share} of cases.",
        "it stands in {share} of the postings.",
        "{share} of postings name it.",
        "you will meet it in {share} of the postings.",
    ),
    Angle.PAY: (
        "{share} of the postings ask for it, and those pay {pay} a year more than comparable ones.",
        "postings with it pay {pay} a year more than their peers, and {share} have it.",
        "it goes with {pay} more a year, and {share} of the postings name it.",
        "{share} of employers ask for it, in postings that pay {pay} a year above the rest.",
        "wanted in {share} of the postings, it comes with {pay} a year on top of comparable pay.",
    ),
    Angle.LESS_PAY: (
        "{share} of the postings ask for it, but they pay {pay} a year less than comparable ones.",
        "it is asked for ({share}) more than it is paid for: postings with it pay {pay} less.",
    ),
    Angle.RISING: (
        "demand is rising: {share} of the postings ask for it, up from {before} a year before.",
        "a year earlier {before} of the postings named it; now {share} do.",
        "few skills gain ground like it: from {before} of the postings to {share} in a year.",
    ),
    Angle.FALLING: (
        "{share} of the postings still ask for it, down from {before} a year before.",
        "it is losing ground, from {before} of the postings to {share} in a year.",
    ),
}

#: Sentences after the first, by angle; taken in turn.
FURTHER_FORMS: Mapping[Angle, tuple[str, ...]] = {
    Angle.PAY: (
        "where it is wanted, the pay is {pay} a year higher than in comparable postings.",
        "the postings that want it pay {pay} a year more.",
        "there is money in it too: {pay} a year between postings with it and without.",
        "pay differs by {pay} a year in favour of the postings that name it.",
    ),
    Angle.LESS_PAY: (
        "it does not pay, though: {pay} a year less than comparable postings without it.",
        "do not expect it to be rewarded; postings with it pay {pay} less.",
    ),
    Angle.RISING: (
        "a year earlier it was {before}, so it is worth having early.",
        "that is {change} more than the year before.",
    ),
    Angle.FALLING: (
        "that share was {before} a year before, so it can wait if something has to.",
        "with {change} lost in a year, it is the one to put off.",
    ),
    Angle.UNLOCKS: (
        "{unlocks} can only follow once you have it.",
        "it is also the door to {unlocks}.",
        "learning it clears the way for {unlocks}, further down your list.",
    ),
    Angle.BUILDS_ON: (
        "you do not start cold, because it builds on your {builds_on}.",
        "what you know of {builds_on} carries over, and the {hours} hours count on that.",
        "with {builds_on} behind you, about {hours} hours are enough for a first project.",
        "your {builds_on} is the groundwork for it.",
    ),
    Angle.PREREQUISITE: (
        "it needs {missing} first, which the path puts before it.",
        "do not begin with it, though: {missing} comes first.",
        "plan for {missing} before it.",
        "without {missing} it makes little sense, so that goes ahead of it.",
        "get {missing} done first.",
    ),
    Angle.QUICK: (
        "about {hours} hours are enough to use it, which makes it one of the cheaper gaps.",
        "at {hours} hours it is quickly closed.",
        "you can have it in {weeks}.",
        "it costs no more than {hours} hours.",
        "reckon with {hours} hours, less than for most.",
    ),
    Angle.LONG: (
        "it is a long haul: some {hours} hours, or {weeks} at the path's pace.",
        "set aside {weeks} for it; {hours} hours is a fair guess.",
        "the price is time, about {hours} hours of it.",
    ),
    Angle.SAME_PAY: (
        "it is expected rather than rewarded: pay with it and without does not clearly differ.",
        "do not expect more pay for it; it gets you considered.",
        "pay is about the same with it and without, so learn it to be let in.",
        "no clear difference in pay goes with it.",
        "it opens doors more than it moves pay, which hardly differs.",
    ),
    Angle.POINTS: (
        "closing it adds {gain} to your score.",
        "on its own it is worth {gain}.",
        "{gain} of the score depend on it.",
        "having it would lift your score by {gain}.",
        "it stands for {gain} of the 100.",
    ),
}
