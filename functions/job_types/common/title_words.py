"""The words of job titles: what they mean, in which language and how shortened. Pure.

General knowledge of how people name work, and nothing of the data: which roles there are says the
warehouse. Other languages are those that are close enough to read word by word.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from functions.job_types.common.named_spans import TOKEN
from functions.job_types.common.words import words
from shared.core import normal_form

#: What kind of work a title names, its last word; by it alone no role can be told.
HEADS = frozenset(
    words(
        "administrator analyst architect consultant coordinator designer developer director"
        " engineer expert manager officer owner planner practitioner professional programmer"
        " scientist specialist technician tester"
    )
)
#: Heads that say nothing of the work but that one does it: "DevOps consultant".
PLAIN_HEADS = frozenset(words("consultant expert practitioner professional specialist"))
#: The market uses these for the same work.
_SAME_HEAD = words("developer engineer programmer")
#: Words that say how senior a title is, for whom, or nothing.
_IDLE = frozenset(
    words(
        "senior sr junior jr lead staff principal chief head mid level midlevel entry associate"
        " trainee intern internship graduate experienced i ii iii iv of the a an in for and as job"
        " role position work de des du la le les di del della da do dos im der die das fur für und"
        " y et e en m w d f x mwd stage praktikant werkstudent azubi stagiaire apprentice remote"
        " freelance contractor fulltime parttime"
    )
)
#: By meaning, the words that stand for it: shortened; the work for who does it; German, French,
#: Spanish, Portuguese, Italian, Dutch.
_WORDS_FOR: Mapping[str, tuple[str, ...]] = {
    "administrator": words("admin administration beheerder"),
    "analyst": words("analysis analytics analystin analyste analista"),
    "architect": words("architecture architekt architecte arquitecto arquiteto architetto"),
    "backend": words("be node nodejs php laravel symfony django golang rails"),
    "business analyst": ("ba",),
    "business intelligence": ("bi",),
    "data": words("ds daten données datos dado dati gegeven"),
    "data analyst": words("da datenanalyst datenanalystin"),
    "data engineer": words("de dateningenieur"),
    "data scientist": words("datenwissenschaftler datenwissenschaftlerin"),
    "database": ("db",),
    "database administrator": words("dba datenbankadministrator"),
    "designer": words("design diseñador diseñadora"),
    "developer": words(
        "dev coder development programming coding entwickler entwicklerin programmierer"
        " développeur développeuse desarrollador desarrolladora desenvolvedor desenvolvedora"
        " sviluppatore ontwikkelaar"
    ),
    "devops": ("devsecops",),
    "engineer": words(
        "eng engr engineering ingenieur ingenieurin ingénieur ingénieure ingeniero ingeniera"
        " engenheiro engenheira ingegnere"
    ),
    "financial": words("financiero financiera financeiro financeira"),
    "financial analyst": ("finanzanalyst",),
    "frontend": words("fe angular angularjs vue vuejs"),
    "fullstack": ("fs",),
    "information security": ("infosec",),
    "machine learning": words("ml ai ki ia"),
    "manager": words("mgr mngr management gerente jefe"),
    "marketing specialist": ("marketer",),
    "network": words("networking netzwerk netwerk réseau redes"),
    "network administrator": ("netzwerkadministrator",),
    "planner": ("planning",),
    "product": words("produit producto produto"),
    "product manager": ("produktmanager",),
    "product owner": ("po",),
    "project": words("proyecto projeto progetto"),
    "project manager": words("projektleiter projektleiterin projektmanager projet projectleider"),
    "quality assurance": ("qa",),
    "quality assurance engineer": ("qe",),
    "scientist": words("science científico científica cientista wissenschaftler"),
    "security engineer": words("pentester pentesting"),
    "security": words("sec sicherheit sécurité seguridad segurança"),
    "software": words("sw logiciel"),
    "software developer": words("softwareentwickler softwareentwicklerin"),
    "supply chain": ("sc",),
    "systems administrator": ("systemadministrator",),
    "technician": words("tech techniker technicien técnico"),
    "tester": ("testing",),
    "web developer": words("webentwickler webentwicklerin"),
}
#: Two words of which the second says something else by itself.
_JOINED = ("penetration test", "pentest")
#: They end in s and are no plurals.
_NO_PLURALS = frozenset(words("devops mlops sales analytics business systems operations sas aws"))
_SHORTEST_PLURAL = 4
#: Before a word of other languages is looked up in its plural: "analistas", "Entwicklers".
_SEVERAL_MEANT = 4


def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that say what it is: singular, without case and seniority."""
    folded = normal_form.normalize("NFKC", title).casefold().replace(*_JOINED)
    found = tuple(singular(word) for word in TOKEN.findall(folded) if word not in _IDLE)
    # "DE" alone is a data engineer, and before a name it is French.
    return found or tuple(word for word in TOKEN.findall(folded) if word in _MEANINGS)


def singular(word: str) -> str:
    """Return a word in its singular, as far as English forms it with an s."""
    is_plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    if not is_plural or word in _NO_PLURALS:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]


#: What a word stands for; several where it may stand for several.
_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "pm": ("product manager", "project manager"),
    **{
        form: (meaning,)
        for meaning, found in _WORDS_FOR.items()
        for word in found
        for form in (word, singular(word))
    },
}


def meanings(title: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Return what the words of a title may stand for, as they are first."""
    yield title
    options = [_MEANINGS.get(word, (word,)) for word in title]
    if all(option == (word,) for option, word in zip(options, title, strict=True)):
        return
    for chosen in list(product(*options))[:_SEVERAL_MEANT]:
        yield in_usual_order(tuple(" ".join(chosen).split()))


def in_usual_order(title: tuple[str, ...]) -> tuple[str, ...]:
    """Return a title with what kind of work it is at its end: "analyst data" is a data analyst."""
    if len(title) > 1 and title[0] in HEADS and title[-1] not in HEADS:
        return (*title[1:], title[0])
    return title


def same_heads(title: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Return a title with each head that the market uses for the same, its own first."""
    yield title
    if title and title[-1] in _SAME_HEAD:
        yield from ((*title[:-1], head) for head in _SAME_HEAD if head != title[-1])


def without_head(title: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a title before its head; all, where it has none."""
    return title[:-1] if title and title[-1] in HEADS else title


def is_known_word(word: str) -> bool:
    """Whether a word is one of titles, in any of the languages."""
    return word in HEADS or word in _MEANINGS or word in _IDLE
