"""A hundred more role names as people type them, by what is difficult about them.

What is wanted of each is what a careful person would answer who has the 24 roles of the sample data
and its synonyms: see `tests.support.role_names`. `KEPT_BACK` was written together with `TRIED`,
before any rule of either was tried, and looked at only when the rules were done.
"""

from collections.abc import Mapping

from tests.support.role_names import Several, Wanted

TRIED: Mapping[str, Mapping[str, Wanted]] = {
    "shortened": {
        "QA automation": "QA Engineer",
        "data eng": "Data Engineer",
        "fin analyst": "Financial Analyst",
        "cyber sec": "Security Engineer",
        "Salesforce admin": None,
    },
    "in another order": {
        "Engineer, Data": "Data Engineer",
        "Manager - Product": "Product Manager",
        "Analyst, Business": "Business Analyst",
        "specialist in digital marketing": "Digital Marketing Specialist",
    },
    "with a level": {
        "software engineer ii": "Backend Developer",
        "sr. data scientist": "Data Scientist",
        "Lead Data Engineer L5": "Data Engineer",
        "Mid-Senior Frontend Developer": "Frontend Developer",
        "Engineering Manager": None,
    },
    "with a tool": {
        ".NET developer": "Backend Developer",
        "C# programmer": "Backend Developer",
        "frontend dev (react)": "Frontend Developer",
        "React Native developer": "Mobile Developer",
        "Kubernetes engineer": "DevOps Engineer",
        "SAP consultant": None,
    },
    "German": {
        "Datenanalyst": "Data Analyst",
        "Softwareentwickler Java (m/w/d)": "Backend Developer",
        "Produktmanagerin": "Product Manager",
        "Netzwerktechniker": "Network Engineer",
        "Wirtschaftsprüfer": None,
    },
    "French": {
        "Développeur full stack": "Full Stack Developer",
        "Ingénieur réseau": "Network Engineer",
        "Chef de produit": "Product Manager",
        "Infirmière": None,
    },
    "Spanish": {
        "Ingeniero de datos": "Data Engineer",
        "Desarrollador móvil": "Mobile Developer",
        "Jefe de proyecto": "Project Manager",
        "Enfermera": None,
    },
    "with a place": {
        "data analyst berlin": "Data Analyst",
        "Remote DevOps Engineer (EU)": "DevOps Engineer",
        "nurse, New York": None,
    },
    "with a stroke or brackets": {
        "Backend/Frontend Developer": Several({"Backend Developer", "Frontend Developer"}),
        "DevOps/SRE": Several({"DevOps Engineer", "Site Reliability Engineer"}),
        "Developer (Full-Stack)": "Full Stack Developer",
        "QA/Test Engineer": "QA Engineer",
    },
    "misspelt": {
        "Sofware Enginer": "Backend Developer",
        "Bussiness Analist": "Business Analyst",
        "Cybersecurty analyst": "Security Engineer",
        "accountent": None,
    },
    "vague": {
        "software": Several({"Backend Developer", "Frontend Developer", "Full Stack Developer"}),
        "support": "IT Support Specialist",
        "something with computers": None,
    },
    "not in the data": {
        "Civil Engineer": None,
        "Sales engineer": None,
        "Security guard": None,
    },
}

KEPT_BACK: Mapping[str, Mapping[str, Wanted]] = {
    "shortened": {
        "sysadmin": "IT Support Specialist",
        "sw eng": "Backend Developer",
        "prod mgr": "Product Manager",
        "proj. manager": "Project Manager",
        "infra engineer": "DevOps Engineer",
    },
    "in another order": {
        "Engineer - Machine Learning": "Machine Learning Engineer",
        "Manager, Projects": "Project Manager",
        "developer for mobile apps": "Mobile Developer",
        "Architect (Cloud)": "Cloud Architect",
    },
    "with a level": {
        "Principal II Site Reliability Engineer": "Site Reliability Engineer",
        "associate product owner": "Product Manager",
        "Senior-level Network Engineer": "Network Engineer",
        "Working student data science": "Data Scientist",
        "VP of Engineering": None,
    },
    "with a tool": {
        "Ruby on Rails dev": "Backend Developer",
        "Spring Boot developer": "Backend Developer",
        "Terraform engineer": "DevOps Engineer",
        "Tableau developer": "Business Intelligence Developer",
        "Next.js developer": "Frontend Developer",
        "ServiceNow admin": None,
    },
    "German": {
        "Business-Analystin": "Business Analyst",
        "IT-Systemadministrator": "IT Support Specialist",
        "Projektleiter IT": "Project Manager",
        "Sicherheitsingenieur": "Security Engineer",
        "Altenpfleger": None,
    },
    "French": {
        "Développeuse front-end": "Frontend Developer",
        "Ingénieur données": "Data Engineer",
        "Technicien support informatique": "IT Support Specialist",
        "Professeur des écoles": None,
    },
    "Spanish": {
        "Ingeniera de software": "Backend Developer",
        "Gerente de producto": "Product Manager",
        "Administrador de redes": "Network Engineer",
        "Abogado": None,
    },
    "with a place": {
        "UX designer hybrid munich": "UX Designer",
        "network engineer (on-site, Austin TX)": "Network Engineer",
        "teacher in Madrid": None,
    },
    "with a stroke or brackets": {
        "Data Analyst / BI Developer": Several({"Data Analyst", "Business Intelligence Developer"}),
        "SysAdmin/DevOps": Several({"IT Support Specialist", "DevOps Engineer"}),
        "iOS/Android Developer": "Mobile Developer",
        "Front-End (React/Vue) Engineer": "Frontend Developer",
    },
    "misspelt": {
        "Machien Learning Engineer": "Machine Learning Engineer",
        "front-end devloper": "Frontend Developer",
        "Data scienstist": "Data Scientist",
        "Elektrician": None,
    },
    "vague": {
        "coder": Several({"Backend Developer", "Frontend Developer", "Full Stack Developer"}),
        "finance": "Financial Analyst",
        "IT": Several({"IT Support Specialist"}),
    },
    "not in the data": {
        "Interior designer": None,
        "Business development manager": None,
        "Landscape architect": None,
    },
}
