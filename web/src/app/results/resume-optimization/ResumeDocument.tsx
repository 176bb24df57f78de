/** The résumé's text: as it was, as it is, and what lies between. */
import { useState } from "react";

import type { Change, ChangeKind, CharacterChange, ResumeOptimization } from "./schemas.js";
import { Button } from "../../ui/Button.js";
import { Segments } from "../../ui/Segments.js";
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

const VIEWS = { differences: "Differences", before: "Before", after: "After" };

/** The résumé, with its differences to begin with. */
export function ResumeDocument({ result }: Props): React.ReactNode {
  const [view, setView] = useState<keyof typeof VIEWS>("differences");
  const texts = {
    differences: piecesOf(result.resumeText, result.changes).map(drawPiece),
    before: result.resumeText,
    after: result.improvedText,
  };
  return (
    <section className="card" aria-labelledby="document-title">
      <div className="card-head">
        <h2 id="document-title">Your résumé</h2>
        <Segments name="view" label="Show" choices={VIEWS} chosen={view} onChoose={setView} />
      </div>
      <div className="resume">
        <div className="paper" tabIndex={0} key={view}>
          {texts[view]}
        </div>
        {view === "differences" && (
          <div>
            <Reasons changes={result.changes} />
            <CharacterReasons characters={result.characterChanges ?? []} />
          </div>
        )}
      </div>
      <CopyButton text={result.improvedText} />
    </section>
  );
}

function Reasons({ changes }: { readonly changes: readonly Change[] }): React.ReactNode {
  if (changes.length === 0) return null;
  return (
    <ol className="changes list hint" aria-label="Why">
      {changes.map(({ start, kind, reason }) => (
        <li key={start}>
          <strong>{KINDS[kind]}</strong> {reason}
        </li>
      ))}
    </ol>
  );
}

/** Characters that were replaced wherever they stood, each kind once, however many places it has. */
function CharacterReasons(props: {
  readonly characters: readonly CharacterChange[];
}): React.ReactNode {
  if (props.characters.length === 0) return null;
  return (
    <ul className="changes list hint" aria-label="Characters">
      {props.characters.map(({ text, after, places, reason }) => (
        <li key={`${text}${after}`}>
          <strong>
            {nameOf(text)} {after === "" ? "removed" : `→ ${after === " " ? "a blank" : after}`}
          </strong>{" "}
          {places.length === 1 ? "In 1 place." : `In ${String(places.length)} places.`} {reason}
        </li>
      ))}
    </ul>
  );
}

/** A character as it can be read: by its number, as many of these cannot be seen. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function CopyButton({ text }: { readonly text: string }): React.ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="actions no-print">
      <Button onClick={() => void copy()}>{isCopied ? "Copied" : "Copy the improved text"}</Button>
      <span role="status" className="visually-hidden">
        {isCopied && "Copied"}
      </span>
    </div>
  );
}

function drawPiece(piece: Piece): React.ReactNode {
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
