"""Write the engine to begin something else with: `make template DIR=../my-jobs`.

    without_types   a copy of what git knows, without the product's job types

The copy has the type `example`, and everything that any type may use: the warehouse with its sample
data, the offline model, the web app. What must stay true: it is green by its own `make test`.
"""
