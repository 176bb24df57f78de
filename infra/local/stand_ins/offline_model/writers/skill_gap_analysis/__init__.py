"""Write the text of `skill-gap-analysis` from its findings, by rules."""

from infra.local.stand_ins.offline_model.writers.skill_gap_analysis.text import write

__all__ = ["write"]
