/** A job of the product, whose page has most to show; it lasts as long as `hold` says. */
export const SKILL_GAP = {
  type: "skill-gap-analysis",
  targetRole: "Data Engineer",
  industry: "Finance",
  currentSkills: ["Python", "SQL", "Git"],
};
