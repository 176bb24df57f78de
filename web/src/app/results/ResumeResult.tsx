/** A résumé before and after, with every difference, its reason, and what was found. */
import { useState, type ReactElement } from "react";

import type {
  AtsProblem,
  Change,
  ChangeKind,
  Keyword,
  KeptBecause,
  ResumeOptimization,
} from "./schemas.js";
import { Ring, Section, Source } from "./charts.js";
import { percent } from "./numbers.js";
import { piecesOf, type Piece } from "./pieces.js";

interface Props {
  readonly result: ResumeOptimization;
}

const KINDS: Readonly<Record<ChangeKind, string>> = {
  rewrite: "Rewritten",
  keyword: "Keyword",
  heading: "Heading",
  characters: "Characters",
};

const KEPT: Readonly<Record<KeptBecause, string>> = {
  "adds-figure": "the suggestion invented a number",
  "loses-figure": "the suggestion dropped a number",
  "adds-name": "the suggestion invented a name",
  "loses-name": "the suggestion dropped a name",
  "claims-more": "the suggestion claimed more than you wrote",
  "changes-meaning": "the suggestion changed the meaning",
  "not-plain": "the suggestion was not plain text",
  "too-long": "the suggestion was too long",
  "no-room": "there was no room for it",
};

/** A résumé optimization. */
export default function ResumeResult({ result }: Props): ReactElement {
  const { keywords, changes, kept, atsProblems } = result;
  const gained = Math.round(keywords.after.percent) - Math.round(keywords.before.percent);
  return (
    <>
      <section className="card lead">
        <Ring value={keywords.after.percent} label="Keywords covered after the changes" />
        <div>
          <p className="eyebrow">{result.targetRole.matched ?? result.targetRole.asked}</p>
          <h2>
            {changes.length === 1 ? "1 change" : `${String(changes.length)} changes`}, no new facts
          </h2>
          <p>
            Your résumé covers {Math.round(keywords.after.percent)} % of the role’s keywords by
            weight
            {gained > 0 && <>, {gained} points more than before</>}.{" "}
            {kept.length > 0 &&
              `${String(kept.length)} suggested rewrites were refused by a check.`}
          </p>
        </div>
      </section>
      <Document result={result} />
      {atsProblems.length > 0 && (
        <Section title="For the software that reads it">
          <ul className="findings">
            {atsProblems.map((problem) => (
              <Problem key={problem.kind} problem={problem} />
            ))}
          </ul>
        </Section>
      )}
      <Findings result={result} />
      <Keywords keywords={keywords.keywords} />
      {kept.length > 0 && (
        <Section title="Kept as you wrote it">
          <ul className="findings">
            {kept.map(({ start, text, keptBecause }) => (
              <li key={start}>
                <q>{text.trim()}</q>
                <span className="hint">{KEPT[keptBecause]}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Source
        note={result.sample.note}
        dataSource={result.dataSource}
        dataDate={result.sample.dataDate}
        model={result.generatedBy.model}
      />
    </>
  );
}

type View = "differences" | "before" | "after";
const VIEWS: readonly (readonly [View, string])[] = [
  ["differences", "Differences"],
  ["before", "Before"],
  ["after", "After"],
];

function Document({ result }: Props): ReactElement {
  const [view, setView] = useState<View>("differences");
  const [isCopied, setCopied] = useState(false);
  const pieces = piecesOf(result.resumeText, result.changes);
  return (
    <section className="card" aria-labelledby="document-title">
      <div className="card-head">
        <h2 id="document-title">Your résumé</h2>
        <div className="segments no-print" role="group" aria-label="Show">
          {VIEWS.map(([each, label]) => (
            <button
              key={each}
              type="button"
              aria-pressed={view === each}
              onClick={() => {
                setView(each);
              }}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      <div className="resume">
        {view === "differences" && (
          <div className="paper" tabIndex={0}>
            {pieces.map(drawPiece)}
          </div>
        )}
        {view === "before" && (
          <div className="paper" tabIndex={0}>
            {result.resumeText}
          </div>
        )}
        {view === "after" && (
          <div className="paper" tabIndex={0}>
            {result.improvedText}
          </div>
        )}
        {view === "differences" && result.changes.length > 0 && (
          <ol className="changes" aria-label="Why">
            {result.changes.map((change) => (
              <li key={change.start}>
                <span className="change-kind">{KINDS[change.kind]}</span> {change.reason}
              </li>
            ))}
          </ol>
        )}
      </div>
      <div className="actions no-print">
        <button
          type="button"
          className="button"
          onClick={() => {
            void navigator.clipboard.writeText(result.improvedText).then(() => {
              setCopied(true);
            });
          }}
        >
          {isCopied ? "Copied" : "Copy the improved text"}
        </button>
        <span role="status" className="visually-hidden">
          {isCopied ? "Copied" : ""}
        </span>
      </div>
    </section>
  );
}

function drawPiece(piece: Piece): ReactElement {
  if (piece.kind === "same") return <span key={`s${String(piece.start)}`}>{piece.text}</span>;
  return (
    <span key={`c${String(piece.change.start)}`} className="change">
      <Differences change={piece.change} />
      <sup aria-label={`Change ${String(piece.number)}`}>{piece.number}</sup>
    </span>
  );
}

function Differences({ change }: { readonly change: Change }): ReactElement {
  return (
    <>
      {change.differences.map(({ kind, text }, place) => {
        if (kind === "removed") return <del key={place}>{text}</del>;
        return kind === "added" ? <ins key={place}>{text}</ins> : <span key={place}>{text}</span>;
      })}
    </>
  );
}

function Problem({ problem }: { readonly problem: AtsProblem }): ReactElement {
  const { message, count, where, isFixed } = problem;
  return (
    <li>
      <span className="badge" data-state={isFixed ? "succeeded" : "waiting"}>
        {isFixed ? "Fixed" : "To do"}
      </span>
      <span>
        {message} {count !== undefined && count > 1 && `(${String(count)} places)`}
        {where && <q>{where.text.trim()}</q>}
      </span>
    </li>
  );
}

function Findings({ result }: Props): ReactElement | null {
  const sections = result.sections.filter(({ findings = [] }) => findings.length > 0);
  if (sections.length === 0) return null;
  return (
    <Section title="Section by section">
      {sections.map(({ start, title, kind, findings = [], moreFindings }) => (
        <details key={start} className="section-findings">
          <summary>
            {title || kind} <span className="count">{findings.length + (moreFindings ?? 0)}</span>
          </summary>
          <ul className="findings">
            {findings.map((finding) => (
              <li key={`${String(finding.start)}${finding.kind}`}>
                <q>{finding.text.trim()}</q>
                <span>{finding.message}</span>
              </li>
            ))}
          </ul>
          {moreFindings !== undefined && moreFindings > 0 && (
            <p className="hint">And {moreFindings} more of these kinds.</p>
          )}
        </details>
      ))}
    </Section>
  );
}

const PRESENCE = { exact: "yes", synonym: "by another name", missing: "no" } as const;

function Keywords({ keywords }: { readonly keywords: readonly Keyword[] }): ReactElement {
  return (
    <Section
      title="Keywords"
      note="Nothing is added that your résumé does not show: a missing keyword is yours to earn."
    >
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Keyword</th>
              <th scope="col" className="number">
                Asked for by
              </th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {keywords.map(({ keyword, demandShare, inJobDescription, before, after }) => (
              <tr key={keyword}>
                <th scope="row">
                  {keyword} {inJobDescription && <span className="tag">advertisement</span>}
                </th>
                <td className="number">{demandShare === undefined ? "" : percent(demandShare)}</td>
                <td data-presence={before}>{PRESENCE[before]}</td>
                <td data-presence={after}>{PRESENCE[after]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
