/** A question before something that cannot be undone. */
import { Button } from "./Button.js";

interface Props {
  readonly question: string;
  /** The question for screen readers, if it is shorter. */
  readonly label?: string;
  readonly yes: string;
  readonly no: string;
  readonly isBusy?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** A question, with the answer that does it and the one that does not. */
export function Confirm({ question, label = question, ...props }: Props): React.ReactNode {
  return (
    <span className="actions" role="group" aria-label={label}>
      <span>{question}</span>
      <Button look="danger" disabled={props.isBusy} onClick={props.onYes} autoFocus>
        {props.yes}
      </Button>
      <Button onClick={props.onNo}>{props.no}</Button>
    </span>
  );
}
