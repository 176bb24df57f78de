/** What the notifications say, in the app's language and words. */
import * as appText from "#messages/app";
import * as jobText from "#messages/job";
import * as notificationsText from "#messages/notifications";
import type { JobLabels } from "../jobs/index.js";
import { etaWords } from "./etaWords.js";
import { iconOf, titleOf } from "./jobTypes.js";
import { lineOf } from "./jobWords.js";

export const LABELS: JobLabels = {
  ...notificationsText,
  cancel: jobText.cancel,
  retry: appText.tryAgain,
  change: jobText.changeAndRun,
  refused: appText.didNotWork,
  title: titleOf,
  icon: iconOf,
  status: lineOf,
  eta: etaWords,
  connection({ state, isBlocked, error }) {
    if (state === "offline") return notificationsText.offline;
    return isBlocked ? notificationsText.blocked : (error?.message ?? "");
  },
};
