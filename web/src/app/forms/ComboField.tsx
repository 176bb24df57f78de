/** A text with suggestions that lie over the page; loaded when a field that has some is entered. */
import {
  Button,
  ComboBox,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  type ComboBoxProps,
} from "react-aria-components";

import * as formText from "#messages/form";
import { Icon } from "../ui/Icon.js";
import "../menus/menus.css";
import { bestNames, postingsText } from "./suggestions.js";

interface Props {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  readonly postingsOf: (name: string) => number | undefined;
  readonly placeholder: string | undefined;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly isRequired: boolean;
  readonly onChange: (value: string) => void;
}

export default function ComboField(props: Props): React.ReactNode {
  const { id, name, label, value, names, describedBy, isInvalid, isRequired, onChange } = props;
  const items = bestNames(names, value).map((each) => ({ id: each }));
  const box: ComboBoxProps<{ id: string }> = {
    ...{ id, items, isInvalid, isRequired, inputValue: value, onInputChange: onChange },
    ...{ allowsCustomValue: true, allowsEmptyCollection: false, menuTrigger: "input" },
    ...{ "aria-label": label, validationBehavior: "aria" },
    // What is offered is chosen here already, the best first.
    defaultFilter: () => true,
  };
  return (
    <ComboBox {...box} className="combo" autoFocus>
      <div className="combo-field">
        <Input
          data-field={name}
          aria-describedby={describedBy}
          placeholder={props.placeholder ?? ""}
          autoComplete="off"
        />
        <Button aria-label={formText.showNames(label)}>
          <Icon name="down" />
        </Button>
      </div>
      <Popover className="popover combo-list" offset={2}>
        <ListBox className="menu" aria-label={label}>
          {(item: { id: string }) => (
            <ListBoxItem className="option" textValue={item.id}>
              <span>{item.id}</span>
              <small className="hint">{postingsText(props.postingsOf(item.id))}</small>
            </ListBoxItem>
          )}
        </ListBox>
        <p className="combo-foot hint">{formText.namesHaveData(names.length)}</p>
      </Popover>
    </ComboBox>
  );
}
