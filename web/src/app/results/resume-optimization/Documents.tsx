/** The résumé with what was accepted, as a Word document or a PDF, and as text. */
import { useState } from "react";

import * as resumeText from "#messages/resumeOptimization";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Trouble } from "../../ui/page.js";
import { useAttempt } from "../../useAttempt.js";
import { saveFile } from "../saveFile.js";
import type { Decisions } from "./decisions.js";

interface Props {
  readonly jobId: string;
  readonly decisions: Decisions;
}

const { FORMATS } = resumeText;
type Format = keyof typeof FORMATS;

/** The buttons that bring it as a file. */
export function DocumentButtons({ jobId, decisions }: Props): React.ReactNode {
  const { api } = useSession();
  const { error, run } = useAttempt();
  const [making, setMaking] = useState<Format>();
  const make = async (format: Format): Promise<void> => {
    setMaking(format);
    try {
      const file = await api.makeDocument(jobId, { format, changes: acceptedOf(decisions) });
      saveFile(resumeText.fileName(format), file);
    } finally {
      setMaking(undefined);
    }
  };
  return (
    <>
      {(Object.keys(FORMATS) as Format[]).map((format) => (
        <Button
          key={format}
          look="primary"
          disabled={making !== undefined}
          onClick={() => void run(() => make(format))}
        >
          {making === format ? resumeText.making : FORMATS[format]}
        </Button>
      ))}
      {error && <Trouble error={error} />}
    </>
  );
}

/** Return what the API makes the document of: the numbers of what was accepted, and one's own words. */
export function acceptedOf(
  decisions: Decisions,
): readonly { readonly number: number; readonly text?: string }[] {
  return Object.entries(decisions).flatMap(([number, { is, text }]) =>
    is === "accepted" ? [{ number: Number(number), ...(text !== undefined && { text }) }] : [],
  );
}
