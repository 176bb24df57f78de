/** Ask the system's permission to notify, where a user waits for something: never on load. */
import { useState } from "react";

import * as appText from "#messages/app";
import { Button } from "./ui/Button.js";
import { Icon } from "./ui/Icon.js";

/** Whether the system can still be asked. */
export function mayAsk(): boolean {
  return typeof Notification !== "undefined" && Notification.permission === "default";
}

export function TellMe(): React.ReactNode {
  const [isOpen, setOpen] = useState(mayAsk);
  if (!isOpen) return null;
  const ask = async (): Promise<void> => {
    await Notification.requestPermission();
    setOpen(mayAsk());
  };
  return (
    <Button onClick={() => void ask()}>
      <Icon name="bell" /> {appText.tellMe}
    </Button>
  );
}
