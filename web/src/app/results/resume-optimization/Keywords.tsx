/** The role's keywords on a true scale, and whether the résumé has them, before and now. */
import { Axis, Grid, HUNDRED } from "../charts/Axis.js";
import { cssPercent, percent } from "../numbers.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import { hasWord } from "./decisions.js";
import type { Keyword } from "./schemas.js";
import "./keywords.css";

const PRESENCE = { exact: "yes", synonym: "by alias", missing: "no" } as const;
const SUB = "Nothing is added that your résumé does not show: a missing keyword is yours to earn.";
const MARKS = [
  ["you", "You have it"],
  ["us", "Missing"],
] as const;

interface Props {
  readonly keywords: readonly Keyword[];
  /** The résumé with what was accepted. */
  readonly text: string;
}

/** A keyword, with how it stands now. */
interface Row extends Keyword {
  readonly now: Keyword["before"];
}

export function Keywords({ keywords, text }: Props): React.ReactNode {
  const rows = keywords.map((keyword) => ({ ...keyword, now: nowOf(keyword, text) }));
  const groups = [
    ["had", rows.filter(({ after }) => after !== "missing")],
    ["missing", rows.filter(({ after }) => after === "missing")],
  ] as const;
  return (
    <Section
      id="keywords"
      title="Keywords"
      sub={SUB}
      legend={<Legend marks={MARKS} />}
      note={<Plain rows={rows} />}
    >
      <div className="keywords">
        {groups.map(([name, group]) => group.length > 0 && <Table key={name} rows={group} />)}
      </div>
    </Section>
  );
}

function Table({ rows }: { readonly rows: readonly Row[] }): React.ReactNode {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Keyword</th>
          <th>
            <Axis ticks={HUNDRED} />
            <span className="visually-hidden">Share of postings, 0 to 100 %</span>
          </th>
          <th scope="col" className="number">
            Asked for
          </th>
          <th scope="col">Before</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.keyword} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function TableRow({ row }: { readonly row: Row }): React.ReactNode {
  const { keyword, demandShare, inJobDescription, before, now, writtenAs } = row;
  const isHad = now !== "missing";
  return (
    <tr>
      <th scope="row" title={inJobDescription ? "In the advertisement, too" : undefined}>
        {keyword}
        {inJobDescription && <sup title="In the advertisement">ad</sup>}
      </th>
      <td>
        <span className="chart-track" aria-hidden="true">
          <Grid ticks={HUNDRED} />
          {demandShare !== undefined && (
            <span
              className="chart-bar"
              data-mark={isHad ? "you" : undefined}
              style={{ inlineSize: cssPercent(demandShare) }}
            />
          )}
        </span>
      </td>
      <td className="number">
        <strong>{demandShare === undefined ? "ad only" : percent(demandShare)}</strong>
      </td>
      <td data-presence={before} title={writtenAs && `You write ${writtenAs}`}>
        {PRESENCE[before]}
      </td>
      <td data-presence={now}>{PRESENCE[now]}</td>
    </tr>
  );
}

function Plain({ rows }: { readonly rows: readonly Row[] }): React.ReactNode {
  return (
    <>
      {rows.some(({ inJobDescription }) => inJobDescription) && (
        <p>
          <sup>ad</sup> stands in the job description that you sent: it weighs as much as a keyword
          that every posting names.
        </p>
      )}
      <PlainTable
        columns={["Keyword", "Asked for by", "Before", "Now"]}
        rows={rows.map(({ keyword, demandShare, before, now }) => [
          keyword,
          demandShare === undefined ? "the advertisement" : percent(demandShare),
          PRESENCE[before],
          PRESENCE[now],
        ])}
      />
    </>
  );
}

/** How a keyword stands in the text as it was decided. */
function nowOf({ keyword, before, after }: Keyword, text: string): Keyword["before"] {
  if (before === "exact" || before === after) return before;
  return after === "exact" && hasWord(text, keyword) ? "exact" : before;
}
