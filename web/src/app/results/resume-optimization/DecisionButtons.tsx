/** Accept a change, keep one's own, or write it oneself. */
import { useId, useState } from "react";

import * as resumeText from "#messages/resumeOptimization";
import { Button } from "../../ui/Button.js";
import { onText } from "../../ui/events.js";
import type { Choice } from "./decisions.js";
import type { Deciding } from "./useDecisions.js";

interface Props {
  readonly choice: Choice;
  readonly deciding: Deciding;
  /** Whether the keys are written on them. */
  readonly hasKeys?: boolean;
}

/** The API takes so much of one's own in one place. */
export const LONGEST_TEXT = 2_000;

export function DecisionButtons({ choice, deciding, hasKeys }: Props): React.ReactNode {
  const { number, isEditable } = choice;
  const [isEditing, setEditing] = useState(false);
  const toggle = (): void => {
    setEditing(!isEditing);
  };
  if (isEditing) return <OwnWords choice={choice} deciding={deciding} onEnd={toggle} />;
  return (
    <div className="decision-buttons">
      <button
        type="button"
        className="button turn"
        onClick={deciding.decide.bind(null, number, { is: "accepted" })}
      >
        {resumeText.accept} {hasKeys && <kbd>a</kbd>}
      </button>
      <Button onClick={deciding.decide.bind(null, number, { is: "kept" })}>
        {resumeText.keepMine} {hasKeys && <kbd>r</kbd>}
      </Button>
      {isEditable && (
        <button type="button" className="decision-edit" onClick={toggle}>
          {resumeText.edit}
        </button>
      )}
    </div>
  );
}

function OwnWords(props: {
  readonly choice: Choice;
  readonly deciding: Deciding;
  readonly onEnd: () => void;
}): React.ReactNode {
  const { choice, deciding, onEnd } = props;
  const [place] = choice.places;
  const begun = deciding.decisions[choice.number]?.text ?? place?.after ?? "";
  const [text, setText] = useState(begun);
  const id = useId();
  const save = (): void => {
    deciding.decide(choice.number, { is: "accepted", text: text.trim() });
    onEnd();
  };
  return (
    <div className="own-words">
      <label htmlFor={id}>{resumeText.inYourWords}</label>
      <textarea
        id={id}
        rows={3}
        autoFocus
        maxLength={LONGEST_TEXT}
        value={text}
        onChange={onText(setText)}
      />
      <div className="decision-buttons">
        <button type="button" className="button turn" disabled={!text.trim()} onClick={save}>
          {resumeText.useThis}
        </button>
        <Button onClick={onEnd}>{resumeText.back}</Button>
      </div>
    </div>
  );
}
