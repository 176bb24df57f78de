"use client";
/**
 * One panel for the jobs under way, and for those that end while the page is open or were not
 * notified yet; on a phone a pill that opens it. What has ended stays until it is dismissed: a user who
 * reads slowly, or comes back late, sees it too.
 *
 * Only ends and questions are announced to a screen reader, in one tab; progress is there to be read.
 */
import { useMemo, useState } from "react";

import { hasEnded, type EndedJob, type JobState } from "../model/jobState.js";
import { ENGLISH, jobName, type JobLabels } from "./jobLabels.js";
import { NotificationPanel } from "./NotificationPanel.js";
import type { JobProgressNotificationsProps } from "./notificationProps.js";
import { useSeenUnfinished } from "./notificationState.js";
import { useJobs, type BackgroundJobsOptions } from "./useBackgroundJobs.js";
import { asks, useQuestions } from "./useQuestions.js";

/** The user's jobs as notifications: progress, answer, cancel, retry, open, dismiss. */
export function JobProgressNotifications(props: JobProgressNotificationsProps): React.ReactNode {
  const { resultHref, onOpenResult, changeHref, isOnScreen, max = 3, locale, ...others } = props;
  const { answerHref, onAnswer, onQuestion, ...options } = others;
  const labels = useMemo(() => ({ ...ENGLISH, ...props.labels }), [props.labels]);
  const { announcement, notified, say, announce } = useAnnouncements(labels);
  const { jobs, connection, ...actions } = useJobs({ ...options, onEnd: announce });
  const line = useLine(options);
  const asking = useQuestions(options, (job) => {
    say(job);
    onQuestion?.(job);
  });
  const seen = useSeenUnfinished(withAsking(jobs, asking), notified);
  const shown = seen.filter((job) => isNews(job) && !isOnScreen?.(job));
  return (
    <NotificationPanel
      {...{ labels, announcement, max, locale, actions }}
      {...{ resultHref, onOpenResult, changeHref, answerHref, onAnswer }}
      usualTimes={props.usualTimes}
      line={line}
      jobs={newsFirst(shown)}
      trouble={shown.length > 0 ? labels.connection(connection) : ""}
    >
      {props.children}
    </NotificationPanel>
  );
}

/** Return all jobs that are listened to, also dismissed ones; of a part, no place in line can be told. */
function useLine(options: BackgroundJobsOptions): readonly JobState[] {
  const { status, tag, batch, limit, enabled = true } = options;
  const isPart = (status ?? tag ?? batch) !== undefined;
  const all = limit === undefined ? {} : { limit };
  return useJobs({ ...all, enabled: enabled && !isPart, includeDismissed: true }).jobs;
}

/** What a screen reader is told, and of which jobs it was. */
function useAnnouncements(labels: JobLabels) {
  const [announcement, setAnnouncement] = useState("");
  const [notified, setNotified] = useState<ReadonlySet<string>>(new Set());
  const say = (job: JobState): void => {
    setAnnouncement(labels.ended(jobName(job, labels), labels.status(job)));
  };
  const announce = (job: EndedJob): void => {
    if (job.parentId) return;
    setNotified((before) => new Set(before).add(job.jobId));
    say(job);
  };
  return { announcement, notified, say, announce };
}

/** Whether a job is shown by itself: a part of another one is not, unless it asks. */
function isNews(job: JobState): boolean {
  return !job.parentId || asks(job);
}

/** Add the jobs that ask and are older than what the list holds. */
function withAsking(jobs: readonly JobState[], asking: readonly JobState[]): readonly JobState[] {
  const known = new Set(asking.map(({ jobId }) => jobId));
  return [...asking, ...jobs.filter(({ jobId }) => !known.has(jobId))];
}

/** What waits for the user stands first, then what has ended, which is news, then what is under way. */
function newsFirst(jobs: readonly JobState[]): readonly JobState[] {
  const rank = (job: JobState): number => (asks(job) ? 0 : hasEnded(job) ? 1 : 2);
  return [0, 1, 2].flatMap((each) => jobs.filter((job) => rank(job) === each));
}
