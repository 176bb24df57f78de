/** The résumé's text: as it was, as it is, and what lies between. */
import { useState, type ReactElement } from "react";

import type { Change, ChangeKind, ResumeOptimization } from "./schemas.js";
import "../../ui/segments.css";
import { Button } from "../../ui/Button.js";
import "./document.css";
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

type View = "differences" | "before" | "after";
const VIEWS: readonly (readonly [View, string])[] = [
  ["differences", "Differences"],
  ["before", "Before"],
  ["after", "After"],
];

/** The résumé, with its differences to begin with. */
export function ResumeDocument({ result }: Props): ReactElement {
  const [view, setView] = useState<View>("differences");
  const texts = {
    differences: piecesOf(result.resumeText, result.changes).map(drawPiece),
    before: result.resumeText,
    after: result.improvedText,
  };
  return (
    <section className="card" aria-labelledby="document-title">
      <div className="card-head">
        <h2 id="document-title">Your résumé</h2>
        <ViewChoice view={view} onView={setView} />
      </div>
      <div className="resume">
        <div className="paper" tabIndex={0} key={view}>
          {texts[view]}
        </div>
        {view === "differences" && <Reasons changes={result.changes} />}
      </div>
      <div className="actions no-print">
        <CopyButton text={result.improvedText} />
      </div>
    </section>
  );
}

function ViewChoice(props: {
  readonly view: View;
  readonly onView: (view: View) => void;
}): ReactElement {
  return (
    <div className="segments no-print" role="group" aria-label="Show">
      {VIEWS.map(([view, label]) => (
        <button
          key={view}
          type="button"
          aria-pressed={props.view === view}
          onClick={() => {
            props.onView(view);
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Reasons({ changes }: { readonly changes: readonly Change[] }): ReactElement | null {
  if (changes.length === 0) return null;
  return (
    <ol className="changes" aria-label="Why">
      {changes.map(({ start, kind, reason }) => (
        <li key={start}>
          <span className="change-kind">{KINDS[kind]}</span> {reason}
        </li>
      ))}
    </ol>
  );
}

function CopyButton({ text }: { readonly text: string }): ReactElement {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <Button onClick={() => void copy()}>{isCopied ? "Copied" : "Copy the improved text"}</Button>
      <span role="status" className="visually-hidden">
        {isCopied ? "Copied" : ""}
      </span>
    </>
  );
}

function drawPiece(piece: Piece): ReactElement {
  if (piece.kind === "same") return <span key={`s${String(piece.start)}`}>{piece.text}</span>;
  return (
    <span key={`c${String(piece.change.start)}`}>
      {piece.change.differences.map(({ kind, text }, index) => {
        if (kind === "removed") return <del key={index}>{text}</del>;
        return kind === "added" ? <ins key={index}>{text}</ins> : <span key={index}>{text}</span>;
      })}
      <sup aria-label={`Change ${String(piece.number)}`}>{piece.number}</sup>
    </span>
  );
}
