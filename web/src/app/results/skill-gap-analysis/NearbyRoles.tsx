/** Roles nearby, on the same scale as the one that was asked for. */
import * as skillGapText from "#messages/skillGapAnalysis";
import { Axis, Grid, HUNDRED } from "../charts/Axis.js";
import { pay, whole } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Section } from "../parts/Section.js";
import type { SkillGapAnalysis } from "./schemas.js";
import "./roles.css";

interface Role {
  readonly role: string;
  readonly score: number;
  readonly payUsd?: number | undefined;
  readonly missing: readonly string[];
}

export function NearbyRoles({ result }: { readonly result: SkillGapAnalysis }): React.ReactNode {
  const { adjacentRoles, targetRole, matchScore, sample } = result;
  const target: Role = {
    role: targetRole.matched ?? targetRole.asked,
    score: matchScore.value,
    payUsd: sample.medianPayUsd,
    missing: [],
  };
  const others = adjacentRoles.map(({ role, score, medianPayUsd, missingSkills = [] }) => ({
    role,
    score,
    payUsd: medianPayUsd,
    missing: missingSkills,
  }));
  const roles = [target, ...others].sort((a, b) => b.score - a.score);
  const sub = others.length === 0 ? skillGapText.noOtherRole : undefined;
  return (
    <Section id="roles" title={skillGapText.PARTS.roles} sub={sub} note={<Plain roles={roles} />}>
      <ul className="roles">
        {roles.map((role) => (
          <RoleRow key={role.role} role={role} isTarget={role === target} />
        ))}
        <li className="roles-axis" aria-hidden="true">
          <span />
          <Axis ticks={HUNDRED.map(([at]) => [at, whole(at * 100)])} />
          <span />
        </li>
      </ul>
    </Section>
  );
}

function RoleRow(props: { readonly role: Role; readonly isTarget: boolean }): React.ReactNode {
  const { role, score, payUsd, missing } = props.role;
  return (
    <li data-target={props.isTarget}>
      <span className="roles-name">{role}</span>
      <span className="chart-track" title={skillGapText.roleTitle(role, score)}>
        <Grid ticks={HUNDRED} />
        <span
          className="chart-bar"
          data-mark="you"
          style={{ inlineSize: cssPercent(score / 100) }}
        />
      </span>
      <strong className="number">{whole(score)}</strong>
      <small>
        {payUsd !== undefined && skillGapText.medianOf(pay(payUsd))}
        {missing.length > 0 && skillGapText.youLack(missing)}
      </small>
    </li>
  );
}

function Plain({ roles }: { readonly roles: readonly Role[] }): React.ReactNode {
  const rows = roles.map(({ role, score, payUsd }) => [
    role,
    whole(score),
    payUsd === undefined ? "" : pay(payUsd),
  ]);
  return <PlainTable columns={Object.values(skillGapText.ROLE_COLUMNS)} rows={rows} />;
}
