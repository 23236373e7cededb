/** Whether authenticators are there where something names them, and can be used. */
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { operationsOf, unknownName } from './walk-document.ts';
import type { Report } from './walk-document.ts';

export function checkAuthenticators(document: Document, report: Report): void {
  const known = document['x-authenticators'] ?? {};
  const names = Object.keys(known);
  for (const [name, { kind, period, skew, look_ahead: ahead }] of Object.entries(known)) {
    const of = { totp: { look_ahead: ahead }, hotp: { period, skew } }[kind];
    for (const [key, value] of Object.entries(of))
      if (value !== undefined)
        report({
          rule: 'authenticator',
          pointer: `#/x-authenticators/${escapePointer(name)}/${key}`,
          message: `an authenticator of the kind ${kind} has no ${key}`,
          suggestion: `leave ${key} out`,
        });
  }
  const operations = operationsOf(document);
  const enrolled = operations.flatMap(({ operation: { 'x-action': action } }) =>
    action?.type === 'authenticator.enroll' ? [action.authenticator] : [],
  );
  for (const { operation, pointer } of operations) {
    const action = operation['x-action'];
    if (action?.type !== 'authenticator.enroll' && action?.type !== 'authenticator.verify') continue;
    unknownName(report, `${pointer}/x-action/authenticator`, 'authenticator', action.authenticator, names);
    if (
      action.type === 'authenticator.verify' &&
      names.includes(action.authenticator) &&
      !enrolled.includes(action.authenticator)
    )
      report({
        rule: 'authenticator',
        pointer: `${pointer}/x-action/authenticator`,
        message: `no operation enrolls the authenticator "${action.authenticator}"`,
        suggestion: `add an operation with x-action: { type: authenticator.enroll, authenticator: ${action.authenticator} }`,
      });
  }
  (document['x-seed']?.users ?? []).forEach(({ authenticators = {} }, i) => {
    for (const [name, { counter }] of Object.entries(authenticators)) {
      const pointer = `#/x-seed/users/${i}/authenticators/${escapePointer(name)}`;
      unknownName(report, pointer, 'authenticator', name, names);
      if (counter !== undefined && known[name]?.kind === 'totp')
        report({
          rule: 'authenticator',
          pointer: `${pointer}/counter`,
          message: 'an authenticator of the kind totp counts nothing',
          suggestion: 'leave counter out',
        });
    }
  });
}
