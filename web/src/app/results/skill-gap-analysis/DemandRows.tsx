/** The rows of the table of skills; one at a time is open and says why it matters. */
import { Fragment, useId, useState } from "react";

import * as skillGapText from "#messages/skillGapAnalysis";
import { Link } from "../../router.js";
import { formPath, useAbout } from "../about.js";
import { Grid, HUNDRED } from "../charts/Axis.js";
import { hours, payChange, percent, points, signed } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import type { SkillRow } from "./rows.js";
import type { SkillGapAnalysis } from "./schemas.js";

interface Props {
  readonly rows: readonly SkillRow[];
  readonly result: SkillGapAnalysis;
}

/** The sample's counts are exact below this many postings: shares have three digits. */
const MOST_COUNTED = 1_000;

export function DemandRows({ rows, result }: Props): React.ReactNode {
  const first = rows.find(({ gap }) => gap?.rank === 1);
  const [open, setOpen] = useState(first?.skill);
  const id = useId();
  return (
    <tbody>
      {rows.map((row) => {
        const isOpen = row.skill === open;
        const toggle = setOpen.bind(null, isOpen ? undefined : row.skill);
        return (
          <Fragment key={row.skill}>
            <Row row={row} isOpen={isOpen} id={id} onToggle={toggle} />
            {isOpen && (
              <tr className="demand-more" id={id}>
                <td colSpan={7}>
                  <More row={row} result={result} />
                </td>
              </tr>
            )}
          </Fragment>
        );
      })}
    </tbody>
  );
}

function Row(props: {
  readonly row: SkillRow;
  readonly isOpen: boolean;
  readonly id: string;
  readonly onToggle: () => void;
}): React.ReactNode {
  const { row, isOpen, id, onToggle } = props;
  return (
    <tr className="demand-row" data-met={row.shownBy !== undefined}>
      <th scope="row">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
        >
          {row.skill}
        </button>
      </th>
      <td className="demand-bar" title={skillGapText.shareTitle(row.skill, row.share, row.earlier)}>
        <Track row={row} />
      </td>
      <td className="number">
        <strong>{percent(row.share)}</strong>
      </td>
      <td className="number">
        <Change row={row} />
      </td>
      <td className="number">{row.gap && hours(row.gap.learnHours)}</td>
      <td className="number">{row.payUsd !== undefined && row.gap && payChange(row.payUsd)}</td>
      <td className="number demand-score">
        {row.shownBy ? skillGapText.haveIt : signed(row.points)}
      </td>
    </tr>
  );
}

function Track({ row }: { readonly row: SkillRow }): React.ReactNode {
  return (
    <span className="chart-track" aria-hidden="true">
      <Grid ticks={HUNDRED} />
      <span
        className="chart-bar"
        data-mark={row.shownBy ? "you" : undefined}
        style={{ inlineSize: cssPercent(row.share) }}
      />
      {row.earlier !== undefined && (
        <span className="chart-tick" style={{ insetInlineStart: cssPercent(row.earlier) }} />
      )}
    </span>
  );
}

function More({ row, result }: { readonly row: SkillRow; readonly result: SkillGapAnalysis }) {
  const { gap } = row;
  const { buildsOn = [], missingPrerequisites = [], unlocks = [] } = gap ?? {};
  const facts = [
    countOf(row, result.sample.postings),
    row.shownBy && row.shownBy !== row.skill && skillGapText.shownBy(row.shownBy),
    buildsOn.length > 0 && skillGapText.buildsOn(buildsOn),
    missingPrerequisites.length > 0 && skillGapText.first(missingPrerequisites),
    unlocks.length > 0 && skillGapText.leadsTo(unlocks),
  ].filter(Boolean);
  return (
    <div className="demand-reason">
      <p>{row.reason ?? reasonOf(row)}</p>
      <ul>
        {facts.map((fact) => (
          <li key={String(fact)}>{fact}</li>
        ))}
        {gap && <Narrow row={row} />}
      </ul>
      {gap && <Known skill={row.skill} result={result} />}
    </div>
  );
}

/** What a phone has no columns for. */
function Narrow({ row }: { readonly row: SkillRow }): React.ReactNode {
  const { change, isClear, gap, payUsd } = row;
  return (
    <>
      {change !== undefined && (
        <li className="narrow">{skillGapText.againstBefore(change, isClear)}</li>
      )}
      {gap && <li className="narrow">{skillGapText.toLearn(gap.learnHours)}</li>}
      {payUsd !== undefined && <li className="narrow">{skillGapText.aYear(payUsd)}</li>}
    </>
  );
}

/** The way to the same question, with one skill more. */
function Known(props: { readonly skill: string; readonly result: SkillGapAnalysis }) {
  const { jobId, type } = useAbout();
  const skills = props.result.currentSkills.map(({ asked }) => asked);
  const to = formPath(type, { currentSkills: [...skills, props.skill] }, jobId);
  return (
    <Link className="button small no-print" href={to}>
      {skillGapText.known}
    </Link>
  );
}

function countOf({ share }: SkillRow, postings: number): string {
  return skillGapText.named(share * postings, postings, postings < MOST_COUNTED);
}

function reasonOf({ share, gap, points: worth }: SkillRow): string {
  if (!gap) return skillGapText.youHave(share);
  return skillGapText.worth(share, gap.learnHours, worth);
}

/** A change of a share, bold where it is more than chance. */
function Change({ row }: { readonly row: SkillRow }): React.ReactNode {
  if (row.change === undefined) return null;
  return row.isClear ? <strong>{points(row.change)}</strong> : points(row.change);
}
