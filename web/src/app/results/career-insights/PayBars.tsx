/** What pays how much: the middle half of each group on one axis, the median marked. */
import type { LevelPay, Quartiles } from "./schemas.js";
import { cssPercent, thousands } from "../numbers.js";
import { payAxis, payBar, type PayAxis } from "./geometry.js";
import "./payBars.css";

type Pay = Quartiles | LevelPay;

interface Props {
  readonly groups: readonly (readonly [label: string, pay: Pay])[];
}

export function PayBars({ groups }: Props): React.ReactNode {
  const axis = payAxis(groups.map(([, pay]) => pay));
  return (
    <div className="pay">
      <ul className="list" aria-label="Pay by group: lower quartile, median, upper quartile">
        {groups.map(([label, pay]) => (
          <li key={label}>
            <span>
              {label} <small>{pay.postings.toLocaleString()} postings</small>
            </span>
            <Track pay={pay} axis={axis} />
            <span className="number">
              <strong>{thousands(pay.medianUsd)}</strong>
              <small>{`${thousands(pay.lowerUsd)} to ${thousands(pay.upperUsd)}`}</small>
            </span>
          </li>
        ))}
      </ul>
      <Axis axis={axis} />
    </div>
  );
}

function Track({ pay, axis }: { readonly pay: Pay; readonly axis: PayAxis }): React.ReactNode {
  const { start, middle, end } = payBar(pay, axis);
  const box = {
    insetInlineStart: cssPercent(start / 100),
    inlineSize: cssPercent((end - start) / 100),
  };
  return (
    <span className="pay-track" aria-hidden="true">
      <span className="pay-box" style={box} />
      <span className="pay-middle" style={{ insetInlineStart: cssPercent(middle / 100) }} />
    </span>
  );
}

function Axis({ axis: { from, to, ticks } }: { readonly axis: PayAxis }): React.ReactNode {
  return (
    <div className="pay-axis" aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} style={{ insetInlineStart: cssPercent((tick - from) / (to - from)) }}>
          {thousands(tick)}
        </span>
      ))}
    </div>
  );
}
