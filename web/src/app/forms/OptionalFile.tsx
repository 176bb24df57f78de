/** A file that may come with a form: none of its fields stands for it. */
import * as formText from "#messages/form";
import { Button } from "../ui/Button.js";
import { FileDrop } from "./FileDrop.js";
import { FaultText } from "./FormField.js";
import { useChecked } from "./useChecked.js";
import { useDrop } from "./useDrop.js";

interface Props {
  readonly id: string;
  /** What it is good for. */
  readonly help: string | undefined;
  readonly file: File | undefined;
  readonly keptName: string | undefined;
  readonly fault: string | undefined;
  readonly onFile: (file: File | undefined) => void;
}

export function OptionalFile(props: Props): React.ReactNode {
  const { id, help, file, keptName, fault, onFile } = props;
  const { refusal, take } = useChecked(onFile);
  const isOver = useDrop((dropped) => void take(dropped));
  const wrong = refusal || fault;
  return (
    <fieldset className="field" data-kind="file" data-over={isOver}>
      <legend>
        {formText.yourFile} <small>{formText.optional}</small>
      </legend>
      {help && <p className="hint">{help}</p>}
      <FileDrop
        id={id}
        data-field="file"
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}-fault` : undefined}
        aria-label={formText.fileToSend}
        {...{ file, keptName }}
        onFile={(chosen) => void take(chosen)}
      />
      {file && (
        <Button look="small quiet" onClick={() => void take(undefined)}>
          {formText.noFile}
        </Button>
      )}
      <FaultText id={id} fault={wrong} />
    </fieldset>
  );
}
