/** What must stand at the root, and whether what stands there leads to something. */
import { METHODS, at, escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { durationMs } from '../../durations.ts';
import { checkAuthenticators } from './check-authenticators.ts';
import { operationsOf, unknownName } from './walk-document.ts';
import type { Report } from './walk-document.ts';

const REQUIRED = {
  'x-seed': 'list the tenants, clients and keys that exist when a sandbox starts',
  'x-unmatched': 'name the responses for unknown paths and wrong methods',
} as const;

export function checkRoot(document: Document, report: Report): void {
  for (const [key, suggestion] of Object.entries(REQUIRED)) {
    if (document[key as keyof typeof REQUIRED] === undefined)
      report({ rule: 'missing-key', pointer: '#', message: `the document has no "${key}"`, suggestion });
  }
  const unmatched = document['x-unmatched'];
  for (const key of ['unknown_path', 'method_not_allowed'] as const) {
    const reference = unmatched?.[key].$ref;
    const known = Object.keys(document.components?.responses ?? {}).map((name) => `#/components/responses/${name}`);
    if (reference !== undefined && at(document, reference) === undefined)
      unknownName(report, `#/x-unmatched/${key}`, 'response', reference, known);
  }
  if (unmatched?.rate_limit !== undefined)
    unknownName(
      report,
      '#/x-unmatched/rate_limit',
      'rate-limit class',
      unmatched.rate_limit,
      Object.keys(document['x-rate-limits'] ?? {}),
    );
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    const plans = 'visibility' in credential ? (credential.visibility?.never_hidden_on_plans ?? []) : [];
    plans.forEach((plan, i) =>
      unknownName(
        report,
        `#/x-credentials/${escapePointer(name)}/visibility/never_hidden_on_plans/${i}`,
        'plan',
        plan,
        plansOf(document),
      ),
    );
  }
  const plan = document['x-seed']?.plan;
  if (plan !== undefined) unknownName(report, '#/x-seed/plan', 'plan', plan, plansOf(document));
  checkRecipients(document, report);
  checkLeeways(document, report);
  checkLongerWindows(document, report);
  checkRotation(document, report);
  checkTyp(document, report);
  checkCors(document, report);
  checkAuthenticators(document, report);
  checkResourceNames(document, report);
  if (!hasOperations(document))
    report({
      rule: 'missing-key',
      pointer: '#/paths',
      message: 'the document has no operation',
      suggestion: 'declare at least one path with a method',
    });
}

/** A class by recipient counts what is sent, and nothing else. */
function checkRecipients(document: Document, report: Report): void {
  const named = operationsOf(document).flatMap(({ operation: { 'x-action': action } }) =>
    action?.type === 'link.request' ? (action.per_address ?? []) : [],
  );
  for (const [name, { key, in_flight: most }] of Object.entries(document['x-rate-limits'] ?? {})) {
    if (!key.includes('recipient')) continue;
    const say = (message: string, suggestion: string, at = '/key'): void =>
      report({ rule: 'rate-limit', pointer: `#/x-rate-limits/${escapePointer(name)}${at}`, message, suggestion });
    if (key.length > 1) say('a recipient is counted alone, whoever asks', 'write key: [recipient]');
    if (!named.includes(name))
      say(
        `no operation sends anything that the class "${name}" counts`,
        'name it in per_address of an x-action: { type: link.request, … }, or take it away',
      );
    if (most !== undefined) say('what is sent is not under way until an answer', 'leave in_flight out', '/in_flight');
  }
}

function checkLeeways(document: Document, report: Report): void {
  for (const [name, { leeway, algorithm, window, plans = {} }] of Object.entries(document['x-rate-limits'] ?? {})) {
    if (leeway === undefined) continue;
    const pointer = `#/x-rate-limits/${escapePointer(name)}/leeway`;
    const shortest = Math.min(
      ...[window, ...Object.values(plans).map((plan) => plan.window)].map((each) => durationMs(each) ?? Infinity),
    );
    if (algorithm !== 'sliding_window')
      report({
        rule: 'rate-limit',
        pointer,
        message: `a ${algorithm.replace('_', ' ')} has no leeway`,
        suggestion: 'leave leeway out, or use algorithm: sliding_window',
      });
    else if ((durationMs(leeway) ?? 0) > shortest / 2)
      report({
        rule: 'rate-limit',
        pointer,
        message: `a leeway of ${leeway} is more than half of the window`,
        suggestion: 'make it shorter',
      });
  }
}

/** A window that another one always fills first says nothing. */
function checkLongerWindows(document: Document, report: Report): void {
  for (const [name, rule] of Object.entries(document['x-rate-limits'] ?? {})) {
    const pointer = `#/x-rate-limits/${escapePointer(name)}`;
    const plans = Object.entries(rule.plans ?? {}).map(
      ([plan, figures]) => [`${pointer}/plans/${escapePointer(plan)}/also`, figures] as const,
    );
    for (const [at, { limit, window, also = [] }] of [[`${pointer}/also`, rule] as const, ...plans]) {
      if (also.length > 0 && limit === null)
        report({
          rule: 'rate-limit',
          pointer: at,
          message: 'a class without a limit has no longer windows',
          suggestion: 'give it a limit, or leave also out',
        });
      if (limit === null) continue;
      const types = [rule.type ?? name, ...also.map(({ type }) => type)];
      let shorter = { limit, ms: durationMs(window) ?? 0 };
      also.forEach((longer, i) => {
        const ms = durationMs(longer.window) ?? Infinity;
        if (ms <= shorter.ms || longer.limit <= shorter.limit || longer.limit / ms >= shorter.limit / shorter.ms)
          report({
            rule: 'rate-limit',
            pointer: `${at}/${i}`,
            message: `one of the windows is never the full one: ${longer.limit} in ${longer.window} beside ${shorter.limit} in the one before`,
            suggestion:
              'list windows from the shortest to the longest, each with room for more requests, and for fewer in the same time, than the one before',
          });
        if (types.indexOf(longer.type) !== i + 1)
          report({
            rule: 'rate-limit',
            pointer: `${at}/${i}/type`,
            message: `another window of the class is called "${longer.type}"`,
            suggestion: 'give each window a type of its own',
          });
        shorter = { limit: longer.limit, ms };
      });
    }
  }
}

function checkRotation(document: Document, report: Report): void {
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    const refresh = credential.kind === 'token' ? credential.refresh : undefined;
    if (refresh?.reuse_leeway === undefined || refresh.rotate || refresh.hardened?.rotate === true) continue;
    report({
      rule: 'refresh',
      pointer: `#/x-credentials/${escapePointer(name)}/refresh/reuse_leeway`,
      message: 'a refresh token that does not rotate is never used up, and needs no leeway',
      suggestion: 'leave reuse_leeway out, or write rotate: true',
    });
  }
}

/** What an access token that says it is one carries besides `jti`, which every JWT has (RFC 9068 §2.2). */
const PROFILE = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat'] as const;

function checkTyp(document: Document, report: Report): void {
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    if (credential.kind !== 'token' || credential.typ !== 'at+jwt') continue;
    const pointer = `#/x-credentials/${escapePointer(name)}`;
    const missing = PROFILE.filter((claim) => !(credential.claims ?? []).includes(claim));
    if (credential.format !== 'jwt')
      report({
        rule: 'token',
        pointer: `${pointer}/typ`,
        message: `an ${credential.format} token has no header, and so no typ`,
        suggestion: 'leave typ out, or write format: jwt',
      });
    else if (missing.length > 0)
      report({
        rule: 'token',
        pointer: `${pointer}/typ`,
        message: `a JWT of the type at+jwt carries ${PROFILE.join(', ')}, and this one lacks ${missing.join(', ')}`,
        suggestion: 'add them to claims',
      });
  }
}

function checkCors(document: Document, report: Report): void {
  const cors = document['x-cors'];
  if (cors === undefined) return;
  const listed = operationsOf(document).some(({ parameters }) =>
    parameters.some(({ node }) => node['x-identifier']?.kind === 'origin'),
  );
  if (listed === (cors.origins === 'listed')) return;
  report({
    rule: 'cors',
    pointer: '#/x-cors/origins',
    message: listed ? 'some operation has an origin list' : 'no operation has an origin list',
    suggestion: listed
      ? 'write origins: listed'
      : 'write origins: any, or give a parameter x-identifier: { kind: origin, allow: […] }',
  });
}

/** Plans that some class of rate limit has figures for, and the one in force at start. */
function plansOf(document: Document): readonly string[] {
  return [
    ...new Set(Object.values(document['x-rate-limits'] ?? {}).flatMap((limit) => Object.keys(limit.plans ?? {}))),
  ];
}

function checkResourceNames(document: Document, report: Report): void {
  const seen = new Map<string, string>();
  for (const [schemaName, schema] of Object.entries(document.components?.schemas ?? {})) {
    const name = schema['x-resource']?.name;
    if (name === undefined) continue;
    const other = seen.get(name);
    const pointer = `#/components/schemas/${escapePointer(schemaName)}/x-resource/name`;
    if (other !== undefined)
      report({
        rule: 'duplicate-name',
        pointer,
        message: `${other} is the resource "${name}" too`,
        suggestion: 'give each resource a name of its own',
      });
    seen.set(name, schemaName);
  }
}

const hasOperations = (document: Document): boolean =>
  Object.values(document.paths ?? {}).some(
    (item) => METHODS.some((method) => item[method] !== undefined) || item.$ref !== undefined,
  );
