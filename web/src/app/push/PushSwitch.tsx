/** The switch: have this device told, or no more. */
import { useState } from "react";

import * as pushText from "#messages/push";
import { useSession } from "../auth/signIn.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { Note, Trouble } from "../ui/page.js";
import { useAttempt } from "../useAttempt.js";
import { readPush } from "./choice.js";

export default function PushSwitch({
  webPushKey,
}: {
  readonly webPushKey: string;
}): React.ReactNode {
  const { api } = useSession();
  const [isOn, setOn] = useState(() => readPush().isOn);
  const [refused, setRefused] = useState("");
  const { isBusy, error, run } = useAttempt();
  const change = async (): Promise<void> => {
    setRefused("");
    const device = await import("./device.js");
    if (isOn) {
      await device.switchOff(api);
    } else if (!(await device.isSupported())) {
      setRefused(pushText.unsupported);
      return;
    } else if ((await Notification.requestPermission()) !== "granted") {
      setRefused(pushText.denied);
      return;
    } else {
      await device.switchOn(api, webPushKey);
    }
    setOn(!isOn);
  };
  return (
    <>
      <p className="hint">{pushText.about}</p>
      <div className="actions">
        <Button disabled={isBusy} onClick={() => void run(change)}>
          <Icon name="bell" /> {isOn ? pushText.off : pushText.on}
        </Button>
      </div>
      {refused && <Note tone="bad">{refused}</Note>}
      {error && <Trouble error={error} />}
    </>
  );
}
