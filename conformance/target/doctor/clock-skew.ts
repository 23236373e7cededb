/** Whether the target's clock and this machine's agree: signatures, assertions and sign-on links carry the time. */
import { machineNow } from '../../machine-clock.ts';
import type { Exchange } from '../../exchange.ts';
import { durationMs } from '../../../mock/contract/durations.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { isSignature } from '../../../mock/contract/signature-kinds.ts';

/** The Date header has whole seconds, and the answer was some time on its way. */
const TOLERANCE_MS = 5000;

/** From here on JWTs are refused or taken too long by most. */
const SPOILS_MS = 60_000;

export function clockFindings(contract: CompiledContract, sample: Exchange | undefined): readonly DoctorFinding[] {
  const date = sample?.answerHeaders.date;
  const theirs = date === undefined ? NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return [];
  const skew = theirs - machineNow();
  const size = Math.abs(skew);
  if (size <= TOLERANCE_MS) return [];
  const windows = [...contract.credentials].flatMap(([name, credential]) =>
    isSignature(credential)
      ? [{ name, ms: durationMs(skew < 0 ? (credential.future ?? 'PT5M') : credential.window) ?? Infinity }]
      : [],
  );
  const broken = windows.filter(({ ms }) => size >= ms).map(({ name }) => name);
  const costs = broken.length > 0 ? `; every signature of ${broken.join(', ')} is refused for it` : '';
  return [
    {
      whose: 'server',
      level: size >= SPOILS_MS || broken.length > 0 ? 'problem' : 'note',
      where: 'clock',
      message: `its clock (Date: ${date!}) is ${words(size)} ${skew < 0 ? 'behind' : 'ahead of'} this machine's${costs}`,
      change: "set the one that is wrong (NTP): if it is this machine's, nothing is amiss at the server",
    },
  ];
}

function words(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
}
