"""The words of job titles, as lists: kinds of work, shortened, of other languages, and of tools.

General knowledge of how people name work, and nothing of the data: which roles there are says the
warehouse. Other languages are those that are close enough to read word by word.
"""

from collections.abc import Mapping

from functions.job_types.common.words import words

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
SAME_HEAD = words("developer engineer programmer")
#: What one is called who works with a tool: "Kubernetes engineer", "React expert".
TOOL_HEADS = PLAIN_HEADS | frozenset(SAME_HEAD)
#: Fields so wide that their name alone asks back; beside another field they add nothing to it.
BROAD = frozenset(words("application computer it software"))
#: What is mostly done in those.
BROAD_HEAD = "developer"
#: Words that say how senior a title is, for whom, where one works, or nothing.
IDLE = words(
    "senior sr snr junior jr lead staff principal chief head mid level midlevel associate assoc"
    " trainee intern internship graduate experienced student working i ii iii iv v of the a an"
    " in for and as h job role position work l1 l2 l3 l4 l5 l6 1st 2nd 3rd de des du la le les"
    " di del della da do dos im der die das fur für und y et e en m w d f x mwd innen stage"
    " praktikum praktikant praktikantin werkstudent werkstudentin azubi leitender leitende"
    " stagiaire apprenti apprentice alternance alternant alternante confirmé confirmée débutant"
    " becario becaria pleno prácticas remote hybrid onsite freelance freelancer contractor"
    " fulltime parttime cdi cdd"
)
#: By meaning, the words that stand for it: shortened; the work for who does it; German, French,
#: Spanish, Portuguese, Italian, Dutch.
WORDS_FOR: Mapping[str, tuple[str, ...]] = {
    "administrator": words(
        "admin administration beheerder administrateur administratrice administrador administradora"
    ),
    "analyst": words("anlst analysis analytics analyste analista"),
    "architect": words("arch architecture architekt architecte arquitecto arquiteto architetto"),
    "backend": ("be",),
    "business": words("bus biz negocio negocios negócios affaires geschäft"),
    "business analyst": ("ba",),
    "business intelligence": ("bi",),
    "cloud": words("nube nuage"),
    "consultant": words("consultor consultora"),
    "coordinator": words("coord koordinator coordinateur coordinatrice coordinador"),
    "data": words("ds daten données datos dado dati gegeven gegevens"),
    "data analyst": ("da",),
    "data engineer": ("de",),
    "database": words("db datenbank"),
    "database administrator": ("dba",),
    "designer": words("design diseñador diseñadora"),
    "developer": words(
        "dev devs coder development programming coding entwickler entwicklung programmierer"
        " programador programadora développeur développeuse desarrollador desarrolladora"
        " desenvolvedor desenvolvedora sviluppatore ontwikkelaar"
    ),
    "devops": ("devsecops",),
    "engineer": words(
        "eng engr engineering ingenieur ingénieure ingeniero ingeniera engenheiro engenheira"
        " ingegnere"
    ),
    "financial": words(
        "fin finanz financier financière financiero financiera financeiro financeira finanziario"
    ),
    "frontend": ("fe",),
    "fullstack": ("fs",),
    "information security": ("infosec",),
    "infrastructure": words("infra infrastruktur"),
    "it": words(
        "informatiker fachinformatiker informaticien informatik informatique informatica"
        " informática informático edv"
    ),
    "machine learning": words("ml ai ki ia"),
    "manager": words(
        "mgr mngr management mgmt gerente gestor gestora jefe jefa leiter responsable"
        " responsabile responsável"
    ),
    "marketing": words("mktg mkt"),
    "marketing specialist": ("marketer",),
    "mobile": words("mobil móvil móviles"),
    "network": words("networking netzwerk netwerk réseau réseaux redes"),
    "planner": ("planning",),
    "product": words("prod produkt produit producto produto"),
    "product owner": ("po",),
    "project": words("proj projekt projet proyecto projeto progetto"),
    "project manager": ("projectleider",),
    "quality assurance": ("qa",),
    "quality assurance engineer": ("qe",),
    "scientist": words("science científico científica cientista wissenschaftler"),
    "security engineer": words("pentester pentesting"),
    "security": words("sec sicherheit sécurité seguridad segurança"),
    "software": words("sw logiciel"),
    "software engineer": words("sde swe"),
    "specialist": words("spezialist spécialiste especialista"),
    "supply chain": ("sc",),
    "support": words("supp soporte suporte"),
    "systems": words("system sys sistema sistemas système"),
    "technician": words("tech techniker technicien technicienne técnico técnica"),
    "tester": words("testing testeur testeuse"),
}
#: By the work that is done with them, the tools that stand in its place: "Kubernetes engineer".
TOOLS_OF: Mapping[str, tuple[str, ...]] = {
    "backend developer": words(
        "node nodejs php laravel symfony django flask fastapi ruby rails ror golang go dotnet c# f#"
        " aspnet java jee j2ee spring springboot python express nestjs elixir scala rust c++ cobol"
        " perl delphi blockchain solidity"
    ),
    "business intelligence developer": words("tableau powerbi qlik qlikview looker ssrs cognos"),
    "cloud engineer": words("aws azure gcp"),
    "data engineer": words(
        "etl spark pyspark hadoop airflow dbt snowflake databricks kafka redshift bigquery"
    ),
    "devops engineer": words(
        "kubernetes k8s docker terraform ansible jenkins openshift helm puppet gitops cicd"
    ),
    "embedded developer": words("c c++ rust rtos firmware fpga"),
    "frontend developer": words(
        "angular angularjs vue vuejs react reactjs next nextjs nuxt nuxtjs svelte ember emberjs"
        " jquery javascript js html html5 css css3 typescript wordpress shopify drupal magento"
    ),
    "full stack developer": words(
        "mern mean lamp typescript wordpress shopify drupal magento blockchain solidity"
    ),
    "machine learning engineer": words("pytorch tensorflow nlp llm genai computervision"),
    "mobile developer": words(
        "ios android swift swiftui kotlin flutter reactnative xamarin ionic objectivec"
    ),
    "network engineer": words("cisco ccna ccnp"),
    "security engineer": words("siem splunk"),
}
#: By who looks after them or reads their figures, the tools that stand in the work's place.
TOOLS_BY_HEAD: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "administrator": {
        "systems administrator": words("linux windows unix vmware citrix aws azure gcp"),
        "database administrator": words("oracle mysql mssql postgres postgresql mongodb sql"),
        "network administrator": ("cisco",),
    },
    "architect": {"cloud architect": words("aws azure gcp")},
    "analyst": {"data analyst": words("sql excel tableau powerbi looker qlik sas python")},
}
#: Tools whose names are words besides: alone, they name none.
ORDINARY_TOOLS = frozenset(
    words(
        "c go express helm puppet spark lean mean lamp next react spring swift ember ionic looker"
        " rails ruby scala flutter"
    )
)
#: Of these and of the words above, German makes compounds: "Netzwerkadministrator".
COMPOUNDED = frozenset(
    words("backend cloud data devops frontend marketing network security software test web")
)
#: Several words that say one thing, and the word for it; with accents dropped.
PHRASES: tuple[tuple[str, str], ...] = (
    (r"penetration test", "pentest"),
    (r"(?<![a-z])(?:asp)?\s?(?:\.|dot )net\b(?: core)?", " dotnet"),
    (r"\b([a-z]{2,12})\.js\b", r"\1js"),
    (r"\breact[ -]native\b", "reactnative"),
    (r"\bspring[ -]boot\b", "springboot"),
    (r"\bruby on rails\b", "rails"),
    (r"\bobjective[ -]c\b", "objectivec"),
    (r"\bci/cd\b", "cicd"),
    (r"\bcheff?e? de\b", "manager"),
    (r"\bstage manager", "stagemanager"),
    (r"\bentry[ -]level\b", " "),
    (r"\bethical hack(?:er|ing)\b", "pentester"),
    (r"\bsoc analyst", "security analyst"),
    (r"\bcomputer vision\b", "computervision"),
    (r"\banwendungsentwickl", "softwareentwickl"),
    (r"\bsystemintegration\b", "systemadministrator"),
    (r"\b((?:dev|des|entw|svil)\w{0,12}\.?) (front|back)\b(?![ -]?end)", r"\1 \2end"),
    (r"\b(?:full|part)[ -]time\b", " "),
    (r"\bon[ -]site\b", " "),
    (
        (
            r"\b(?:artificial intelligence|kunstliche intelligenz|intelligence artificielle"
            r"|inteligencia artificial)\b"
        ),
        "ai",
    ),
    (
        r"\b(?:maschinelles lernen|apprentissage automatique|aprendizaje automatico)\b",
        "machine learning",
    ),
    (
        r"\b(?:qualitatssicherung|assurance qualite|aseguramiento de (?:la )?calidad)\b",
        "quality assurance",
    ),
    # Who tests by hand or by machine is a tester.
    (r"\b(qa|test(?:er|ing)?|quality assurance)[ -](?:automation|automated)\b", r"\1"),
    (r"\b(?:automation|automated|manual)[ -](qa|test(?:er|ing)?|quality assurance)\b", r"\1"),
)
#: Fields that name work by themselves, or with any head that says one does it.
ALONE: Mapping[frozenset[str], str] = {
    frozenset(words(said)): "it support"
    for said in ("support", "technical support", "technician support", "user support", "it support")
}
#: They end in s and are no plurals.
NO_PLURALS = frozenset(
    words("devops mlops sales analytics business systems operations sas aws kubernetes")
)
