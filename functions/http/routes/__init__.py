"""Every route of the API, a file for each group; each calls one function and packs its answer.

How a route is declared stands in `functions.http.routing`; what a job may do lives elsewhere.
"""

from functions.http.routes import about, change, devices, follow, operators, schedules, submit

#: In the order in which a reader of the description meets them.
GROUPS = (
    submit.GROUP,
    follow.GROUP,
    change.GROUP,
    schedules.GROUP,
    devices.GROUP,
    operators.GROUP,
    about.GROUP,
)
