/**
 * A text field whose suggestions are loaded once it is entered; until then it is a plain field, and the
 * same one all the time: what is typed meanwhile stays. Who has left it before is not called back.
 */
import { useRef, useState } from "react";

import { onText } from "../ui/events.js";
import type ComboFieldType from "./ComboField.js";

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
  const [ComboField, setComboField] = useState<typeof ComboFieldType>();
  const [isIn, setIn] = useState(false);
  const isLoading = useRef(false);
  const enter = (): void => {
    setIn(true);
    if (isLoading.current) return;
    isLoading.current = true;
    import("./ComboField.js").then(
      (loaded) => {
        setComboField(() => loaded.default);
      },
      () => {
        // A plain field does as well; entered again, it is tried again.
        isLoading.current = false;
      },
    );
  };
  if (!ComboField || !isIn || names.length === 0)
    return (
      <input
        {...aria}
        {...{ id, value, placeholder }}
        type="text"
        data-field={name}
        autoComplete="off"
        onChange={onText(onChange)}
        onFocus={enter}
        onBlur={() => {
          setIn(false);
        }}
      />
    );
  return (
    <ComboField
      {...{ id, name, label, value, names, postingsOf, placeholder, onChange }}
      describedBy={aria["aria-describedby"]}
      isInvalid={aria["aria-invalid"] === true}
      isRequired={aria["aria-required"] === true}
    />
  );
}
