/** The profile of this run, and what the command line said about it. */
import type { LoadProfile, Template } from '../profile.ts';

const file = __ENV.TOLLGATE_LOAD_PROFILE;
if (file === undefined)
  throw new Error('TOLLGATE_LOAD_PROFILE names no profile; "tollgate load" makes one and starts k6 with it');

export const profile = JSON.parse(open(file)) as LoadProfile;

/** Who gets a caller's token or session: with a credential of their own, which may be refused as well. */
export const clientOf = (caller: string): string => caller.replace(/^.+? of /, 'client ');
export const userOf = (caller: string): string => caller.replace(/^.+? of /, 'user ');

/** Everybody whose credential may be refused. */
export function labels(): readonly string[] {
  const ofCallers = Object.entries(profile.callers).flatMap(([label, { token, login }]) => [
    label,
    ...(token ? [clientOf(label)] : []),
    ...(login ? [userOf(label)] : []),
  ]);
  return [
    ...new Set([
      ...ofCallers,
      ...[...profile.assertions, ...profile.signOns, ...profile.magicLinks].map(({ caller }) => caller),
    ]),
  ];
}

/** A number from the environment, if it is there. */
export function given(name: string): number | undefined {
  const text = __ENV[name];
  return text === undefined || text === '' ? undefined : Number(text);
}

/** Every request that this run may send, once for each operation. */
export function templates(): readonly Template[] {
  const {
    callers,
    reads,
    signed,
    kept,
    creates,
    retried,
    otp,
    assertions,
    revocations,
    introspections,
    signOns,
    magicLinks,
    edges,
  } = profile;
  const ofCallers = Object.values(callers).flatMap(({ token, login }) => [
    token?.authorize,
    token?.issue,
    token?.refresh,
    login,
  ]);
  const ofTokens = [
    ...assertions.flatMap(({ issue, read }) => [issue, read]),
    ...revocations.flatMap(({ revoke, read, introspect }) => [revoke, read, introspect]),
    ...introspections.map(({ introspect }) => introspect),
  ];
  const ofLinks = [
    ...signOns.flatMap(({ enter, page }) => [enter, page]),
    ...magicLinks.flatMap(({ ask, redeem, use }) => [ask, redeem, use]),
  ];
  const all = [
    ...ofCallers,
    ...reads,
    ...signed,
    ...kept,
    ...creates,
    ...retried,
    otp?.request,
    otp?.verify,
    otp?.act,
    ...ofTokens,
    ...ofLinks,
    ...edges.map(({ call }) => call),
  ];
  const byOperation = new Map<string, Template>();
  for (const template of all) if (template) byOperation.set(template.operation, template);
  return [...byOperation.values()];
}
