/** The notifications of the app: on every page, of every job that the page does not show by itself. */
import { useEffect } from "react";

import { LANGUAGE } from "#messages/language";
import * as notificationsText from "#messages/notifications";
import { useUsualTimes } from "../jobs/eta.js";
import { hasEnded, useBackgroundJobs, type JobState } from "../jobs/index.js";
import { JobProgressNotifications } from "../jobs/react/JobProgressNotifications.js";
import "../jobs/react/jobs.css";
import { useSession } from "./auth/signIn.js";
import { lineOf, nameOf, needsAnswer } from "./jobWords.js";
import { LABELS } from "./notificationLabels.js";
import { notifyBySystem } from "./notifyBySystem.js";
import { readPush } from "./push/choice.js";
import type { Route } from "./route.js";
import { changePath, jobPath, navigate, useRoute } from "./router.js";
import { TellMe } from "./TellMe.js";
import { tab } from "./ui/page.js";

/** What is not on the screen: the list shows every job, and a job's page its own. */
export default function Notifications(props: {
  readonly onOpen: (jobId: string) => void;
}): React.ReactNode {
  const route = useRoute();
  useTitleMark();
  useSeenDevice();
  const isUnderWay = useBackgroundJobs().jobs.some((job) => !hasEnded(job));
  const notifyOf = (job: JobState): void => {
    const open = navigate.bind(null, jobPath(job.jobId), {});
    notifyBySystem(job.jobId, nameOf(job), lineOf(job), open);
  };
  const notify = (_: string, __: unknown, job: JobState): void => {
    // What a job is made of tells by that job.
    if (!job.parentId) notifyOf(job);
  };
  return (
    <JobProgressNotifications
      max={3}
      labels={LABELS}
      locale={LANGUAGE}
      isOnScreen={({ jobId }) => isOnScreen(route, jobId)}
      changeHref={changePath}
      resultHref={({ jobId }) => jobPath(jobId)}
      onOpenResult={({ jobId }, event) => {
        event.preventDefault();
        navigate(jobPath(jobId));
        props.onOpen(jobId);
      }}
      answerHref={({ jobId }) => jobPath(jobId)}
      onAnswer={({ jobId }, event) => {
        event.preventDefault();
        navigate(jobPath(jobId));
      }}
      onQuestion={notifyOf}
      usualTimes={useUsualTimes(isUnderWay)}
      onComplete={notify}
      onError={notify}
    >
      <TellMe />
    </JobProgressNotifications>
  );
}

/** Say at each visit that this device is still there, where it is told by push. */
function useSeenDevice(): void {
  const { api, signIn } = useSession();
  useEffect(() => {
    if (!signIn.webPushKey || !readPush().isOn) return;
    const key = signIn.webPushKey;
    // A courtesy: where it does not work, the next visit says it.
    void import("./push/device.js")
      .then(({ switchOn }) => switchOn(api, key))
      .catch(() => undefined);
  }, [api, signIn]);
}

/** Mark the browser's tab with how many jobs need an answer. */
function useTitleMark(): void {
  const { jobs } = useBackgroundJobs({ status: "suspended", includeDismissed: true });
  const count = jobs.filter(needsAnswer).length;
  useEffect(() => {
    const mark = (text: string): void => {
      tab.mark = text;
      document.title = text + tab.title;
    };
    mark(notificationsText.needAnswer(count));
    return mark.bind(null, "");
  }, [count]);
}

function isOnScreen(route: Route, jobId: string): boolean {
  return route.page === "jobs" || (route.page === "job" && route.jobId === jobId);
}
