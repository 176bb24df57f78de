/** My jobs: filtered, in pages, in groups, and live. */
import { Fragment, memo, useDeferredValue, useMemo, useRef } from "react";

import * as appText from "#messages/app";
import * as listText from "#messages/list";
import { placeInLine, useUsualTimes, type Usual } from "../../../jobs/eta.js";
import { hasEnded, useBackgroundJobs, type JobState } from "../../../jobs/index.js";
import { useNow } from "../../../jobs/react/notificationState.js";
import { usualOf } from "../../jobWords.js";
import { Button } from "../../ui/Button.js";
import { useKeys } from "../../ui/keys.js";
import { Segments } from "../../ui/Segments.js";
import { Empty, MainLink, PageHead, Skeleton, Trouble } from "../../ui/page.js";
import { BulkBar } from "./BulkBar.js";
import { JobFilters } from "./JobFilters.js";
import {
  groupJobs,
  holdsParts,
  listPath,
  mergeJobs,
  readFilter,
  tagsOf,
  type ListFilter,
} from "./jobList.js";
import { JobRow } from "./JobRow.js";
import "./jobs.css";
import "./narrowJobs.css";
import { moveIn } from "./moveIn.js";
import { useDensity, type Density } from "./useDensity.js";
import { useChosen, type Chosen } from "./useChosen.js";
import { OlderJobs } from "./OlderJobs.js";
import { useJobDeeds, type JobDeeds } from "./useJobDeeds.js";
import { LIVE, useJobPages } from "./useJobPages.js";

export default function JobsPage({ query }: { readonly query: URLSearchParams }): React.ReactNode {
  const { jobs, isKnown } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const filter = useMemo(() => readFilter(query), [query]);
  // What changes is drawn in pieces, between which the page answers: fifty jobs may change at once.
  const live = useDeferredValue(jobs);
  const isLiveKnown = useDeferredValue(isKnown);
  const name = listPath({ ...filter, q: undefined });
  return <List key={name} filter={filter} live={live} isKnown={isLiveKnown} />;
}

interface ListProps {
  readonly filter: ListFilter;
  /** The user's newest jobs, whatever the filter. */
  readonly live: readonly JobState[];
  readonly isKnown: boolean;
}

/** Drawn again for what is new only, and not for the page's own turns. */
const List = memo(function List({ filter, live, isKnown }: ListProps): React.ReactNode {
  // What of the filter the API answers; the rest is looked for in what is loaded.
  const { status, type, tag } = filter;
  const asked = { status, type, tag };
  const { first, readAgain, more, readMore, ...pages } = useJobPages(asked, live);
  const deeds = useJobDeeds();
  const withParts = holdsParts(filter);
  const loaded = mergeJobs(pages.jobs, live, asked, pages.isComplete, withParts).filter(
    ({ jobId }) => !deeds.gone.has(jobId),
  );
  const jobs = filter.q ? mergeJobs(loaded, [], filter, true) : loaded;
  const chosen = useChosen(jobs);
  const [density, chooseDensity] = useDensity();
  const beside = countOf(jobs.length, loaded.length, pages.isComplete, Boolean(filter.q));
  const isWaiting = jobs.length === 0 && first.state === "loading";
  return (
    <>
      <PageHead title={appText.myJobs} beside={beside}>
        {jobs.length > 0 && (
          <ListHints chosen={chosen} density={density} onDensity={chooseDensity} />
        )}
      </PageHead>
      <JobFilters filter={filter} tags={tagsOf(loaded)} />
      {chosen.isOn && <Bulk chosen={chosen} jobs={jobs} deeds={deeds} />}
      {deeds.error && <Trouble error={deeds.error} />}
      {isWaiting && <Skeleton lines={8} />}
      {jobs.length > 0 && <Groups {...{ jobs, live, chosen, deeds, density }} />}
      {jobs.length === 0 && (first.state === "ready" || (isKnown && !isWaiting)) && (
        <NoJobs filter={filter} hasMore={pages.hasMore} />
      )}
      {jobs.length === 0 && first.state === "failed" && !isKnown && (
        <Trouble error={first.error} onAgain={readAgain} />
      )}
      {more.error && <Trouble error={more.error} onAgain={readMore} />}
      {pages.hasMore && !more.error && <OlderJobs isBusy={more.isBusy} onRead={readMore} />}
      {deeds.question}
    </>
  );
});

function countOf(shown: number, loaded: number, isAll: boolean, isSearch: boolean): string {
  if (loaded === 0) return "";
  if (isSearch) return listText.found(shown, loaded);
  return isAll ? listText.inAll(shown) : listText.newest(shown);
}

function ListHints(props: {
  readonly chosen: Chosen;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
}): React.ReactNode {
  const { chosen, density, onDensity } = props;
  useKeys({
    d: () => {
      onDensity(density === "compact" ? "comfortable" : "compact");
    },
  });
  return (
    <>
      <span className="key-hints hint" aria-hidden="true">
        {listText.KEYS.map(({ keys, does }) => (
          <Fragment key={does}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{" "}
            {does}{" "}
          </Fragment>
        ))}
      </span>
      <Segments
        name="density"
        label={listText.density}
        choices={listText.DENSITIES}
        chosen={density}
        onChoose={onDensity}
      />
      {!chosen.isOn && (
        <Button look="small" onClick={chosen.begin}>
          {listText.chooseSeveral}
        </Button>
      )}
    </>
  );
}

function Bulk(props: {
  readonly chosen: Chosen;
  readonly jobs: readonly JobState[];
  readonly deeds: JobDeeds;
}): React.ReactNode {
  const { chosen, jobs, deeds } = props;
  return (
    <BulkBar
      chosen={jobs.filter(({ jobId }) => chosen.ids.has(jobId))}
      onAll={chosen.all}
      onCancel={deeds.cancel}
      onErase={deeds.erase}
      onEnd={chosen.end}
    />
  );
}

function Groups(props: {
  readonly jobs: readonly JobState[];
  readonly live: readonly JobState[];
  readonly chosen: Chosen;
  readonly deeds: JobDeeds;
  readonly density: Density;
}): React.ReactNode {
  const { jobs, live, chosen, deeds, density } = props;
  const now = useNow();
  const list = useRef<HTMLUListElement>(null);
  const usual = useUsual(live);
  useKeys({
    j: () => moveIn(list.current, 1),
    k: () => moveIn(list.current, -1),
    x: () => {
      const id = moveIn(list.current, 0);
      if (id) chosen.toggle(id);
    },
  });
  return (
    <ul ref={list} className="jobs" aria-label={listText.jobs} data-density={density}>
      {groupJobs(jobs, now).map((group) => (
        <li key={group.name} className="job-group">
          <h2>
            {listText.GROUPS[group.name]} <span>{group.jobs.length}</span>
          </h2>
          <ul data-live={group.name === "now"} aria-label={listText.GROUPS[group.name]}>
            {group.jobs.map((job) => (
              <JobRow
                key={job.jobId}
                {...{ job, now }}
                usual={usual[job.type]}
                place={placeInLine(job, live)}
                isChosen={chosen.isOn ? chosen.ids.has(job.jobId) : undefined}
                onChoose={chosen.toggle}
                onErase={deeds.erase}
                onAttempt={deeds.attempt}
              />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** Return how long jobs of each type take; the same objects until more is known. */
function useUsual(jobs: readonly JobState[]): Readonly<Record<string, Usual | undefined>> {
  const everybodys = useUsualTimes(!jobs.every(hasEnded));
  const ended = jobs.filter(({ state }) => state === "succeeded");
  const name = ended.map(({ jobId }) => jobId).join();
  return useMemo(() => {
    const types = [...ended.map(({ type }) => type), ...Object.keys(everybodys)];
    return Object.fromEntries(types.map((type) => [type, usualOf(type, ended, everybodys)]));
  }, [name, everybodys]); // eslint-disable-line react-hooks/exhaustive-deps
}

function NoJobs(props: {
  readonly filter: ListFilter;
  readonly hasMore: boolean;
}): React.ReactNode {
  if (Object.values(props.filter).some(Boolean))
    return (
      <Empty
        isPart
        title={listText.noMatch}
        action={<MainLink to="/jobs">{listText.showAll}</MainLink>}
      >
        {props.hasMore ? listText.notAmongLoaded : undefined}
      </Empty>
    );
  return (
    <Empty
      isPart
      title={listText.noJobs}
      action={<MainLink to="/new">{listText.startFirst}</MainLink>}
    >
      {listText.noJobsYet}
    </Empty>
  );
}
