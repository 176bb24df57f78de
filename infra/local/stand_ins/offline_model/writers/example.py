"""Write the sentence of `example` from its facts, by rules."""

from functions.job_types.example.job import ExampleFacts, ExampleText


def write(facts: ExampleFacts) -> ExampleText:
    """Write the sentence."""
    return ExampleText(sentence=f"Words in this text: {facts.words}.")
