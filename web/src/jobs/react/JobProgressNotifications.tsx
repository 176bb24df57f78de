"use client";
/**
 * One panel for the jobs under way, and for those that end while the page is open or were not
 * notified yet; on a phone a pill that opens it. What has ended stays until it is dismissed: a user who
 * reads slowly, or comes back late, sees it too.
 *
 * Only ends are announced to a screen reader, in one tab; progress is there to be read.
 */
import { useMemo, useState } from "react";

import type { EndedJob, JobState } from "../model/jobState.js";
import { ENGLISH, jobName, type JobLabels } from "./jobLabels.js";
import { NotificationPanel } from "./NotificationPanel.js";
import type { JobProgressNotificationsProps } from "./notificationProps.js";
import { useSeenUnfinished } from "./notificationState.js";
import { useJobs } from "./useBackgroundJobs.js";

/** The user's jobs as notifications: progress, cancel, retry, open, dismiss. */
export function JobProgressNotifications(props: JobProgressNotificationsProps): React.ReactNode {
  const { resultHref, onOpenResult, changeHref, isOnScreen, max = 3, locale, ...options } = props;
  const labels = useMemo(() => ({ ...ENGLISH, ...props.labels }), [props.labels]);
  const { announcement, notified, announce } = useAnnouncements(labels);
  const { jobs, connection, ...actions } = useJobs({ ...options, onEnd: announce });
  const seen = useSeenUnfinished(jobs, notified);
  const shown = isOnScreen ? seen.filter((job) => !isOnScreen(job)) : seen;
  return (
    <NotificationPanel
      {...{ labels, announcement, max, locale, resultHref, onOpenResult, changeHref, actions }}
      jobs={endedFirst(shown)}
      trouble={shown.length > 0 ? labels.connection(connection) : ""}
    >
      {props.children}
    </NotificationPanel>
  );
}

/** What a screen reader is told, and of which jobs it was. */
function useAnnouncements(labels: JobLabels) {
  const [announcement, setAnnouncement] = useState("");
  const [notified, setNotified] = useState<ReadonlySet<string>>(new Set());
  const announce = (job: EndedJob): void => {
    setNotified((before) => new Set(before).add(job.jobId));
    setAnnouncement(labels.ended(jobName(job, labels), labels.status(job)));
  };
  return { announcement, notified, announce };
}

/** What has ended is news, and stands above what is under way. */
function endedFirst(jobs: readonly JobState[]): readonly JobState[] {
  const isEnded = (job: JobState): boolean => "finishedAt" in job;
  return [...jobs.filter(isEnded), ...jobs.filter((job) => !isEnded(job))];
}
