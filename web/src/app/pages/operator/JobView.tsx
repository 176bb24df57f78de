/** One job of any user on a line of time, and what may be done to it. Nothing that it is about. */
import { useCallback } from "react";

import { useSession } from "../../auth/signIn.js";
import { useTitles } from "../../jobTypes.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { Link } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { duration, fullTime, money } from "../../messages/intl.js";
import { Loaded, PageHead, Trouble } from "../../ui/page.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import "../../ui/tiles.css";
import { useSeconds } from "../../../jobs/react/useSeconds.js";
import { useAsync } from "../../useAsync.js";
import { useAttempt } from "../../useAttempt.js";
import { shortId, type AnyJob } from "./console.js";
import { RequestView } from "./RequestView.js";
import { barsOf, type Bar } from "./timeline.js";
import { useRefresh } from "./useRefresh.js";

const REFRESH_MS = 5_000;

export function JobView({ jobId }: { readonly jobId: string }): React.ReactNode {
  const { api } = useSession();
  const [job, reload] = useAsync(useCallback(() => api.anyJob(jobId), [api, jobId]));
  useRefresh(REFRESH_MS, reload);
  return (
    <>
      <p>
        <Link href="/operator/jobs">All users’ jobs</Link>
      </p>
      <Loaded from={job} lines={8} onAgain={reload}>
        {(value) => <Shown job={value} onChanged={reload} />}
      </Loaded>
    </>
  );
}

interface Props {
  readonly job: AnyJob;
  readonly onChanged: () => void;
}

function Shown({ job, onChanged }: Props): React.ReactNode {
  const now = useSeconds().getTime();
  const { bars, whole } = barsOf(job, now);
  const title = `${useTitles()(job.type)} ${shortId(job.jobId)}`;
  return (
    <>
      <PageHead title={title} beside={<StatusBadge state={job.waiting ? "waiting" : job.status} />}>
        <Changes job={job} onChanged={onChanged} />
      </PageHead>
      {job.error && (
        <p className="note" data-tone="bad">
          <code>{job.error.code}</code> {job.error.message}
        </p>
      )}
      <Figures job={job} bars={bars} whole={whole} />
      <Timeline bars={bars} whole={whole} />
      <Facts job={job} />
      {job.requestMayBeRead && <RequestView jobId={job.jobId} />}
    </>
  );
}

function Changes({ job, onChanged }: Props): React.ReactNode {
  const { api, person } = useSession();
  const { isBusy, error, run } = useAttempt();
  const { status } = job;
  const jobIds = [job.jobId];
  if (!person.isOperator || status === "succeeded" || status === "cancelled") return null;
  const change = (): Promise<unknown> =>
    status === "failed" ? api.retryAll({ jobIds, status }) : api.cancelAll({ jobIds, status });
  return (
    <>
      <Button disabled={isBusy} onClick={() => void run(() => change().finally(onChanged))}>
        {status === "failed" ? "Retry" : "Cancel"}
      </Button>
      {error && <Trouble error={error} />}
    </>
  );
}

function Figures(props: {
  readonly job: AnyJob;
  readonly bars: readonly Bar[];
  readonly whole: number;
}): React.ReactNode {
  const { job, bars, whole } = props;
  const sum = (kind: string): string =>
    duration(bars.reduce((all, { span, took }) => (span.kind === kind ? all + took : all), 0));
  const figures = [
    [duration(whole), job.finishedAt ? "submit to end" : "so far"],
    [sum("waiting"), "waited"],
    [sum("attempt"), "worked"],
    [`${String(job.attempt)} of ${String(job.maxAttempts)}`, "attempts"],
    [money(job.usage?.costUsd ?? 0), "cost"],
  ] as const;
  return (
    <ul className="tiles counts" aria-label="Figures">
      {figures.map(([value, name]) => (
        <li key={name}>
          <strong>{value}</strong>
          <small>{name}</small>
        </li>
      ))}
    </ul>
  );
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

function Timeline({
  bars,
  whole,
}: Pick<Parameters<typeof Figures>[0], "bars" | "whole">): React.ReactNode {
  if (bars.length === 0) return null;
  return (
    <section className="card" aria-labelledby="timeline">
      <h2 id="timeline">Line of time</h2>
      <table className="paper spans">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="ticks" aria-label="When">
              {TICKS.map((share) => (
                <span key={share} style={{ insetInlineStart: cssPercent(share) }}>
                  {duration(share * whole)}
                </span>
              ))}
            </th>
            <th scope="col" className="number">
              Took
            </th>
            <th scope="col" className="number">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar, place) => (
            <Row key={place} {...bar} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ span, name, start, size, took }: Bar): React.ReactNode {
  const left = { insetInlineStart: cssPercent(start), inlineSize: cssPercent(size) };
  const tone = span.code !== undefined ? "bad" : span.kind;
  return (
    <tr>
      <th scope="row" data-kind={span.kind}>
        {name} {span.code && <code>{span.code}</code>}
      </th>
      <td className="track">
        <span className="bar" data-tone={tone} style={left} />
      </td>
      <td className="number">
        {duration(took)}
        {span.endsAt === undefined && " so far"}
      </td>
      <td className="number">{span.costUsd !== undefined && money(span.costUsd)}</td>
    </tr>
  );
}

function Facts({ job }: { readonly job: AnyJob }): React.ReactNode {
  const { usage } = job;
  const time = (at: string | undefined): string | undefined => at && fullTime(new Date(at));
  const tokens = usage && `${String(usage.inputTokens)} in, ${String(usage.outputTokens)} out`;
  const facts = [
    ["Id", <code key="id">{job.jobId}</code>],
    ["Submitted", time(job.createdAt)],
    ["Next attempt", time(job.nextAttemptAt)],
    ["Lease until", time(job.leaseExpiresAt)],
    ["Sweeper looks at", time(job.checkAt)],
    ["Model", usage?.model],
    ["Tokens", tokens],
    ["BigQuery bytes", usage?.bytesBilled.toLocaleString()],
    ["Log", <code key="log">{job.logFilter}</code>],
    ["Result", "hidden: it is its owner’s"],
    ["Request", job.requestMayBeRead ? "below, when asked for" : "hidden: it is its owner’s"],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
