/** The draft of a form: it survives a reload, and the way to another form and back. */
import { useCallback, useState } from "react";

import { useSession } from "../auth/signIn.js";
import { keepDraft, readDraft } from "./drafts.js";
import type { Values } from "./field.js";

export interface Draft {
  readonly initial: Values | undefined;
  readonly isKept: boolean;
  readonly keep: (values: Values) => void;
  readonly drop: () => void;
}

export function useDraft(type: string): Draft {
  const { uid } = useSession().person;
  const [initial] = useState(() => readDraft(uid, type));
  const [isKept, setKept] = useState(initial !== undefined);
  const keep = useCallback(
    (values: Values) => {
      keepDraft(uid, type, values);
      setKept(readDraft(uid, type) !== undefined);
    },
    [uid, type],
  );
  const drop = useCallback(() => {
    keepDraft(uid, type, {});
  }, [uid, type]);
  return { initial, isKept, keep, drop };
}
