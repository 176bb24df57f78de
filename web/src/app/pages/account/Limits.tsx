/** What a user may use, and how much of it is left. */
import { useCallback } from "react";

import type { Schemas } from "../../apiTypes.js";
import { useSession } from "../../auth/signIn.js";
import { LOCALE } from "../../ui/locale.js";
import { money } from "../../ui/money.js";
import { Loaded } from "../../ui/page.js";
import { timeOfDay } from "../../ui/times.js";
import { useAsync } from "../../useAsync.js";

export function Limits(): React.ReactNode {
  const { api } = useSession();
  const [account, readAgain] = useAsync(useCallback(() => api.account(), [api]));
  return (
    <section className="list">
      <h2>Limits</h2>
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
  const { spentTodayUsd, dailyBudgetUsd, runningAtOnce, unfinishedAtOnce } = limits;
  const renews = timeOfDay(new Date(limits.budgetRenewsAt));
  const spent = money(spentTodayUsd);
  const budget = dailyBudgetUsd > 0 ? `${spent} of ${money(dailyBudgetUsd)}` : `${spent}, no limit`;
  const atOnce = runningAtOnce > 0 ? `${String(runningAtOnce)} run at once, ` : "";
  return [
    ["Spent today", dailyBudgetUsd > 0 ? `${budget}; anew at ${renews}` : budget],
    ["Jobs", `${atOnce}${String(unfinishedAtOnce)} may be unfinished`],
    [
      "Submissions",
      `${String(limits.submissionsLeft)} now, ${String(limits.submissionsPerMinute)} more a minute`,
    ],
    ["Files", `${megabytes(limits.keptFileBytes)} of ${megabytes(limits.mostFileBytes)} MB`],
    [
      "Kept",
      `jobs for ${String(limits.jobRetentionDays)} days, files for ${String(limits.fileRetentionDays)}`,
    ],
  ];
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toLocaleString(LOCALE, { maximumFractionDigits: 1 });
}
