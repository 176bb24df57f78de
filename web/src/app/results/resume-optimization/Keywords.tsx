/** The role's keywords on a true scale, and whether the résumé has them, before and now. */
import * as resultText from "#messages/result";
import * as resumeText from "#messages/resumeOptimization";
import { Axis, Grid, HUNDRED } from "../charts/Axis.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import { hasWord } from "./decisions.js";
import type { Keyword } from "./schemas.js";
import "./keywords.css";

const MARKS = [
  ["you", resultText.youHaveIt],
  ["us", resultText.missing],
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
      title={resumeText.keywords}
      sub={resumeText.keywordsSub}
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
          <th scope="col">{resumeText.keyword}</th>
          <th>
            <Axis ticks={HUNDRED} />
            <span className="visually-hidden">{resultText.shareOfPostings}</span>
          </th>
          <th scope="col" className="number">
            {resumeText.askedFor}
          </th>
          <th scope="col">{resumeText.before}</th>
          <th scope="col">{resumeText.now}</th>
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
      <th scope="row" title={inJobDescription ? resumeText.alsoInAd : undefined}>
        {keyword}
        {inJobDescription && <sup title={resumeText.inAd}>{resumeText.ad}</sup>}
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
        <strong>{resumeText.shareOrAd(demandShare)}</strong>
      </td>
      <td data-presence={before} title={writtenAs && resumeText.youWrite(writtenAs)}>
        {resumeText.PRESENCE[before]}
      </td>
      <td data-presence={now}>{resumeText.PRESENCE[now]}</td>
    </tr>
  );
}

function Plain({ rows }: { readonly rows: readonly Row[] }): React.ReactNode {
  return (
    <>
      {rows.some(({ inJobDescription }) => inJobDescription) && (
        <p>
          <sup>{resumeText.ad}</sup> {resumeText.adMeans}
        </p>
      )}
      <PlainTable
        columns={[resumeText.keyword, resumeText.askedForBy, resumeText.before, resumeText.now]}
        rows={rows.map(({ keyword, demandShare, before, now }) => [
          keyword,
          resumeText.shareOrAdvertisement(demandShare),
          resumeText.PRESENCE[before],
          resumeText.PRESENCE[now],
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
