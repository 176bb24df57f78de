"""Write the text of `career-insights` from its findings, by rules."""

from infra.local.stand_ins.offline_model.writers.career_insights.text import write

__all__ = ["write"]
