/** Which jobs the list shows. The address says it, so that Back undoes a choice. */
import { useCallback, useRef } from "react";

import * as appText from "#messages/app";
import * as jobText from "#messages/job";
import * as listText from "#messages/list";
import { useSession } from "../../auth/signIn.js";
import { Link, navigate } from "../../router.js";
import { instead, onText } from "../../ui/events.js";
import { Icon } from "../../ui/Icon.js";
import { useKeys } from "../../ui/keys.js";
import { StateGlyph } from "../../ui/StateGlyph.js";
import { useAsync } from "../../useAsync.js";
import { listPath, type ListFilter } from "./jobList.js";

interface Props {
  readonly filter: ListFilter;
  /** The tags of the jobs that are shown. */
  readonly tags: readonly string[];
}

const STATES = [
  { status: undefined, name: listText.STATES.all, glyph: undefined },
  { status: "now", name: listText.STATES.now, glyph: "running" },
  { status: "suspended", name: listText.STATES.turn, glyph: "turn" },
  { status: "succeeded", name: listText.STATES.succeeded, glyph: "succeeded" },
  { status: "failed", name: listText.STATES.failed, glyph: "failed" },
  { status: "cancelled", name: listText.STATES.cancelled, glyph: "cancelled" },
] as const;

export function JobFilters({ filter, tags }: Props): React.ReactNode {
  return (
    <div className="job-filters no-print">
      <Search filter={filter} />
      <nav className="chip-row" aria-label={listText.states}>
        {STATES.map(({ status, name, glyph }) => (
          <Link
            key={name}
            className="pick"
            href={listPath({ ...filter, status })}
            aria-current={filter.status === status ? "true" : undefined}
          >
            {glyph && <StateGlyph glyph={glyph} percent={60} />}
            {name}
          </Link>
        ))}
      </nav>
      <TypePick filter={filter} />
      <Pick
        filter={filter}
        name="tag"
        label={jobText.tag}
        options={tags.map((tag) => [tag, tag])}
      />
    </div>
  );
}

function Search({ filter }: Pick<Props, "filter">): React.ReactNode {
  const field = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => field.current?.focus() });
  const search = (text: string): void => {
    // One entry in the history for a search, not one for each letter.
    navigate(listPath({ ...filter, q: text || undefined }), { replace: Boolean(filter.q) });
  };
  return (
    <form className="find" role="search" aria-label={appText.findJob} onSubmit={instead(Boolean)}>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={listText.titlesAndTags}
        placeholder={listText.titlesAndTags}
        value={filter.q ?? ""}
        onChange={onText(search)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function TypePick({ filter }: Pick<Props, "filter">): React.ReactNode {
  const { api } = useSession();
  const [types] = useAsync(useCallback(() => api.jobTypes(), [api]));
  const options = (types.value ?? []).map(({ type, title }) => [type, title] as const);
  return <Pick filter={filter} name="type" label={jobText.type} options={options} />;
}

function Pick(props: {
  readonly filter: ListFilter;
  readonly name: "type" | "tag";
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}): React.ReactNode {
  const { filter, name, label, options } = props;
  const chosen = filter[name] ?? "";
  const isListed = !chosen || options.some(([value]) => value === chosen);
  const all = isListed ? options : [...options, [chosen, chosen] as const];
  const choose = (value: string): void => {
    navigate(listPath({ ...filter, [name]: value || undefined }));
  };
  return (
    <select
      className="pick"
      aria-label={label}
      data-chosen={Boolean(chosen)}
      value={chosen}
      onChange={onText(choose)}
    >
      <option value="">{label}</option>
      {all.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
