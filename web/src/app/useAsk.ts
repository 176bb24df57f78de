/** An answer that is on its way: asked for again whenever what it depends on changes. */
import { useCallback, useEffect, useState } from "react";

/** What has become of it. While it is asked for again, the answer before stays. */
export type Asked<Answer> =
  | { readonly state: "loading"; readonly answer?: undefined }
  | { readonly state: "ready"; readonly answer: Answer; readonly isStale: boolean }
  | { readonly state: "failed"; readonly error: Error; readonly answer?: Answer | undefined };

/** Ask, and ask again if `ask` is another function: give one that `useCallback` keeps. */
export function useAsk<Answer>(ask: () => Promise<Answer>): readonly [Asked<Answer>, () => void] {
  const [asked, setAsked] = useState<Asked<Answer>>({ state: "loading" });
  const [round, setRound] = useState(0);
  const again = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  useEffect(() => {
    let isOver = false;
    ask().then(
      (answer) => {
        if (!isOver) setAsked({ state: "ready", answer, isStale: false });
      },
      (error: unknown) => {
        if (!isOver)
          setAsked((before) => ({ state: "failed", error: error as Error, answer: before.answer }));
      },
    );
    return () => {
      isOver = true;
      setAsked((before) => (before.state === "ready" ? { ...before, isStale: true } : before));
    };
  }, [ask, round]);
  return [asked, again];
}
