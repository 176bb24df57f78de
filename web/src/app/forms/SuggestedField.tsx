/** A text field whose suggestions are loaded once it is entered; until then it is a plain field. */
import { lazy, Suspense, useState } from "react";

import { onText } from "../ui/events.js";

const ComboField = lazy(() => import("./ComboField.js"));

interface Props extends React.AriaAttributes {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  readonly postingsOf: (name: string) => number | undefined;
  readonly placeholder: string | undefined;
  readonly onChange: (value: string) => void;
}

export function SuggestedField({
  label,
  name,
  names,
  postingsOf,
  ...props
}: Props): React.ReactNode {
  const { id, value, placeholder, onChange, ...aria } = props;
  const [isEntered, setEntered] = useState(false);
  const enter = (): void => {
    setEntered(true);
  };
  const plain = (
    <input
      {...aria}
      {...{ id, value, placeholder }}
      type="text"
      data-field={name}
      autoComplete="off"
      onChange={onText(onChange)}
      onFocus={enter}
    />
  );
  if (!isEntered || names.length === 0) return plain;
  return (
    <Suspense fallback={plain}>
      <ComboField
        {...{ id, name, label, value, names, postingsOf, placeholder, onChange }}
        describedBy={aria["aria-describedby"]}
        isInvalid={aria["aria-invalid"] === true}
        isRequired={aria["aria-required"] === true}
      />
    </Suspense>
  );
}
