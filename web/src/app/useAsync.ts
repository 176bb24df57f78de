/** A value that is loaded, and loaded again whenever what it depends on changes. */
import { useCallback, useEffect, useState } from "react";

/** How loading stands. While it is loaded again, the value before stays. */
export type AsyncState<Value> =
  | { readonly state: "loading"; readonly value?: undefined }
  | { readonly state: "ready"; readonly value: Value }
  | { readonly state: "failed"; readonly error: Error; readonly value?: Value | undefined };

/** Load a value, and again if `load` is another function: pass one that `useCallback` keeps. */
export function useAsync<Value>(
  load: () => Promise<Value>,
): readonly [AsyncState<Value>, reload: () => void] {
  const [loaded, setLoaded] = useState<AsyncState<Value>>({ state: "loading" });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  useEffect(() => {
    let isOver = false;
    void settled(load()).then((now) => {
      if (!isOver)
        setLoaded((before) => (now.state === "ready" ? now : { ...now, value: before.value }));
    });
    return () => {
      isOver = true;
    };
  }, [load, round]);
  return [loaded, reload];
}

type Settled<Value> = Exclude<AsyncState<Value>, { readonly state: "loading" }>;

function settled<Value>(loading: Promise<Value>): Promise<Settled<Value>> {
  return loading.then(
    (value) => ({ state: "ready", value }),
    (error: unknown) => ({ state: "failed", error: error as Error }),
  );
}
