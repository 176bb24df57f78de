/** How the queue stands now, what happened lately, what fails. */
import { useCallback } from "react";

import type { OperatorOverview } from "../../apiTypes.js";
import { useSession } from "../../auth/signIn.js";
import { Link, navigate } from "../../router.js";
import { Loaded, PageHead } from "../../ui/page.js";
import { Segments } from "../../ui/Segments.js";
import { StateGlyph } from "../../ui/StateGlyph.js";
import "../../ui/tiles.css";
import { exactTime } from "../../messages/intl.js";
import { useAsync } from "../../useAsync.js";
import { ActivityCharts } from "./ActivityCharts.js";
import { listPath, RANGES, readRange, type Activity } from "./console.js";
import { FailuresTable } from "./FailuresTable.js";
import { PausedTypes } from "./PausedTypes.js";
import { QueueSwitches } from "./QueueSwitches.js";
import { QueueTiles } from "./QueueTiles.js";
import { TypesTable } from "./TypesTable.js";
import { useRefresh } from "./useRefresh.js";

/** Counts are cheap; the charts read up to 2,500 documents. */
const COUNTS_MS = 5_000;
const CHARTS_MS = 60_000;

export function NowView({ query }: { readonly query: URLSearchParams }): React.ReactNode {
  const { api } = useSession();
  const hours = readRange(query);
  const [overview, reload] = useAsync(useCallback(() => api.overview(), [api]));
  const [activity, reloadActivity] = useAsync(useCallback(() => api.activity(hours), [api, hours]));
  useRefresh(COUNTS_MS, reload);
  useRefresh(CHARTS_MS, reloadActivity);
  return (
    <>
      <PageHead title="Now">
        <Segments
          name="hours"
          label="How far back"
          choices={RANGES}
          chosen={hours}
          onChoose={(chosen) => {
            navigate(`/operator?hours=${chosen}`);
          }}
        />
      </PageHead>
      <Loaded from={overview} lines={2} onAgain={reload}>
        {(value) => <Counts overview={value} />}
      </Loaded>
      <PausedTypes />
      <QueueSwitches />
      <Loaded from={activity} lines={8} onAgain={reloadActivity}>
        {(value) => <Lately activity={value} />}
      </Loaded>
    </>
  );
}

function Counts({ overview }: { readonly overview: OperatorOverview }): React.ReactNode {
  const ofQueued = overview.waiting > 0 && `${String(overview.waiting)} wait their turn`;
  return (
    <ul className="tiles counts" aria-label="Jobs by status">
      {overview.statuses.map(({ status, count }) => (
        <li key={status}>
          <Link href={listPath({ status })}>
            <strong>{count.toLocaleString()}</strong>
            <small>
              <StateGlyph glyph={status} percent={60} /> {status === "succeeded" ? "done" : status}
            </small>
            {status === "queued" && ofQueued && <small>{ofQueued}</small>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Lately({ activity }: { readonly activity: Activity }): React.ReactNode {
  return (
    <>
      {!activity.isComplete && (
        <p className="note">
          There were too many jobs to read: all is told from {exactTime(new Date(activity.since))}{" "}
          on. For more, ask the events in BigQuery.
        </p>
      )}
      <QueueTiles queue={activity.queue} />
      <ActivityCharts activity={activity} />
      <FailuresTable activity={activity} />
      <TypesTable activity={activity} />
    </>
  );
}
