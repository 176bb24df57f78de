/** The skills of a role as the rows of one table, and the path on an axis of weeks. Pure. */
import * as skillGapText from "#messages/skillGapAnalysis";
import { whole } from "../../messages/intl.js";
import type { Gap, PathStep, SkillGapAnalysis } from "./schemas.js";

/** A skill that the role asks for. */
export interface SkillRow {
  readonly skill: string;
  /** Of 1: the postings that ask for it. */
  readonly share: number;
  /** The same a year before; absent where those are too few. */
  readonly earlier?: number | undefined;
  readonly change?: number | undefined;
  /** Whether the change is more than chance. */
  readonly isClear: boolean;
  /** The skill by which the person has it. */
  readonly shownBy?: string | undefined;
  readonly gap?: Gap | undefined;
  /** What it is worth in points of the score. */
  readonly points: number;
  /** What postings with it pay more, where that is more than chance. */
  readonly payUsd?: number | undefined;
  readonly reason?: string | undefined;
}

/** By what the rows stand in order. */
export type Order = "share" | "pay" | "hours";

/** Return the rows, by demand. */
export function rowsOf(result: SkillGapAnalysis): readonly SkillRow[] {
  const { requiredSkills, metSkills, gaps, narrative } = result;
  const all = requiredSkills.reduce((sum, { demandShare }) => sum + demandShare, 0) || 1;
  const shownBy = new Map(metSkills.map((met) => [met.skill, met.shownBy]));
  const gapOf = new Map(gaps.map((gap) => [gap.skill, gap]));
  const reasons = new Map(narrative.gapReasons.map(({ skill, reason }) => [skill, reason]));
  return requiredSkills.map(({ skill, demandShare, demandChange, ...more }) => ({
    skill,
    share: demandShare,
    earlier: demandChange === undefined ? undefined : demandShare - demandChange,
    change: demandChange,
    isClear: more.demandChangeIsClear ?? false,
    shownBy: shownBy.get(skill),
    gap: gapOf.get(skill),
    points: Math.round((demandShare / all) * 100),
    payUsd: more.payEffectIsClear ? more.payEffectUsd : undefined,
    reason: reasons.get(skill),
  }));
}

/** Return the rows in an order; what has no value for it stands last. */
export function inOrder(rows: readonly SkillRow[], order: Order): readonly SkillRow[] {
  const rank = (row: SkillRow): number => {
    if (order === "share") return -row.share;
    if (order === "pay") return -(row.payUsd ?? Number.NEGATIVE_INFINITY);
    return row.gap?.learnHours ?? Number.POSITIVE_INFINITY;
  };
  return [...rows].sort((a, b) => compare(rank(a), rank(b)) || b.share - a.share);
}

function compare(a: number, b: number): number {
  // Two infinite ranks have no difference.
  return a === b ? 0 : a - b;
}

/** A step of the path on an axis of weeks. */
export interface PlannedStep {
  readonly skill: string;
  readonly hours: number;
  /** Of 1: where it lies in the whole time. */
  readonly from: number;
  readonly to: number;
  readonly firstWeek: number;
  readonly lastWeek: number;
  readonly scoreAfter: number;
  readonly isForNext: boolean;
}

/** Return the steps at so many hours a week, one after the other. */
export function planOf(steps: readonly PathStep[], hoursPerWeek: number): readonly PlannedStep[] {
  const total = steps.reduce((sum, { hours }) => sum + hours, 0) || 1;
  let done = 0;
  return steps.map(({ skill, hours, scoreAfter, reason }) => {
    const before = done;
    done += hours;
    return {
      skill,
      hours,
      from: before / total,
      to: done / total,
      firstWeek: Math.floor(before / hoursPerWeek) + 1,
      lastWeek: Math.ceil(done / hoursPerWeek),
      scoreAfter: Math.round(scoreAfter),
      isForNext: reason === "prerequisite",
    };
  });
}

/** Return round weeks for an axis, each with where it lies, of 1. */
export function weekTicks(weeks: number): readonly (readonly [number, string])[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((each) => weeks / each <= 8) ?? 200;
  const count = Math.floor(weeks / step);
  return Array.from({ length: count + 1 }, (_, index) => [
    Math.min(1, (index * step) / weeks),
    index === 0 ? skillGapText.weekZero : whole(index * step),
  ]);
}

/** A first step as a title and what is to be known of it; as one text where it has no title. */
export function splitStep(text: string): { readonly title: string; readonly rest: string } {
  const found = /^([^.:]{3,60}): (\S.*)$/su.exec(text);
  const [, title = skillGapText.whatFirst, rest = text] = found ?? [];
  return { title, rest: rest.charAt(0).toUpperCase() + rest.slice(1) };
}
