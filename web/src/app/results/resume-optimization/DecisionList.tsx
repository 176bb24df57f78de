/** The changes to decide, beside the page and numbered as on it; one of them is open. */
import { useEffect, useRef } from "react";

import * as resumeText from "#messages/resumeOptimization";
import { Button } from "../../ui/Button.js";
import { DecisionButtons } from "./DecisionButtons.js";
import type { Choice, Decision } from "./decisions.js";
import { Differences } from "./Paper.js";
import { useDecisionKeys } from "./useDecisionKeys.js";
import type { Deciding } from "./useDecisions.js";
import "./decisions.css";

export function DecisionList({ deciding }: { readonly deciding: Deciding }): React.ReactNode {
  useDecisionKeys(deciding);
  return (
    <div className="decisions no-print">
      <ol aria-label={resumeText.changes}>
        {deciding.choices.map((choice) => (
          <Item key={choice.number} choice={choice} deciding={deciding} />
        ))}
      </ol>
      <p className="decision-keys">
        {resumeText.KEYS.map(([key, meaning]) => (
          <span key={key}>
            <kbd>{key}</kbd> {meaning}
          </span>
        ))}
      </p>
    </div>
  );
}

function Item(props: { readonly choice: Choice; readonly deciding: Deciding }): React.ReactNode {
  const { choice, deciding } = props;
  const { number } = choice;
  const decision = deciding.decisions[number];
  const isOpen = deciding.current === number;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) keepInView(item.current);
  }, [isOpen]);
  return (
    <li ref={item} data-open={isOpen}>
      <button
        type="button"
        className="decision-summary"
        aria-expanded={isOpen}
        onClick={deciding.open.bind(null, isOpen ? undefined : number)}
      >
        <span className="decision-number">{number}</span>
        <span className="decision-words">{choice.title ?? <Brief choice={choice} />}</span>
        <State decision={decision} />
      </button>
      <p className="decision-reason">{choice.reason}</p>
      {isOpen && <DecisionButtons choice={choice} deciding={deciding} hasKeys />}
    </li>
  );
}

/** The words around what changes say nothing new: they are cut. */
function Brief({ choice }: { readonly choice: Choice }): React.ReactNode {
  const differences = choice.differences.map((each, index, all) => {
    if (each.kind !== "same") return each;
    const isLast = index === all.length - 1;
    return { ...each, text: shortened(each.text, index === 0, isLast) };
  });
  return <Differences choice={{ ...choice, differences }} />;
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const words = text.split(/(?<=\s)/u);
  if (words.length <= 6) return text;
  if (isFirst) return `…${words.slice(-4).join("")}`;
  if (isLast) return `${words.slice(0, 4).join("")}…`;
  return `${words.slice(0, 3).join("")}… ${words.slice(-3).join("")}`;
}

function State({ decision }: { readonly decision: Decision | undefined }): React.ReactNode {
  const word = decision
    ? decision.text === undefined
      ? resumeText.DECISIONS[decision.is]
      : resumeText.yours
    : resumeText.toDecide;
  return (
    <span className="decision-state" data-state={decision?.is ?? "open"}>
      {word}
    </span>
  );
}

/** Scroll the list, and not the page. */
function keepInView(item: HTMLElement | null): void {
  const list = item?.parentElement;
  if (!item || !list) return;
  const { offsetTop, offsetHeight } = item;
  if (offsetTop < list.scrollTop) list.scrollTop = offsetTop;
  const bottom = offsetTop + offsetHeight - list.clientHeight;
  if (bottom > list.scrollTop) list.scrollTop = bottom;
}

/** How far one is, and what may be done with all that is left. */
export function DecisionBar({ deciding }: { readonly deciding: Deciding }): React.ReactNode {
  const { choices, decisions, acceptRest, undo } = deciding;
  const decided = choices.map(({ number }) => decisions[number]?.is);
  const accepted = decided.filter((each) => each === "accepted").length;
  const kept = decided.filter((each) => each === "kept").length;
  const left = choices.length - accepted - kept;
  return (
    <div className="decision-bar no-print">
      <span role="status">{resumeText.decided(accepted, kept, left)}</span>
      {left > 0 && (
        <Button look="small" onClick={acceptRest}>
          {left === choices.length ? resumeText.acceptAll(left) : resumeText.acceptRest(left)}
        </Button>
      )}
      <Button look="small" disabled={!undo} onClick={undo}>
        {resumeText.undo}
      </Button>
    </div>
  );
}
