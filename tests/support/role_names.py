"""Ninety role names as people type them, and what is wanted of each.

Of the 24 roles of the sample data a name is one; or it may be several, and is asked back; or it is
none. `KEPT_BACK` was written together with `TRIED` and looked at only when the rules were done.
"""

from collections.abc import Mapping

#: Asked back: these may be meant, and perhaps more.
Several = frozenset[str]
#: The role meant; those that may be meant; or None for a role that there are no postings of.
Wanted = str | Several | None

_DATA = Several({"Data Engineer", "Data Analyst", "Data Scientist"})
_ANALYSTS = Several({"Data Analyst", "Business Analyst", "Financial Analyst"})
_DEVELOPERS = Several({"Backend Developer", "Frontend Developer", "Full Stack Developer"})

TRIED: Mapping[str, Wanted] = {
    "QA": "QA Engineer",
    "Full-stack": "Full Stack Developer",
    "ML Ops": "Machine Learning Engineer",
    "Machine learning": "Machine Learning Engineer",
    "DBA": "Data Engineer",
    "UX/UI": "UX Designer",
    "analyst": _ANALYSTS,
    "developer": _DEVELOPERS,
    "engineer": Several({"Data Engineer", "DevOps Engineer", "Security Engineer"}),
    "manager": Several({"Product Manager", "Project Manager"}),
    "PM": Several({"Product Manager", "Project Manager"}),
    "data": _DATA,
    "data engineers": "Data Engineer",
    "Sr. data eng": "Data Engineer",
    "Data Enginer": "Data Engineer",
    "dataengineer": "Data Engineer",
    "Data engineering": "Data Engineer",
    "data science": "Data Scientist",
    "data analytics": "Data Analyst",
    "BI": "Business Intelligence Developer",
    "front end": "Frontend Developer",
    "FE dev": "Frontend Developer",
    "back-end": "Backend Developer",
    "react dev": "Frontend Developer",
    "software engineers": "Backend Developer",
    "programmer": _DEVELOPERS,
    "Fullstak developper": "Full Stack Developer",
    "iOS dev": "Mobile Developer",
    "dev ops": "DevOps Engineer",
    "cyber security": "Security Engineer",
    "embedded": "Embedded Engineer",
    "help desk": "IT Support Specialist",
    "product management": "Product Manager",
    "Head of Product": Several({"Product Manager", "UX Designer"}),
    "supply chain": "Supply Chain Analyst",
    "Softwareentwickler": "Backend Developer",
    "Chef de projet": "Project Manager",
    "analista de datos": "Data Analyst",
    "nurse": None,
    "Registered Nurse": None,
    "teacher": None,
    "truck driver": None,
    "HR manager": None,
    "Chef": None,
    "Krankenschwester": None,
}

KEPT_BACK: Mapping[str, Wanted] = {
    "AI engineer": "Machine Learning Engineer",
    "ML": "Machine Learning Engineer",
    "machine learning engineers": "Machine Learning Engineer",
    "UI": Several({"UX Designer", "Frontend Developer"}),
    "ux": "UX Designer",
    "user experience": "UX Designer",
    "designer": Several({"UX Designer"}),
    "architect": Several({"Cloud Architect"}),
    "cloud": Several({"Cloud Architect", "DevOps Engineer"}),
    "scientist": Several({"Data Scientist"}),
    "Business analysts": "Business Analyst",
    "BA": "Business Analyst",
    "financial analysis": "Financial Analyst",
    "Finacial Analyst": "Financial Analyst",
    "digital marketing": "Digital Marketing Specialist",
    "marketer": "Digital Marketing Specialist",
    "SEO": "Digital Marketing Specialist",
    "network admin": "Network Engineer",
    "networking": "Network Engineer",
    "sys admin": "IT Support Specialist",
    "desktop support": "IT Support Specialist",
    "site reliability": "Site Reliability Engineer",
    "SREs": "Site Reliability Engineer",
    "DevSecOps engineer": "DevOps Engineer",
    "DevOps consultant": "DevOps Engineer",
    "Android": "Mobile Developer",
    "mobile": "Mobile Developer",
    "Pyhton developer": "Backend Developer",
    "java": "Backend Developer",
    "web dev": "Frontend Developer",
    "Javascript Engineer": "Frontend Developer",
    "Junior Backend Engineer (m/w/d)": "Backend Developer",
    "Backend Developer @ Northwind": "Backend Developer",
    "Test automation": "QA Engineer",
    "scrum master": "Project Manager",
    "project manger": "Project Manager",
    "Projektleiterin": "Project Manager",
    "Ingénieur DevOps": "DevOps Engineer",
    "desarrollador web": "Frontend Developer",
    "accountant": None,
    "lawyer": None,
    "electrician": None,
    "graphic designer": None,
    "Sales Manager": None,
    "Lehrer": None,
}
