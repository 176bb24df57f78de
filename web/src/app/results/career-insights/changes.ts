/** What has changed since the last report of a schedule, as the rows of a table. Pure. */
import * as insightsText from "#messages/careerInsights";
import { pay as payOf, percent, points, relative, whole } from "../../messages/intl.js";
import type { ChangedFigure, ChangedSkill, SinceLast } from "./schemas.js";

/** What was, what is, and how that differs. */
export interface ChangeRow {
  readonly name: string;
  readonly earlier: string;
  readonly now: string;
  readonly change: string;
  /** Whether that is more than chance. */
  readonly isClear: boolean;
}

/** Return a row for each figure that both reports have, and for each skill that has moved. */
export function changeRows({ postings, pay, skills = [] }: SinceLast): readonly ChangeRow[] {
  const { lower, median, upper } = insightsText.CHANGED;
  return [
    ...(postings ? [figureRow(insightsText.CHANGED.postings, postings, whole)] : []),
    ...(pay
      ? [
          figureRow(median, pay.median, payOf),
          figureRow(lower, pay.lower, payOf),
          figureRow(upper, pay.upper, payOf),
        ]
      : []),
    ...skills.map(skillRow),
  ];
}

function figureRow(
  name: string,
  { earlier, now, change, course }: ChangedFigure,
  write: (value: number) => string,
): ChangeRow {
  return {
    name,
    earlier: write(earlier),
    now: write(now),
    change: course ? relative(change) : insightsText.aboutTheSame,
    isClear: course !== undefined,
  };
}

function skillRow({ skill, move, earlierShare, demandShare }: ChangedSkill): ChangeRow {
  const share = (value: number | undefined): string =>
    value === undefined ? insightsText.notAmongThem : percent(value);
  const isPair = earlierShare !== undefined && demandShare !== undefined;
  return {
    name: skill,
    earlier: share(earlierShare),
    now: share(demandShare),
    change: isPair ? points(demandShare - earlierShare) : insightsText.MOVES[move],
    isClear: true,
  };
}
