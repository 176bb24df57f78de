/** A question before something that cannot be undone. */
import { Button } from "./Button.js";

/** A question, with the answer that does it and the one that does not. */
export function Confirm(props: {
  readonly question: string;
  /** The question for screen readers, if it is shorter. */
  readonly label?: string;
  readonly yes: string;
  readonly no: string;
  readonly isBusy?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}): React.ReactNode {
  const { question, label = question, yes, no, isBusy, onYes, onNo } = props;
  return (
    <span className="actions" role="group" aria-label={label}>
      <span>{question}</span>
      <Button look="danger" disabled={isBusy} onClick={onYes} autoFocus>
        {yes}
      </Button>
      <Button onClick={onNo}>{no}</Button>
    </span>
  );
}
