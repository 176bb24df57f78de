"""The words that headings of résumés are made of, in English, German, French and Spanish. Pure.

All are written as `key_of` leaves them: without case and accents.
"""

from typing import Final

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.findings import SectionKind as K

#: Words that name a kind of section, whatever stands beside them; the first in a heading decides.
HEADS: Final = {
    word: kind
    for kind, group in {
        K.EXPERIENCE: (
            "experience experiences employment internship internships berufserfahrung erfahrung"
            " erfahrungen praxiserfahrung berufspraxis praktika praktikum werdegang stages emplois"
            " experiencia experiencias trayectoria empleo empleos"
            " arbeitserfahrung arbeitserfahrungen berufstatigkeit tatigkeit tatigkeiten laufbahn"
            " esperienza esperienze impiego werkervaring"
        ),
        K.EDUCATION: (
            "education educational qualification qualifications studies schooling degrees"
            " ausbildung bildung bildungsweg studium schulbildung hochschulbildung schulausbildung"
            " etudes diplomes scolarite cursus educacion estudios formacion formation"
            " formations academics"
            " coursework thesis dissertation schule aus- bildungsabschlusse schulabschluss"
            " abschlusse educacao formacao escolaridade"
            " istruzione formazione studi opleiding opleidingen"
        ),
        K.SKILLS: (
            "skills skill skillset competencies competences competence competency expertise"
            " proficiency proficiencies strengths kenntnisse fahigkeiten kompetenzen"
            " edv-kenntnisse it-kenntnisse fachkenntnisse habilidades competencias aptitudes"
            " conocimientos destrezas savoir-faire capabilities abilities"
            " herramientas outils ferramentas conhecimentos competenze vaardigheden"
        ),
        K.SUMMARY: (
            "summary objective objectives profile synopsis kurzprofil profil zusammenfassung"
            " berufsziel resumen perfil objetivo objectif extracto resumo profilo sommario"
        ),
        K.PROJECTS: "projects projekte projets proyectos projetos progetti",
        K.CERTIFICATIONS: (
            "certifications certification certificates certificate licenses licences licensure"
            " accreditations zertifikate zertifizierungen weiterbildung weiterbildungen"
            " fortbildungen certificats certificados certificaciones trainings training courses"
            " cursos zusatzqualifikationen certificacoes certificazioni workshops corsi"
        ),
        K.LANGUAGES: "languages sprachen sprachkenntnisse langues idiomas lingue",
        K.AWARDS: (
            "awards award honors honours honors-awards fellowships grants achievements achievement"
            " accomplishments scholarships"
            " auszeichnungen stipendien distinctions prix premios logros reconocimientos"
        ),
        K.PUBLICATIONS: (
            "publications publication publikationen veroffentlichungen publicaciones publicacoes"
            " pubblicazioni articles presentations lectures talks"
        ),
        K.VOLUNTEERING: (
            "volunteering volunteer ehrenamt ehrenamtliche engagement benevolat voluntariado"
            " involvement"
        ),
        K.INTERESTS: (
            "interests interest hobbies hobby hobbys interessen freizeit loisirs interets aficiones"
            " intereses pasatiempos interesses interessi"
        ),
        K.REFERENCES: "references referees referenzen referencias",
        K.CONTACT: (
            "contact kontakt kontaktdaten contacto coordonnees contacts contato contatos contatti"
        ),
        K.OTHER: (
            "declaration memberships affiliations associations organizations organisations"
            " committees patents activities extracurricular extracurriculars"
            " extra-curricular mitgliedschaften actividades divers varios sonstiges miscellaneous"
        ),
    }.items()
    for word in words(group)
}
#: Words beside which it does not matter what the heading is about otherwise: "Project Experience".
FIRST: Final = {
    **dict.fromkeys(("volunteer", "volunteering", "voluntary", "ehrenamtliche"), K.VOLUNTEERING),
    **dict.fromkeys(("language", "linguistic", "linguistiques", "linguisticas"), K.LANGUAGES),
    **dict.fromkeys(("project", "projects"), K.PROJECTS),
    **dict.fromkeys(("summary", "objective", "resumen", "zusammenfassung"), K.SUMMARY),
    **dict.fromkeys(("extracurricular", "extra-curricular"), K.OTHER),
}
#: Words that name a kind where no other does: "Work History".
MODIFIERS: Final = {
    word: kind
    for kind, group in {
        K.EDUCATION: "academic academics academica academique akademische universitaria schulische",
        K.EXPERIENCE: (
            "work working career employment beruflicher berufliche laboral history journey parcours"
            " professionnel"
        ),
        K.CONTACT: (
            "details particulars persoenliche personliche personnelles personales data daten datos"
            " information informations"
        ),
        K.SKILLS: "technical technologies tools technische",
        K.OTHER: "service leadership",
    }.items()
    for word in words(group)
}
#: Words that stand beside those, and name nothing.
NEUTRAL: Final = frozenset(
    words(
        "professional personal relevant related other additional key core main major minor selected"
        " recent my and of the in with for to history background record details information"
        " overview highlights highlight areas area set sets list industry industrial corporate"
        " technical computer it software hardware soft hard general special teaching research"
        " clinical military leadership previous past current prior total responsibilities duties"
        " roles role positions held full time part freelance work working career academic basic"
        " interpersonal social digital programming activities community service school college"
        " university higher further executive brief qualifications contd continued international"
        " und der die das in meine weitere sonstige besondere praktische berufliche fachliche"
        " schulische akademische personliche personlicher beruflicher angaben zu zur person"
        " et de des du la le les mes en professionnelle professionnelles professionnel personnel"
        " principales autres techniques informatiques informatique centres complementaires"
        " y e el los las mi mis profesional profesionales laboral laborales academica academicas"
        " tecnicas informaticas informaticos personales complementaria complementaria otros otras"
        " field fields statement about me qualification volunteer interests data datos daten"
        " technologies tools specialized specialised professionally on job hands"
        " practical summer scholastic credentials personal state of"
        " extra curricular co-curricular done completed attended undertaken realizados online"
        " in-plant in-house lehrgange functional"
        " profissional profissionais pessoais tecnicas complementares academico e em"
        " professionale professionali lavorativa lavorative lingua conferences conference present"
        " invited top campus recognition"
    )
)
#: What several things may be called by, in a job as well: a heading only in the form of the others.
AMBIGUOUS: Final = frozenset(
    words(
        "work career positions tools technologies training trainings courses portfolio talks papers"
        " community projects achievements achievement accomplishments responsibilities expertise"
        " competencies qualification engagement activities recognition skills strengths summary"
        " details contact interests languages profile references certificates cursos proyectos"
        " projekte projets logros volunteer internship stages divers prix herramientas ferramentas"
        " outils workshops articles tatigkeiten projetos progetti studi abschlusse impiego"
        " actividades service leadership presentations lectures coursework thesis dissertation"
        " grants organizations organisations committees involvement"
    )
)
#: Those of them that a line of its own says once, and then as a heading.
ALONE: Final = frozenset(
    words(
        "projects skills languages interests references certificates publications talks volunteer"
        " projekte sprachen projets proyectos cursos projetos"
    )
)
#: Those of them that are no labels among skills, but open the next section.
NO_SKILLS: Final = frozenset(words("achievements accomplishments"))
#: Those of them that are labels in a job whatever stands beside them.
LABELS: Final = frozenset(
    words(
        "responsibilities duties roles role tools technologies achievements achievement highlights"
        " accomplishments projects training courses activities areas details overview"
    )
)
#: What stands above a whole résumé.
TITLES: Final = frozenset(
    ("curriculum vitae", "resume", "cv", "lebenslauf", "bewerbung", "hoja de vida", "biodata")
)
