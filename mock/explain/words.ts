/** Pieces of sentences and commands that many explanations have in common. */
import type { CompiledMethod, CompiledPart } from '../contract/compiled-contract.ts';
import { quote } from '../contract/shell-quote.ts';
import type { ControlCall, Hint } from '../journal/journal.ts';
import type { Call } from '../request/call.ts';
import { CONTROL_PREFIX } from '../request/control-prefix.ts';
import type { Found } from './mistake.ts';
import { characters } from '../contract/characters.ts';

/** Secrets of which the first characters may be shown: enough to tell which one it is, and too little to use it. */
const SHOWN = 4;
const LONG_ENOUGH = 12;

export const masked = (secret: string): string =>
  secret.length >= LONG_ENOUGH ? `${secret.slice(0, SHOWN)}… (${characters(secret)})` : characters(secret);

/** How a secret differs from the right one, without telling either. */
export function anotherSecret(right: string, given: string): string {
  const same = compared(right, given)!.differs_at;
  return `its secret is another one: ${same > 3 ? `they differ from character ${same + 1} on, and ` : ''}${characters(given)} came where it has ${right.length}`;
}

/** A call of the control plane: as it is typed, and as a button does it. */
type Told = Required<Pick<Hint, 'code' | 'does'>>;

/** What a reader can open, where nothing has to be typed. */
type Shown = Required<Pick<Hint, 'does'>>;

export const hint = (text: string, how?: string | Told | Shown): Hint => ({
  text,
  ...(typeof how === 'string' ? { code: how } : how),
});

/** `--sandbox ci-7`, where it is not the default one. */
export const sandboxOption = ({ world }: Call): string =>
  world.sandbox.name === 'default' ? '' : ` --sandbox ${world.sandbox.name}`;

export const creds = (call: Call, contract = call.world.contract.name): Hint =>
  hint('The credentials of this contract, and where each goes:', {
    code: `tollgate creds ${contract}${sandboxOption(call)}`,
    does: { method: 'GET', path: `/credentials/${contract}` },
  });

/** Puts a whole sandbox back. */
export const resetSandbox = (call: Call): Told => ({
  code: `tollgate reset${sandboxOption(call)}`,
  does: { method: 'POST', path: '/reset' },
});

export const RESET_CLOCK: Told = { code: 'tollgate clock reset', does: { method: 'DELETE', path: '/clock' } };

export const advanceClock = (by: string): Told => ({
  code: `tollgate clock advance ${by}`,
  does: { method: 'POST', path: '/clock/advance', body: { by } },
});

/** Address of the contract as the client reaches it. */
export const baseOf = (call: Call): string => `${call.request.origin}${call.mount}`;

/** A call of the control plane; it is typed as a curl line. */
export function control(call: Call, method: ControlCall['method'], path: string, body?: ControlCall['body']): Told {
  const { sandbox } = call.world;
  const url = `${call.request.origin}${CONTROL_PREFIX}${path}${sandbox.name === 'default' ? '' : `?sandbox=${sandbox.name}`}`;
  const json = body === undefined ? '' : ` -H 'Content-Type: application/json' -d ${quote(JSON.stringify(body))}`;
  return {
    code: `curl -X ${method} ${quote(url)}${json}`,
    does: { method, path, ...(body !== undefined && { body }) },
  };
}

const headerName = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

/** `X-Api-Key: <id>`, `Authorization: Bearer <secret>`, `?user_id=<id>`. */
export function partText({ in: place, name, part }: CompiledPart): string {
  switch (place) {
    case 'header':
      return `${headerName(name)}: <${part}>`;
    case 'authorization':
      return `Authorization: ${headerName(name)} <${part === 'basic' ? 'base64 of id:secret' : part}>`;
    case 'query':
      return `?${name}=<${part}>`;
    case 'cookie':
      return `Cookie: ${name}=<${part}>`;
  }
}

export const methodText = ({ credential, kind, parts }: CompiledMethod): string =>
  kind === 'certificate' ? `a connection with the certificate of a ${credential}` : parts.map(partText).join('\n');

/** How the operation wants to be called, a line for each header. */
export function wanted(call: Call): Hint {
  const ways = [
    ...new Set(
      call.operation.requirements.map(({ method, also = [] }) =>
        [method, ...also.map((other) => other.method)].map(methodText).join('\n'),
      ),
    ),
  ];
  return hint(ways.length > 1 ? 'Send one of these:' : 'Send:', ways.slice(0, 4).join('\nor\n'));
}

/** The first character in which two texts differ, from 0. */
export function differsAt(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

export const compared = (expected: string, got: string): Found['compared'] => ({
  expected,
  got,
  differs_at: differsAt(expected, got),
});

export { capital } from '../contract/capital.ts';
