/** What the role asks for: one table of bars on a true scale, whose rows open. */
import { useMemo, useState } from "react";

import * as resultText from "#messages/result";
import * as skillGapText from "#messages/skillGapAnalysis";
import { Segments } from "../../ui/Segments.js";
import { Axis, HUNDRED } from "../charts/Axis.js";
import { hours, payChange, percent, signed } from "../../messages/intl.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import { DemandRows } from "./DemandRows.js";
import { inOrder, rowsOf, type Order, type SkillRow } from "./rows.js";
import type { SkillGapAnalysis } from "./schemas.js";
import "./demand.css";

const MARKS = [
  ["you", resultText.youHaveIt],
  ["us", resultText.missing],
  ["tick", resultText.yearBefore],
] as const;
const COLUMNS = Object.values(skillGapText.COLUMNS);

interface Props {
  readonly result: SkillGapAnalysis;
}

export function DemandTable({ result }: Props): React.ReactNode {
  const [order, setOrder] = useState<Order>("share");
  const rows = useMemo(() => rowsOf(result), [result]);
  const shown = inOrder(rows, order);
  return (
    <Section
      id="demand"
      title={skillGapText.PARTS.demand}
      legend={<Legend marks={MARKS} />}
      choice={
        <Segments
          name="order"
          label={skillGapText.order}
          choices={skillGapText.ORDERS}
          chosen={order}
          onChoose={setOrder}
        />
      }
      note={<Note rows={shown} formula={result.matchScore.formula} />}
    >
      <table className="demand">
        <thead>
          <tr>
            <th scope="col">{resultText.skill}</th>
            <th>
              <Axis ticks={HUNDRED} />
              <span className="visually-hidden">{resultText.shareOfPostings}</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="number">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <DemandRows rows={shown} result={result} />
      </table>
    </Section>
  );
}

function Note(props: {
  readonly rows: readonly SkillRow[];
  readonly formula: string;
}): React.ReactNode {
  return (
    <>
      <p>
        {props.formula} {skillGapText.yearBeforeNote}
      </p>
      <PlainTable
        columns={[resultText.skill, skillGapText.you, ...COLUMNS]}
        rows={props.rows.map(plainRow)}
      />
    </>
  );
}

function plainRow(row: SkillRow): readonly string[] {
  return [
    row.skill,
    row.shownBy ? skillGapText.haveIt : skillGapText.missing,
    percent(row.share),
    row.earlier === undefined ? "" : percent(row.earlier),
    row.gap ? hours(row.gap.learnHours) : "",
    row.payUsd === undefined ? "" : payChange(row.payUsd),
    row.gap ? signed(row.points) : "",
  ];
}

/** What one job description names: how often others ask for it is not known, so there are no bars. */
export function Described({ result }: Props): React.ReactNode {
  const rows = rowsOf(result);
  return (
    <Section
      id="demand"
      title={skillGapText.described}
      legend={<Legend marks={MARKS.slice(0, 2)} />}
      note={<p>{result.matchScore.formula}</p>}
    >
      <ul className="described">
        {rows.map(({ skill, shownBy, gap }) => (
          <li key={skill} data-mark={shownBy ? "you" : "us"}>
            <strong>{skill}</strong>
            <span>
              {shownBy ? skillGapText.haveIt : gap ? skillGapText.toLearn(gap.learnHours) : ""}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
