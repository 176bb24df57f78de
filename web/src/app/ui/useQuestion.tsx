/** Ask before something that cannot be undone; what asks is loaded when it is needed. */
import { lazy, Suspense, useState } from "react";

import type { Question } from "../menus/Ask.js";

const Ask = lazy(() => import("../menus/Ask.js"));

/** Return what asks a question, and the element that shows it. */
export function useQuestion(): readonly [(question: Question) => void, React.ReactNode] {
  const [question, setQuestion] = useState<Question>();
  const element = question && (
    <Suspense fallback={null}>
      <Ask {...question} onClose={setQuestion.bind(null, undefined)} />
    </Suspense>
  );
  return [setQuestion, element];
}
