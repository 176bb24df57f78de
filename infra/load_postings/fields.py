"""What a posting can say, and what columns that say it are called in files that people have.

A file's column is known by its name: without case, spaces and signs. The names are those of public
files (LinkedIn, Indeed, Glassdoor, Google Jobs, Naukri, schema.org), the surest first.
"""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """What a posting can say; more than the table has columns for."""

    POSTING_ID = "posting_id"
    POSTED_ON = "posted_on"
    ROLE = "role"
    DESCRIPTION = "description"
    SKILLS = "skills"
    EMPLOYER = "employer"
    DOMAIN = "domain"
    REGION = "region"
    CITY = "city"
    STATE = "state"
    COUNTRY = "country"
    IS_REMOTE = "is_remote"
    EXPERIENCE_YEARS = "experience_years"
    SALARY_USD = "salary_usd"
    PAY = "pay"
    PAY_LOW = "pay_low"
    PAY_HIGH = "pay_high"
    PAY_MIDDLE = "pay_middle"
    PAY_HOUR = "pay_hour"
    PAY_CURRENCY = "pay_currency"
    PAY_PERIOD = "pay_period"
    READ_ON = "read_on"


MEANINGS: Mapping[Field, str] = {
    Field.POSTING_ID: "what tells the posting from others: a number, an address",
    Field.POSTED_ON: "the day it was published",
    Field.ROLE: "its title",
    Field.DESCRIPTION: "its text; HTML is read",
    Field.SKILLS: "a list of skills; without it they are found in the description",
    Field.EMPLOYER: "who is hiring",
    Field.DOMAIN: "the employer's industry",
    Field.REGION: "where the work is",
    Field.CITY: "the place, where state and country stand apart",
    Field.STATE: "the state",
    Field.COUNTRY: "the country",
    Field.IS_REMOTE: "whether it is remote work",
    Field.EXPERIENCE_YEARS: "years of experience; without it they are found in the description",
    Field.SALARY_USD: "yearly pay in US dollars",
    Field.PAY: 'pay in words: "$80K-$120K", "45 an hour"',
    Field.PAY_LOW: "the least that is paid",
    Field.PAY_HIGH: "the most that is paid",
    Field.PAY_MIDDLE: "the pay, or its middle, as a number",
    Field.PAY_HOUR: "what an hour pays, as a number",
    Field.PAY_CURRENCY: "the currency of the pay",
    Field.PAY_PERIOD: "what the pay is for: hour, month, year",
    Field.READ_ON: 'the day the file\'s row was made: "3 days ago" is counted from it',
}

_NAMES: Mapping[Field, str] = {
    Field.POSTING_ID: (
        "postingid jobid jobpostingid jobkey jk uniqid uniqueid identifier reqid requisitionid"
        " jobreference reference slug absoluteurl hostedurl joblink"
        " joburl jobpostingurl applyurl url link id"
    ),
    Field.POSTED_ON: (
        "postedon dateposted posteddate postdate postingdate originallistedtime listedtime"
        " jobposteddate jobpostedat postedat posted publishedat publishedon publicationdate"
        " firstpublished jobpostingdate listedat listingdate firstseen createdat created"
        " opendate dateadded date updatedat datum veröffentlichtam fecha"
    ),
    Field.ROLE: (
        "jobtitle title positiontitle postingtitle jobname positionname position designation"
        " vacancy jobrole role titel jobtitel stellenbezeichnung stelle intitulé puesto"
    ),
    Field.DESCRIPTION: (
        "description jobdescription descriptiontext jobdesc fulldescription jobsummary"
        " jobdescriptiontext descriptionplain content contents"
        " details jobdetails responsibilities requirements body text summary"
        " beschreibung stellenbeschreibung descripción"
    ),
    Field.SKILLS: (
        "skills keyskills jobskills requiredskills skillset skillsrequired skill techstack"
        " technologies tags keywords kenntnisse compétences"
    ),
    Field.EMPLOYER: (
        "employer companyname companydisplayname company employername hiringorganization"
        " organization organisation organizationname hiringcompany firm"
        " unternehmen firma arbeitgeber entreprise empresa"
    ),
    Field.DOMAIN: (
        "domain industry industryname companyindustry categorylabel industries sector jobindustry"
        " lineofbusiness branche secteur"
    ),
    Field.REGION: (
        "region locationdisplayname locationname joblocation location formattedlocation workplace"
        " place officelocation joblocationaddress standort arbeitsort ort lieu ubicación"
    ),
    Field.CITY: "city jobcity town addresslocality",
    Field.STATE: "state jobstate province statecode addressregion",
    Field.COUNTRY: "country jobcountry countrycode addresscountry",
    Field.IS_REMOTE: (
        "isremote remoteallowed remote jobisremote jobworkfromhome workfromhome remotework"
        " joblocationtype worktype workmode remoteratio workplacetype"
    ),
    Field.EXPERIENCE_YEARS: (
        "experienceyears yearsofexperience yearsexperience experiencerequired"
        " jobexperiencerequired experiencerequirements minexperience minimumexperience"
        " experience berufserfahrung formattedexperiencelevel experiencelevel seniority"
        " senioritylevel"
    ),
    Field.SALARY_USD: "salaryusd salaryinusd",
    Field.PAY: (
        "pay salary salaryestimate salaryrange jobsalary payrange basesalary compensation wage"
        " salarytext formattedsalary salarypay remuneration gehalt salaire salario"
    ),
    Field.PAY_LOW: (
        "paylow minsalary salarymin salaryfrom minpay minimumsalary salarylow basesalaryminvalue"
        " jobminsalary minamount lowersalary payfrom"
    ),
    Field.PAY_HIGH: (
        "payhigh maxsalary salarymax salaryto maxpay maximumsalary salaryhigh basesalarymaxvalue"
        " jobmaxsalary maxamount uppersalary payto"
    ),
    Field.PAY_MIDDLE: (
        "paymiddle medsalary mediansalary salaryyearavg salaryavg avgsalary averagesalary"
        " salarystandardized normalizedsalary salaryyearly meansalary"
    ),
    Field.PAY_HOUR: "payhour salaryhouravg salaryhourly hourlyrate hourlypay hourlywage",
    Field.PAY_CURRENCY: "paycurrency currency salarycurrency jobsalarycurrency currencycode",
    Field.PAY_PERIOD: (
        "payperiod salaryperiod jobsalaryperiod salaryrate interval salaryinterval"
        " basesalaryunittext salarytype salaryfrequency payrateperiod"
    ),
    Field.READ_ON: (
        "readon scrapedat scrapedon scrapeddate crawltimestamp crawldate datescraped scrapedate"
        " datetime retrievedat extractdate extractiondate collectedat timestamp"
    ),
}
#: By field, the names that its columns have, the surest first.
COLUMN_NAMES: Mapping[Field, tuple[str, ...]] = {
    field: tuple(dict.fromkeys(names.split())) for field, names in _NAMES.items()
}


def plain_name(column: str) -> str:
    """Return a column's name without case, spaces and signs."""
    return "".join(letter for letter in column.casefold() if letter.isalnum())
