"""The verbs that résumés are made of, and their forms. Pure."""

from typing import Final

from functions.job_types.common.words import words

#: Each with its past tense.
_IRREGULAR: Final = dict(
    pair.split("/")
    for pair in words(
        "build/built lead/led write/wrote run/ran cut/cut drive/drove grow/grew make/made take/took"
        " give/gave set/set keep/kept teach/taught sell/sold buy/bought bring/brought win/won"
        " oversee/oversaw hold/held find/found speak/spoke rebuild/rebuilt rewrite/rewrote do/did"
        " get/got meet/met send/sent draw/drew begin/began troubleshoot/troubleshot"
    )
)
#: Verbs that double their last letter: "planned".
DOUBLED: Final = frozenset(
    words("plan ship map debug program submit transfer refer log scan tag control")
)
_REGULAR: Final = words(
    "achieve adapt administer advise analyze analyse apply arrange assess assign automate"
    " balance calculate carry check clean close coach code collaborate collect combine"
    " communicate compile complete compose conduct configure connect consolidate contribute"
    " control convert coordinate correct create customize debug define deliver deploy design"
    " develop diagnose document draft edit enable enforce engineer ensure establish estimate"
    " evaluate examine execute expand explain extend facilitate fix forecast formulate gather"
    " generate guide handle host identify implement improve increase inform install inspect"
    " integrate introduce investigate join launch learn list localize log maintain manage map"
    " measure mentor migrate model monitor move negotiate onboard open operate optimize order"
    " organize organise outline pack perform pilot plan prepare present prioritize process"
    " produce program promote propose prototype provide publish reconcile record recruit"
    " redesign reduce refactor refine release remove reorganize repair replace report"
    " represent research resolve respond restore restructure review revise rework scale"
    " schedule secure serve ship simplify solve specify standardize start store streamline"
    " answer assemble assist attain distribute enter optimise participate prioritise restock"
    " enhance strengthen submit summarize supervise support switch tag test track train transfer"
    " transform translate tune unify update upgrade use validate verify visualize work"
)
_VOWELS = frozenset("aeiou")


def past_of(base: str) -> str:
    """Return the past tense of a verb: `manage`, `managed`."""
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base in DOUBLED:
        return f"{base}{base[-1]}ed"
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{base}ed"


def gerund_of(base: str) -> str:
    """Return a verb's form with -ing: `manage`, `managing`."""
    if base in DOUBLED or base in {"run", "cut", "set", "get", "win", "begin"}:
        return f"{base}{base[-1]}ing"
    if base.endswith("e") and not base.endswith("ee"):
        return f"{base[:-1]}ing"
    return f"{base}ing"


def third_of(base: str) -> str:
    """Return a verb's form with -s: `manage`, `manages`."""
    if base.endswith(("s", "sh", "ch", "x", "o")):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}s"


BASES: Final = frozenset([*_IRREGULAR, *_REGULAR])
#: By any form of a verb, its base.
FORMS: Final = {form(base): base for form in (third_of, gerund_of, past_of) for base in BASES} | {
    base: base for base in BASES
}
