"""The offline model's writers: one module a prompt, each with a function `write(facts)`."""
