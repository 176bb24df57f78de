/** The résumé as a page: with its changes marked, as it was, or as it is with what was accepted. */
import { useMemo } from "react";

import * as resumeText from "#messages/resumeOptimization";
import { cut, decidedText, type Choice, type DecidedPiece } from "./decisions.js";
import { linesOf, withoutMarker, type Line } from "./lines.js";
import type { ResumeOptimization } from "./schemas.js";
import type { Deciding } from "./useDecisions.js";
import "./paper.css";

/** How it is shown. */
export type View = "changes" | "yours" | "improved";

interface Props {
  readonly result: ResumeOptimization;
  readonly deciding: Deciding;
  readonly view: View;
}

export function Paper({ result, deciding, view }: Props): React.ReactNode {
  const { choices } = deciding;
  const lines = useMemo(
    () => linesOf(cut(result.resumeText, choices), result.sections),
    [result, choices],
  );
  const asked = new Set((result.questions ?? []).map(({ start }) => lineAt(lines, start)));
  return (
    <div className="resume-paper" tabIndex={0} role="region" aria-label={resumeText.yourResume}>
      {lines.map((line) => (
        <LineView
          key={line.start}
          line={line}
          deciding={deciding}
          view={view}
          isAsked={view === "changes" && asked.has(line)}
        />
      ))}
    </div>
  );
}

/** The résumé as it is with what was accepted, for paper: nothing else is printed then. */
export function CleanPaper(props: Omit<Props, "view">): React.ReactNode {
  const { result, deciding } = props;
  const lines = linesOf(cut(result.resumeText, deciding.choices), result.sections);
  return (
    <div className="clean-resume" aria-hidden="true">
      {lines.map((line) => (
        <LineView key={line.start} line={line} deciding={deciding} view="improved" />
      ))}
    </div>
  );
}

function lineAt(lines: readonly Line[], start: number): Line | undefined {
  return lines.findLast((line) => line.start <= start);
}

function LineView(props: {
  readonly line: Line;
  readonly deciding: Deciding;
  readonly view: View;
  readonly isAsked?: boolean;
}): React.ReactNode {
  const { line, deciding, view, isAsked } = props;
  if (line.kind === "blank") return <p className="paper-blank" />;
  const pieces = line.kind === "item" ? withoutMarker(line.pieces) : line.pieces;
  return (
    <p className={`paper-${line.kind}`} id={isAsked ? placeId(line.start) : undefined}>
      {pieces.map((piece) => (
        <PieceView key={piece.start} piece={piece} deciding={deciding} view={view} />
      ))}
      {isAsked && <sup className="paper-question">?</sup>}
    </p>
  );
}

/** Return the id of the line that begins there. */
export function placeId(start: number): string {
  return `line-${String(start)}`;
}

function PieceView(props: {
  readonly piece: DecidedPiece;
  readonly deciding: Deciding;
  readonly view: View;
}): React.ReactNode {
  const { piece, deciding, view } = props;
  if (!piece.choice || view === "yours") return piece.text;
  const { number } = piece.choice;
  const decision = deciding.decisions[number];
  if (view === "improved") return decidedText(piece, decision);
  const isCurrent = number === deciding.current;
  const state = decision?.is ?? "open";
  return (
    <span
      className="paper-change"
      data-state={state}
      data-current={isCurrent}
      onClick={deciding.open.bind(null, number)}
    >
      {state === "accepted" && (
        <Accepted choice={piece.choice} piece={piece} text={decision?.text} />
      )}
      {state === "kept" && piece.text}
      {state === "open" && <Differences choice={piece.choice} piece={piece} />}
      <sup aria-label={resumeText.changeNumber(number)}>{number}</sup>
    </span>
  );
}

function Accepted(props: {
  readonly choice: Choice;
  readonly piece: { readonly after: string };
  readonly text: string | undefined;
}): React.ReactNode {
  const { choice, piece, text } = props;
  if (text !== undefined) return <ins>{text}</ins>;
  if (choice.differences.length === 0) return <ins>{piece.after}</ins>;
  return choice.differences.map(({ kind, text: part }, index) => {
    if (kind === "removed") return null;
    return kind === "added" ? <ins key={index}>{part}</ins> : <span key={index}>{part}</span>;
  });
}

/** What goes, what comes, and what stays between. */
export function Differences(props: {
  readonly choice: Choice;
  readonly piece?: { readonly text: string; readonly after: string };
}): React.ReactNode {
  const { choice, piece } = props;
  if (choice.differences.length === 0 && piece)
    return (
      <>
        <del>{piece.text}</del>
        <ins>{piece.after}</ins>
      </>
    );
  return choice.differences.map(({ kind, text }, index) => {
    if (kind === "removed") return <del key={index}>{text}</del>;
    return kind === "added" ? <ins key={index}>{text}</ins> : <span key={index}>{text}</span>;
  });
}
