/** How far a job is, as a bar. */
export function Bar(props: { readonly percent: number; readonly label: string }): React.ReactNode {
  const percent = Math.round(props.percent);
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ inlineSize: `${String(percent)}%` }} />
    </div>
  );
}
