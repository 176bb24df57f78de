/** What a user may use, and how much of it is left. */
import { useCallback } from "react";

import * as accountText from "#messages/account";
import type { Schemas } from "../../apiTypes.js";
import { useSession } from "../../auth/signIn.js";
import { Loaded } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";

export function Limits(): React.ReactNode {
  const { api } = useSession();
  const [account, readAgain] = useAsync(useCallback(() => api.account(), [api]));
  return (
    <section className="list">
      <h2>{accountText.limits}</h2>
      <Loaded from={account} lines={4} onAgain={readAgain}>
        {(limits) => (
          <dl className="limits">
            {linesOf(limits).map(([name, words]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </section>
  );
}

/** Return each limit in words. Pure. */
export function linesOf(limits: Schemas["Account"]): readonly (readonly [string, string])[] {
  const { LIMITS } = accountText;
  const { spentTodayUsd: spent, dailyBudgetUsd: budget } = limits;
  const budgetLine =
    budget > 0
      ? accountText.spentOf(spent, budget, new Date(limits.budgetRenewsAt))
      : accountText.spentNoLimit(spent);
  return [
    [LIMITS.spent, budgetLine],
    [LIMITS.jobs, accountText.atOnce(limits.runningAtOnce, limits.unfinishedAtOnce)],
    [
      LIMITS.submissions,
      accountText.submissions(limits.submissionsLeft, limits.submissionsPerMinute),
    ],
    [LIMITS.files, accountText.files(limits.keptFileBytes, limits.mostFileBytes)],
    [LIMITS.kept, accountText.kept(limits.jobRetentionDays, limits.fileRetentionDays)],
  ];
}
