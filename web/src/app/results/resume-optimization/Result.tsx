/** A résumé before and after, with every difference, its reason, and what was found. */
import type { KeptBecause, ResumeOptimization } from "./schemas.js";
import { Ring } from "../charts/Ring.js";
import { Lead, Section, Source } from "../parts/Section.js";
import { AtsProblems, SectionFindings } from "./Findings.js";
import { Keywords } from "./Keywords.js";
import { MissingParts, Questions } from "./Questions.js";
import { ResumeDocument } from "./ResumeDocument.js";

interface Props {
  readonly result: ResumeOptimization;
}

const KEPT: Readonly<Record<KeptBecause, string>> = {
  "adds-figure": "the suggestion invented a number",
  "loses-figure": "the suggestion dropped a number",
  "adds-name": "the suggestion invented a name",
  "loses-name": "the suggestion dropped a name",
  "claims-more": "the suggestion claimed more than you wrote",
  "changes-meaning": "the suggestion changed the meaning",
  "not-plain": "the suggestion was not plain text",
  "too-long": "the suggestion was too long",
  "wrong-english": "the suggestion was no correct English",
  "no-room": "there was no room for it",
};

export default function ResumeResult({ result }: Props): React.ReactNode {
  return (
    <>
      <Summary result={result} />
      <MissingParts missing={result.missing} />
      <ResumeDocument result={result} />
      <Questions questions={result.questions} />
      <AtsProblems problems={result.atsProblems} />
      <SectionFindings sections={result.sections} />
      {result.keywords.keywords.length > 0 && <Keywords keywords={result.keywords.keywords} />}
      <Kept result={result} />
      <Source result={result} />
    </>
  );
}

function Summary({ result }: Props): React.ReactNode {
  const { keywords, kept, targetRole } = result;
  const count = result.changes.length + (result.characterChanges ?? []).length;
  const after = Math.round(keywords.after.percent);
  const gained = after - Math.round(keywords.before.percent);
  const hasKeywords = keywords.keywords.length > 0;
  return (
    <Lead
      about={targetRole.matched ?? targetRole.asked}
      headline={`${count === 1 ? "1 change" : `${String(count)} changes`}, no new facts`}
      ring={
        hasKeywords && (
          <Ring value={keywords.after.percent} label="Keywords covered after the changes" />
        )
      }
    >
      {hasKeywords && (
        <>
          Your résumé covers {after} % of the wanted keywords by weight
          {gained > 0 && <>, {gained} points more than before</>}.{" "}
        </>
      )}
      {kept.length > 0 && `${String(kept.length)} suggested rewrites were refused by a check.`}
    </Lead>
  );
}

function Kept({ result: { kept } }: Props): React.ReactNode {
  if (kept.length === 0) return null;
  return (
    <Section title="Kept as you wrote it">
      <ul className="findings list">
        {kept.map(({ start, text, keptBecause }) => (
          <li key={start}>
            <q className="clamped">{text.trim()}</q>
            <span className="hint">{KEPT[keptBecause]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
