/** The résumé with what was accepted, as a Word document or a PDF, and as text. */
import * as resumeText from "#messages/resumeOptimization";
import { MakeDocument, type Accepted } from "../parts/MakeDocument.js";
import type { Decisions } from "./decisions.js";

interface Props {
  readonly jobId: string;
  readonly decisions: Decisions;
}

/** The buttons that bring it as a file. */
export function DocumentButtons({ jobId, decisions }: Props): React.ReactNode {
  return (
    <MakeDocument jobId={jobId} nameOf={resumeText.fileName} changes={acceptedOf(decisions)} />
  );
}

/** Return what the API makes the document of: the numbers of what was accepted, and one's own words. */
export function acceptedOf(decisions: Decisions): readonly Accepted[] {
  return Object.entries(decisions).flatMap(([number, { is, text }]) =>
    is === "accepted" ? [{ number: Number(number), ...(text !== undefined && { text }) }] : [],
  );
}
