/** Whether clients that register themselves can, and can manage that. */
import type { Report } from './walk-document.ts';
import { operationsOf } from './walk-document.ts';
import type { Document } from '../../openapi-document.ts';

const METHODS: Readonly<Record<string, number>> = { get: 200, put: 200, delete: 204 };

export function checkRegistration(document: Document, report: Report): void {
  const problem = (pointer: string, message: string, suggestion: string): void =>
    report({ rule: 'registration', pointer, message, suggestion });
  const places = operationsOf(document).map((place) => ({ ...place, type: place.operation['x-action']?.type }));
  const registers = places.filter(({ type }) => type === 'client.register');
  const manages = places.filter(({ type }) => type === 'client.manage');
  const issues = places.some(
    ({ operation: { 'x-action': action } }) =>
      action?.type === 'token.issue' && !action.client_authentication.includes('security'),
  );
  for (const { pointer, operation, method } of registers) {
    if (!issues)
      problem(
        `${pointer}/x-action`,
        'no token endpoint takes clients, so that none needs to register',
        'add an operation with x-action: { type: token.issue, … }, or take this one away',
      );
    if (method !== 'post' || operation.responses?.['201'] === undefined)
      problem(pointer, 'a client registers by POST, and is answered 201', 'declare both');
  }
  for (const { pointer } of registers.slice(1))
    problem(`${pointer}/x-action`, 'there is another operation for the same', 'leave one client.register');
  for (const { pointer, operation, method, path } of manages) {
    const wanted = METHODS[method];
    if (registers.length === 0)
      problem(
        `${pointer}/x-action`,
        'no client registers itself here',
        'add an operation with x-action: { type: client.register, … }',
      );
    if (wanted === undefined || operation.responses?.[wanted] === undefined)
      problem(
        pointer,
        'a registration is managed by GET (200), PUT (200) and DELETE (204)',
        'use one of these, with its answer',
      );
    if ((path.match(/\{/g) ?? []).length !== 1)
      problem(pointer, 'the path of a registration has one parameter, the id of the client', 'write it so');
  }
}
