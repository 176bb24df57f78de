"""Words that almost every text has in the languages that most résumés are written in. Pure."""

from typing import Final

_SMALL = """
a an and are as at be been by can do for from has have i in into is it its me my new no not of on or
other our over than that the their this through to under up us using was we well were which who with
within work worked working years year team
der die das den dem des ein eine einen und oder mit von vom für im in an auf zu zur zum bei als aus
nach seit bis über durch sowie wurde ist sind ich mein jahre
le la les l un une des du de d et ou en au aux pour par dans sur avec chez ans je mon est sont
el los las una unos y o en con para por del al como sobre más años se su es son
il lo gli i nel nella della dello dei delle di da per con su anni che è sono e
os as um uma e no na nos nas do da dos das em com para por ao à anos
het een van en voor met op te bij aan naar door jaar
och att det som på av för till med från den ett är jag år og af til fra ved jeg
i w z na do oraz od dla przez się jest nie rok lat o po za
a v na s z do od pro při se je ako aj rok let
și cu la din pe pentru prin ale este
ve ile bir için olarak bu da de
és az egy hogy nem
ja on sekä että oli
dan yang di untuk dengan pada
và của cho trong với là các
"""
_OF_RESUMES = """
experience education skills summary profile objective employment history projects contact languages
references certifications interests awards university college school bachelor master degree manager
engineer developer analyst assistant director designer consultant intern software management project
business data development design support customer sales marketing research technical present current
january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec email phone mobile address street linkedin github microsoft
excel english german french spanish company responsible managed developed led created
berufserfahrung ausbildung kenntnisse sprachen lebenslauf praktikum studium heute
expérience expériences formation compétences langues stage français anglais
experiencia educación formación habilidades idiomas español inglés actualidad
esperienza istruzione competenze lingue italiano inglese experiência educação
ervaring opleiding vaardigheden doświadczenie wykształcenie umiejętności
"""
#: In small letters.
COMMON: Final = frozenset((_SMALL + _OF_RESUMES).split())
