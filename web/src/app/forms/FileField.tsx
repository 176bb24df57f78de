/** A text, or a file instead of it, which saves copying the text out. */
import { useState } from "react";

import * as formText from "#messages/form";
import { onText } from "../ui/events.js";
import { Segments } from "../ui/Segments.js";
import type { Field } from "./field.js";
import { FileDrop } from "./FileDrop.js";
import { attributesOf, FaultText, sideOf } from "./FormField.js";
import { useChecked } from "./useChecked.js";
import { useDrop } from "./useDrop.js";

type Way = keyof typeof formText.WAYS;

interface FileFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly text: string;
  readonly file: File | undefined;
  readonly keptName: string | undefined;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
  readonly onFile: (file: File | undefined) => void;
}

export function FileField(props: FileFieldProps): React.ReactNode {
  const { id, field, text } = props;
  const [way, setWay] = useState<Way>(text ? "text" : "file");
  const { refusal, take } = useChecked(props.onFile);
  const takeDropped = (file: File): void => {
    setWay("file");
    void take(file);
  };
  const isOver = useDrop(takeDropped);
  const choose = (chosen: Way): void => {
    setWay(chosen);
    if (chosen === "text") void take(undefined);
  };
  const fault = refusal || props.fault;
  const title = formText.withoutText(field.label);
  const common = attributesOf(id, { ...field, help: undefined }, fault);
  return (
    <fieldset className="field" data-kind="file" data-over={isOver}>
      <legend>
        {title} <small>{way === "text" && sideOf(field, text)}</small>
      </legend>
      <Segments
        name={`${id}-way`}
        label={title}
        choices={formText.WAYS}
        chosen={way}
        onChoose={choose}
      />
      {way === "text" ? (
        <textarea
          {...common}
          rows={12}
          aria-label={field.label}
          value={text}
          onChange={onText(props.onText)}
        />
      ) : (
        <FileDrop
          {...common}
          aria-label={formText.fileOf(title)}
          file={props.file}
          keptName={props.keptName}
          onFile={(file) => void take(file)}
        />
      )}
      <FaultText id={id} fault={fault} />
    </fieldset>
  );
}
