/** The buttons that bring a result as a Word document or a PDF. */
import { useState } from "react";

import * as resultText from "#messages/result";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Trouble } from "../../ui/page.js";
import { useAttempt } from "../../useAttempt.js";
import { saveFile } from "../saveFile.js";

const { FORMATS } = resultText;
type Format = keyof typeof FORMATS;

/** A change that the document shall have: its number, and one's own words for it. */
export interface Accepted {
  readonly number: number;
  readonly text?: string;
}

interface Props {
  readonly jobId: string;
  /** Return what the file of a format is called. */
  readonly nameOf: (format: string) => string;
  /** What was accepted of the result's changes, where it has any. */
  readonly changes?: readonly Accepted[];
}

export function MakeDocument({ jobId, nameOf, changes = [] }: Props): React.ReactNode {
  const { api } = useSession();
  const { error, run } = useAttempt();
  const [making, setMaking] = useState<Format>();
  const make = async (format: Format): Promise<void> => {
    setMaking(format);
    try {
      saveFile(nameOf(format), await api.makeDocument(jobId, { format, changes }));
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
          {making === format ? resultText.making : FORMATS[format]}
        </Button>
      ))}
      {error && <Trouble error={error} />}
    </>
  );
}
