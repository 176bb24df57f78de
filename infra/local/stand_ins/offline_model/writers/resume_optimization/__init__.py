"""Write the text of `resume-optimization` from a part of a résumé, by rules."""

from infra.local.stand_ins.offline_model.writers.resume_optimization.text import write

__all__ = ["write"]
