/** What a person calls each type of job, and its picture; a new type gets a sensible default. */

interface TypeLabel {
  readonly title: string;
  /** The `d` of an SVG path on a field of 24 by 24, drawn as a line. */
  readonly icon: string;
}

const TYPE_LABELS: Readonly<Record<string, TypeLabel>> = {
  "skill-gap-analysis": { title: "Skill gap analysis", icon: "M4 20V10m6 10V4m6 16v-7m5 7H3" },
  "resume-optimization": {
    title: "Résumé optimization",
    icon: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
  },
  "career-insights": { title: "Career insights", icon: "M3 17l6-6 4 4 8-9m-5 0h5v5" },
};

const DEFAULT_ICON =
  "M12 3v4m0 10v4M3 12h4m10 0h4M6 6l2.500 2.500m7 7L18 18M6 18l2.500-2.500m7-7L18 6";

/** Return a type's title: `salary-report` is a "Salary report". */
export function titleOf(type: string): string {
  const words = type.replaceAll("-", " ");
  return TYPE_LABELS[type]?.title ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** Return a type's icon, as the `d` of an SVG path on a field of 24 by 24. */
export function iconOf(type: string): string {
  return TYPE_LABELS[type]?.icon ?? DEFAULT_ICON;
}
