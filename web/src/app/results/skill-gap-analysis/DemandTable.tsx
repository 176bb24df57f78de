/** What the role asks for: one table of bars on a true scale, whose rows open. */
import { useMemo, useState } from "react";

import { Segments } from "../../ui/Segments.js";
import { Axis, HUNDRED } from "../charts/Axis.js";
import { dollars, percent, signed } from "../numbers.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import { DemandRows } from "./DemandRows.js";
import { inOrder, rowsOf, type Order, type SkillRow } from "./rows.js";
import type { SkillGapAnalysis } from "./schemas.js";
import "./demand.css";

const ORDERS = { share: "By share", pay: "By pay", hours: "By hours" };
const MARKS = [
  ["you", "You have it"],
  ["us", "Missing"],
  ["tick", "Year before"],
] as const;
const COLUMNS = ["Now", "Year before", "To learn", "Pay a year", "Score"];

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
      title="What the role asks for"
      legend={<Legend marks={MARKS} />}
      choice={
        <Segments name="order" label="Order" choices={ORDERS} chosen={order} onChoose={setOrder} />
      }
      note={<Note rows={shown} formula={result.matchScore.formula} />}
    >
      <table className="demand">
        <thead>
          <tr>
            <th scope="col">Skill</th>
            <th>
              <Axis ticks={HUNDRED} />
              <span className="visually-hidden">Share of postings, 0 to 100 %</span>
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
        {props.formula} “Year before” is the change of a share against the twelve months before, in
        percentage points; bold where it is more than chance.
      </p>
      <PlainTable columns={["Skill", "You", ...COLUMNS]} rows={props.rows.map(plainRow)} />
    </>
  );
}

function plainRow(row: SkillRow): readonly string[] {
  return [
    row.skill,
    row.shownBy ? "have it" : "missing",
    percent(row.share),
    row.earlier === undefined ? "" : percent(row.earlier),
    row.gap ? `${String(row.gap.learnHours)} h` : "",
    row.payUsd === undefined ? "" : dollars(row.payUsd),
    row.gap ? signed(row.points) : "",
  ];
}

/** What one job description names: how often others ask for it is not known, so there are no bars. */
export function Described({ result }: Props): React.ReactNode {
  const rows = rowsOf(result);
  return (
    <Section
      id="demand"
      title="What the job description names"
      legend={<Legend marks={MARKS.slice(0, 2)} />}
      note={<p>{result.matchScore.formula}</p>}
    >
      <ul className="described">
        {rows.map(({ skill, shownBy, gap }) => (
          <li key={skill} data-mark={shownBy ? "you" : "us"}>
            <strong>{skill}</strong>
            <span>{shownBy ? "have it" : gap ? `${String(gap.learnHours)} h to learn` : ""}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
