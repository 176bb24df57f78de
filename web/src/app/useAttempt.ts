/** Something that a user sets off: whether it is under way, and why it did not work. */
import { useState } from "react";

export interface Attempt {
  readonly isBusy: boolean;
  /** Why the last one did not work. */
  readonly error: Error | undefined;
  readonly run: (work: () => Promise<unknown>) => Promise<void>;
}

/** Return what runs one thing at a time, and how that goes. */
export function useAttempt(): Attempt {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    await work().catch(setError);
    setBusy(false);
  };
  return { isBusy, error, run };
}
