/** How far a job is, in a row of a list: the scale in small, a tick at each ten. */
export function ProgressRule(props: {
  readonly percent: number;
  readonly label: string;
}): React.ReactNode {
  const percent = Math.round(props.percent);
  return (
    <div
      className="progress-rule"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ inlineSize: `${String(percent)}%` }} />
      <svg viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
        <path d={TENS} vectorEffect="non-scaling-stroke" />
      </svg>
    </div>
  );
}

const TENS = Array.from({ length: 11 }, (_, ten) => `M${String(ten * 10)} 0v5`).join("");
